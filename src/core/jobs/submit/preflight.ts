/** The last look before the provider is paid. */
import type { Job } from '../../domain/job.ts';
import { noteFor } from '../../store/server/journal.ts';
import type { Context } from '../context.ts';
import { noted } from '../recovery/noted.ts';
import { end, retryLater } from '../transitions.ts';
import { whyWithdrawn } from './withdrawn.ts';

/**
 * Whether the job may be sent, now that its intent is on record; otherwise it is ended or put back, since nothing has left
 * this process yet. Whether it was withdrawn is read after the intent was written: who gave it up, blocked its person or
 * switched its model off before that is heard, whenever it was; later it is too late, as the cards say from the intent on.
 */
export async function preflight(
  context: Context,
  job: Job,
  { token, begun }: { token: string; begun: number },
): Promise<boolean> {
  const { persist, timings, store } = context;
  let intended = false;
  const again = async (error: unknown) => {
    if (intended) await noted(context, { what: 'unsent', id: job.id });
    await retryLater(context, job, { token, to: 'queued', error });
    return false;
  };
  if (job.sourceUrl === undefined) return again(new Error('the job has no source'));
  try {
    // An intent that a power cut could undo would be sent a second time.
    await persist(noteFor('intent', job));
    intended = true;
    const now = await store.read(job.id);
    // A Redis that lost what it had acknowledged may have forgotten the intent, and would have it sent by another, too.
    if (now?.state !== 'submitting' || now.token !== token) {
      await noted(context, { what: 'unsent', id: job.id });
      return false;
    }
    const withdrawn = await whyWithdrawn(context, now);
    if (withdrawn) {
      await end(context, job, withdrawn.to, { token, failure: withdrawn.failure });
      return false;
    }
  } catch (error) {
    return again(error);
  }
  // A process that was stopped for a while must not send after others have called the outcome uncertain.
  return performance.now() - begun > timings.submitMs / 2 ? again(new Error('too late to send')) : true;
}
