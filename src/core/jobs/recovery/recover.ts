/**
 * After a Redis has lost writes: what it forgot is known from the journal beside the files. Nothing that may have been paid
 * for is sent again, what the provider has is asked about, and nobody's card waits for a job that is not there.
 */
import { Failure } from '../../domain/failure.ts';
import { beforeProvider, isOver, type Job } from '../../domain/job.ts';
import type { Note } from '../../store/server/journal.ts';
import type { Context } from '../context.ts';
import { change, end } from '../transitions.ts';

type Taken = Extract<Note, { what: 'taken' }>;

type Known = {
  job?: Job;
  /** Who were about to pay, less those who did not: processes note by themselves, in no common order. */
  intents: number;
  taken?: Taken;
  over: boolean;
};

/** What the notes say of each job in the end. */
function knownFrom(notes: readonly Note[]): ReadonlyMap<string, Known> {
  const all = new Map<string, Known>();
  for (const note of notes) {
    const id = 'job' in note ? note.job.id : note.id;
    const known = all.get(id) ?? { intents: 0, over: false };
    all.set(id, known);
    if ('job' in note) known.job = note.job;
    if (note.what === 'intent') known.intents += 1;
    if (note.what === 'unsent') known.intents -= 1;
    if (note.what === 'taken') known.taken = note;
    if (note.what === 'over') known.over = true;
  }
  return all;
}

export async function recover(context: Context, notes: readonly Note[]): Promise<void> {
  for (const [id, known] of knownFrom(notes)) {
    const job = await context.store.read(id);
    // Whose person knows how it ended is not missed.
    if (!job && !known.over) await restore(context, known);
    if (!job) continue;
    if (isOver(job.state)) {
      if (!job.notified) await context.queues.wakeDeliver(job.platform, id);
      continue;
    }
    // It may be as it was before its card said more.
    await context.durable?.surpass(job);
    if (known.taken) await goOn(context, job, known.taken);
    // One that is there as it was before it was paid for; any other goes its way to the end.
    else if (known.intents > 0) await endUncertain(context, job);
  }
}

/** It may have been sent, and that is forgotten. Who is submitting it waits for the answer, or is found to have died. */
async function endUncertain(context: Context, job: Job): Promise<void> {
  if (!beforeProvider.some((state) => state === job.state)) return;
  const failure = new Failure('uncertain', { why: 'stopped' });
  await end(context, job, 'uncertain', { failure, from: beforeProvider });
}

/** What a job is that the provider has. */
const takenAs = ({ operation, at }: Taken) =>
  ({ operation, submittedAt: at, phase: 'queued', tries: 0, faults: 0 }) as const;

/** The provider has it under this id, whatever Redis remembers. */
async function goOn(context: Context, job: Job, taken: Taken) {
  const from = [...beforeProvider, 'submitting'] as const;
  if (!from.some((state) => state === job.state)) return;
  await change(context, job, {
    from,
    to: 'polling',
    due: context.clock(),
    set: takenAs(taken),
    remove: ['token', 'heldUntil', 'notBefore'],
  });
}

/**
 * Its price was reserved in what is forgotten, too: nothing is held and nothing was charged. What the provider has is
 * handed over all the same.
 */
async function restore(context: Context, { job, intents, taken }: Known): Promise<void> {
  const paid = intents > 0;
  if (!job || !context.durable) return;
  const { token: _, heldUntil: __, notBefore: ___, ...rest } = job;
  const { code, facts } = paid ? new Failure('uncertain', { why: 'stopped' }) : new Failure('forgotten');
  const over = { state: paid ? 'uncertain' : 'failed', hold: 'released', failure: { code, facts } } as const;
  const restored = await context.durable.restore({
    ...rest,
    ...(taken ? { ...takenAs(taken), state: 'polling', hold: 'settled' } : over),
    changedAt: context.clock(),
    charged: 0,
    notified: false,
  });
  if (!restored) return;
  context.log.error({ job: job.id, sent: paid || taken !== undefined }, 'a job that Redis had forgotten');
  if (taken) await context.queues.wakeSweep(context.clock());
  else await context.queues.wakeDeliver(job.platform, job.id);
}
