/** The intent to pay for a job: on record before anything is sent, and whoever wrote it alone sends. */
import type { Job } from '../../domain/job.ts';
import { newToken } from '../../domain/token.ts';
import type { Context } from '../context.ts';
import { nextToSubmit, waitsInLine } from '../fair-queue.ts';
import { changeFor } from '../transitions.ts';

/**
 * @param held of a job that never stood in the line: under which token it is held, and what was found out of it
 * @returns the job with its intent, held under its token; undefined where it has moved on, or must wait for others
 */
export async function intend(
  context: Context,
  job: Job,
  held?: { token: string; set: Partial<Job> },
): Promise<Job | undefined> {
  const { clock, timings, jobsAtProvider } = context;
  // What stops leaves it to others to begin what is paid for.
  if (context.stopping.aborted) return undefined;
  const until = clock() + timings.submitMs;
  const token = newToken();
  return changeFor(
    context,
    job,
    {
      from: [job.state],
      token: held?.token ?? '-',
      to: 'submitting',
      atMost: jobsAtProvider,
      ...(held && waitsInLine(job, jobsAtProvider) && { passing: true }),
      due: until,
      set: { ...held?.set, token, heldUntil: until },
      ...(held && { remove: ['notBefore'] }),
    },
    (now) => now.token === token,
  );
}

/** The same of a job that stands in the line, once it is its turn. */
export async function intendInTurn(context: Context, job: Job): Promise<Job | undefined> {
  const { jobsAtProvider } = context;
  if (waitsInLine(job, jobsAtProvider)) {
    const next = nextToSubmit(await context.store.queue(), jobsAtProvider);
    // Whoever leaves the provider wakes the next.
    if (!next.some(({ id }) => id === job.id)) return undefined;
  }
  return intend(context, job);
}
