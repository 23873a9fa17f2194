import { isBetween } from '../../domain/asked/recipe.ts';
import type { Person } from '../../domain/command.ts';
import type { Job } from '../../domain/job.ts';
import type { Context } from '../context.ts';

/** As `Requests.jobs`: of a recipe the last step stands for all. */
export async function ownJobs(
  { store }: Pick<Context, 'store'>,
  person: Person,
  count: number,
): Promise<Job[]> {
  const ids = await store.jobsOf(person.scope, person.requester, count);
  const jobs = await Promise.all(ids.map((id) => store.read(id)));
  return jobs.flatMap((job) => (job && !isBetween(job) ? [job] : []));
}
