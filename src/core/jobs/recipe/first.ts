/** What a recipe's last step came of: the job that took the source, and what was done to it in all. */
import type { Job } from '../../domain/job.ts';
import { stepTitle } from '../../view/recipe-view.ts';
import { recipeWords } from '../../words/asked/recipe.ts';
import { wholeOf } from '../batch/members.ts';
import type { Context } from '../context.ts';

/** Undefined for a job that is no step. */
export async function begunBy(
  context: Pick<Context, 'batches' | 'store' | 'clock'>,
  { batch }: Job,
): Promise<{ first: Job; did: string } | undefined> {
  const whole = batch?.step && (await wholeOf(context, batch.id));
  const jobs = whole?.members.flatMap(({ job }) => (job ? [job] : [])) ?? [];
  const [first] = jobs;
  return first && { first, did: recipeWords.after(jobs.map(stepTitle)) };
}
