/**
 * After a Redis has lost writes: what it forgot is known from the journal beside the files. Nothing that may have been paid
 * for is sent again, what the provider has is asked about, and nobody's card waits for a job that is not there.
 */
import { Failure } from '../../domain/failure.ts';
import { beforeProvider, type Job } from '../../domain/job.ts';
import type { Note } from '../../store/server/journal.ts';
import type { Context } from '../context.ts';
import { change, end } from '../transitions.ts';

type Known = {
  job?: Job;
  paid: boolean;
  /** Of those who were about to pay. */
  tokens: Set<string>;
  taken?: Extract<Note, { what: 'taken' }>;
  over: boolean;
};

/** What the notes say of each job in the end. */
function knownFrom(notes: readonly Note[]): ReadonlyMap<string, Known> {
  const all = new Map<string, Known>();
  for (const note of notes) {
    const id = 'job' in note ? note.job.id : note.id;
    const known = all.get(id) ?? { paid: false, tokens: new Set(), over: false };
    all.set(id, known);
    if ('job' in note) known.job = note.job;
    if (note.what === 'intent') {
      known.paid = true;
      known.tokens.add(note.job.token ?? '');
    }
    if (note.what === 'unsent') known.paid = false;
    if (note.what === 'taken') known.taken = note;
    if (note.what === 'over') known.over = true;
  }
  return all;
}

/** Far beyond every version that its card may have shown. */
const furtherVersions = 1000;

export async function recover(context: Context, notes: readonly Note[]): Promise<void> {
  for (const [id, known] of knownFrom(notes)) {
    const job = await context.store.read(id);
    // Whose person knows how it ended is not missed; one that is there again as it was before goes its way to the end.
    if (!job && !known.over) await restore(context, known);
    else if (!job) continue;
    else if (known.taken) await goOn(context, job, known.taken);
    else if (known.paid) await endUncertain(context, job, known);
  }
}

/** It may have been sent, and that is forgotten. Whoever holds it now under a token of before waits for the answer to it. */
async function endUncertain(context: Context, job: Job, { tokens }: Known): Promise<void> {
  const takenAgain = job.state === 'submitting' && !tokens.has(job.token ?? '');
  if (!takenAgain && !beforeProvider.some((state) => state === job.state)) return;
  const failure = new Failure('uncertain', { why: 'stopped' });
  await end(context, job, 'uncertain', { failure, from: [...beforeProvider, 'submitting'] });
}

/** The provider has it under this id, whatever Redis remembers. */
async function goOn(context: Context, job: Job, { operation, at }: Extract<Note, { what: 'taken' }>) {
  const from = [...beforeProvider, 'submitting'] as const;
  if (!from.some((state) => state === job.state)) return;
  await change(context, job, {
    from,
    to: 'polling',
    due: context.clock(),
    set: { operation, submittedAt: at, phase: 'queued', tries: 0, faults: 0 },
    remove: ['token', 'heldUntil', 'notBefore'],
  });
}

/** Its price was reserved in what is forgotten, too: nothing is held and nothing was charged. */
async function restore(context: Context, { job, paid, taken }: Known): Promise<void> {
  if (!job || !context.durable) return;
  const sent = paid || taken !== undefined;
  const { code, facts } = sent ? new Failure('uncertain', { why: 'stopped' }) : new Failure('forgotten');
  const { token: _, heldUntil: __, notBefore: ___, ...rest } = job;
  const restored = await context.durable.restore({
    ...rest,
    state: sent ? 'uncertain' : 'failed',
    version: job.version + furtherVersions,
    changedAt: context.clock(),
    hold: 'released',
    charged: 0,
    notified: false,
    failure: { code, facts },
  });
  if (!restored) return;
  context.log.error({ job: job.id, sent }, 'a job that Redis had forgotten is over');
  await context.queues.wakeDeliver(job.platform, job.id);
}
