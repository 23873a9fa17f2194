/** What is seen to once a recipe is made, or was made before. */
import type { Job } from '../../domain/job.ts';
import { wholeOf } from '../batch/members.ts';
import { cancel } from '../cancel.ts';
import type { Context } from '../context.ts';

/** The same request was delivered before: its first step has its own copy of the file. */
export async function forgetCopy(context: Context, name: string, { batch }: Job): Promise<void> {
  const whole = batch && (await wholeOf(context, batch.id));
  const taken = whole?.members.some(({ job }) => job?.source.kind === 'stored' && job.source.name === name);
  if (!taken) await context.files.remove(name);
}

/** What was given up before it was made ends at once. */
export async function given(context: Context, last: Job): Promise<Job> {
  const { store } = context;
  if (!(await store.expectedCame(last.id))) return last;
  const whole = await wholeOf(context, last.id);
  for (const { job } of whole?.members ?? []) if (job) await cancel(context, job.id);
  return (await store.read(last.id)) ?? last;
}
