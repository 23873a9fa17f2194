/** From what was judged to the jobs of a recipe: all of them are made and reserved in one step, and the first one begins. */
import type { BatchItem } from '../../domain/asked/batch.ts';
import type { Recipe, Resumption } from '../../domain/asked/recipe.ts';
import { resultNameOf } from '../../domain/file-names.ts';
import type { BatchPart, Job, Source } from '../../domain/job.ts';
import { type NewJob, newRecord } from '../../store/jobs/created.ts';
import { noteFor } from '../../store/server/journal.ts';
import type { Context } from '../context.ts';
import { waitsInLine } from '../fair-queue.ts';
import { boundSumOf } from '../real-money/terms.ts';
import { noted } from '../recovery/noted.ts';
import { newId } from '../request/accept.ts';
import type { Judged } from '../request/judge.ts';
import { areWatched, isTold, keyOf, notifySoon, overCap, refusalFrom, termsOf } from '../request/refusals.ts';
import { forgetCopy, given } from './made.ts';
import { askedIn, sumOf } from './weigh.ts';

/** `done`: of the jobs that came before, where it is resumed. */
export type Ready = Recipe & {
  steps: readonly Judged[];
  source: Extract<Source, { kind: 'stored' }>;
  done: readonly { id: string; item: BatchItem }[];
};
type Command = Omit<Resumption, 'batch'>;

/** What each job takes, and what that is called: each step adds to the name of its source. */
function jobsOf(command: Command, it: Ready, ids: readonly string[]): NewJob[] {
  const { platform, address, scope, requester, channel, above, apart, payer, madeFrom, further } = command;
  const { steps, done } = it;
  const card = ids.at(-1) ?? '';
  let source: Job['source'] = it.source;
  return steps.map(({ model, settings, given, price, limits, bound }, index): NewJob => {
    const personAtMost = further && limits.jobs_per_person;
    const next = ids[index + 1];
    const batch: BatchPart = {
      id: card,
      position: done.length + index,
      count: done.length + steps.length,
      step: next === undefined ? {} : { next },
    };
    const id = ids[index] ?? '';
    const who = { platform, address, scope, requester, channel, above, ...(apart && { apart }) };
    const job: NewJob = {
      ...who,
      id,
      model: model.name,
      settings,
      given,
      source,
      price,
      ...(bound !== undefined && { bound }),
      batch,
      payer,
      ...(personAtMost && { personAtMost }),
      // What the source was made from is known by the step that took it.
      ...(index + done.length === 0 && madeFrom !== undefined && { madeFrom }),
    };
    const ending = model.gives === 'video' ? 'mp4' : 'png';
    source = { kind: 'step', job: id, fileName: resultNameOf(job, { name: `.${ending}` }) };
    return job;
  });
}

/**
 * Made again, as by a second delivery of the request or a second press, it is the same jobs.
 * @returns the last one, which has the card. @throws Failure where its person may not have all of it; then nothing was reserved
 */
export async function makeRecipe(context: Context, command: Command, it: Ready): Promise<Job> {
  const { batches, store, clock, queues } = context;
  const { platform, scope, requester } = command;
  const { steps, done, name, resumes } = it;
  const [first] = steps;
  if (!first) throw new Error('a recipe has steps');
  const { limits } = first;
  const [price, bound] = [sumOf(steps), boundSumOf(steps)];
  const tooDear = overCap(price, limits);
  if (tooDear) throw tooDear;
  const items = [
    ...done.map(({ item }) => item),
    ...steps.map(({ model, given }): BatchItem => ({ model: model.name, settings: given, name })),
  ];
  let wanted = command.id;
  for (;;) {
    const ids = steps.map((_, index) => (index === steps.length - 1 ? (wanted ?? newId()) : newId()));
    wanted = undefined;
    const jobs = jobsOf(command, it, ids);
    const last = jobs.at(-1);
    const [begins] = jobs;
    if (!last || !begins) throw new Error('a recipe has jobs');
    const now = Math.round(clock());
    const terms = await termsOf(context, {
      limits,
      further: command.further,
      daily: command.daily,
      bound,
      now,
    });
    // Before there are jobs: whoever dies in between leaves names that no job has.
    await batches.put(last.id, { platform, scope, requester, at: now, items, recipe: { name, resumes } });
    const named = [...done.map(({ id }) => id), ...ids];
    for (const [position, id] of named.entries()) await batches.name(last.id, position, id);
    context.checkpoint('about to reserve');
    const created = await store.create(last, {
      key: keyOf(command),
      now,
      due: now + context.timings.leaseMs,
      terms,
      asked: askedIn(steps),
      before: jobs.slice(0, -1),
    });
    if (created.kind === 'made') {
      context.checkpoint('reserved');
      // Before anything that waits for Redis: one that comes back without them is looked at by what is noted then.
      for (const job of jobs) await noted(context, noteFor('made', newRecord(job, now)));
      await batches.made(last.id);
      const wake = waitsInLine(begins, context.jobsAtProvider) ? queues.wakePrepare : queues.wakeSubmit;
      await wake(begins.id, created.ahead);
      await queues.wakeSweep(now + context.timings.leaseMs);
      if (areWatched(terms)) await notifySoon(context);
      return given(context, (await store.read(last.id)) ?? newRecord(last, now));
    }
    if (created.kind === 'known' && created.id === last.id) return given(context, newRecord(last, now));
    await batches.drop(last.id);
    if (created.kind === 'taken') continue;
    if (created.kind !== 'known') {
      if (isTold(created)) await notifySoon(context);
      throw refusalFrom(created, { price, bound, terms, limits, now: clock(), payer: command.payer });
    }
    const earlier = await store.read(created.id);
    // A Redis that came back without it: it is made again under its name.
    if (!earlier) wanted = created.id;
    else {
      await forgetCopy(context, it.source.name, earlier);
      return earlier;
    }
  }
}
