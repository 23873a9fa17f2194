/** A look at one job that is due. */
import { Failure } from '../../domain/failure.ts';
import { beforeProvider, isOver } from '../../domain/job.ts';
import type { Question } from '../../store/polling/question.ts';
import type { Context } from '../context.ts';
import { nextToSubmit, waitsInLine } from '../fair-queue.ts';
import { endWithdrawn } from '../submit/withdrawn.ts';
import { end } from '../transitions.ts';
import { ask } from './ask.ts';

/** @param question what came with the claim; left out where the record is gone */
export async function look(context: Context, id: string, question: Question | undefined): Promise<void> {
  const { store, queues } = context;
  if (question?.state === 'polling' && question.phase !== 'completed') return ask(context, question);
  const job = await store.read(id);
  if (!job) return store.forget(id);
  if (isOver(job.state)) return queues.wakeDeliver(job.platform, id);
  // Who gave it up, or who switched its model off, may be gone.
  if (beforeProvider.some((state) => state === job.state) && (await endWithdrawn(context, job))) return;
  switch (job.state) {
    case 'queued': {
      const { jobsAtProvider } = context;
      const isNext = ({ id }: { id: string }) => id === job.id;
      // A wake-up that comes to nothing would still count against the rate of submits.
      if (waitsInLine(job, jobsAtProvider) && !nextToSubmit(await store.queue(), jobsAtProvider).some(isNext))
        return;
      return queues.wakeSubmit(id, await store.outstanding(job.scope, job.requester));
    }
    case 'accepted':
      return queues.wakeSubmit(id, await store.outstanding(job.scope, job.requester));
    case 'submitting':
      // Its holder's time has passed: it died between the intent and the answer, and nobody can know more.
      if ((job.heldUntil ?? 0) <= context.clock())
        await end(context, job, 'uncertain', {
          token: job.token ?? '-',
          failure: new Failure('uncertain', { why: 'stopped' }),
        });
      return;
    case 'polling':
      return job.phase === 'completed' ? queues.wakeFetch(id) : ask(context, job);
    default:
      return queues.wakeDeliver(job.platform, id);
  }
}
