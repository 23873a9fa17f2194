/** What a job was made by, as it is kept under a name: of a recipe's result all of its steps. */
import type { Job } from '../../core/domain/job.ts';
import { setIn } from '../../core/media/compare/fit-request.ts';
import type { Preset } from '../../core/store/presets.ts';
import type { Chat } from '../chat.ts';

export async function presetOfJob(
  { requests }: { requests: Pick<Chat['requests'], 'recipes'> },
  job: Job,
): Promise<Preset> {
  const steps = (await requests.recipes.of(job))?.steps ?? [job];
  const [first = job, ...rest] = steps;
  const kept = (it: Job) => ({ model: it.model, settings: setIn(it) });
  return rest.length === 0 ? kept(first) : { ...kept(first), next: rest.map(kept) };
}
