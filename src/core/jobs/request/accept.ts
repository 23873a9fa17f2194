/** From what was judged to a job: whether its person may have it, and the reservation. */
import { randomInt } from 'node:crypto';
import type { Command } from '../../domain/command.ts';
import type { Job, Source } from '../../domain/job.ts';
import { newRecord } from '../../store/jobs/created.ts';
import { noteFor } from '../../store/server/journal.ts';
import type { Context } from '../context.ts';
import { waitsInLine } from '../fair-queue.ts';
import { ownBound } from '../real-money/terms.ts';
import { noted } from '../recovery/noted.ts';
import type { Judged } from './judge.ts';
import { areWatched, isTold, keyOf, notifySoon, overCap, refusalFrom, termsOf } from './refusals.ts';

/** Without letters and digits that are mistaken for each other; 7 of them make 2 × 10^10 ids. */
const alphabet = '23456789abcdefghjkmnpqrstvwxyz';
export const newId = () => Array.from({ length: 7 }, () => alphabet[randomInt(alphabet.length)]).join('');

/**
 * Makes the job, or finds the one that the same request made before.
 * @throws Failure when it is over a limit, or when the same key asked for something else.
 */
export async function accept(
  context: Context,
  command: Command,
  judged: Judged,
  source: Source,
): Promise<Job> {
  const { store, clock, queues, files } = context;
  const { platform, address, scope, requester, channel, above, apart, batch, payer, madeFrom } = command;
  const { model, settings, given, asked, price, limits } = judged;
  const tooDear = overCap(price, limits);
  if (tooDear) throw tooDear;
  const personAtMost = command.further && limits.jobs_per_person;
  // Of what is run, which may be a cheaper variant of what was judged.
  const real = ownBound(context, { model, settings }, source.kind === 'stored' ? source.record : undefined);
  const who = { platform, address, scope, requester, channel, above, ...(apart && { apart }) };
  const job = {
    ...who,
    model: model.name,
    settings,
    given,
    source,
    price,
    ...real,
    ...(personAtMost && { personAtMost }),
    ...(batch && { batch }),
    payer,
    ...(madeFrom !== undefined && { madeFrom }),
  };
  let wantedId = command.id;
  for (;;) {
    const wanted = { ...job, id: wantedId ?? newId() };
    wantedId = undefined;
    const now = Math.round(clock());
    const terms = await termsOf(context, {
      limits,
      further: command.further,
      daily: command.daily,
      bound: real.bound ?? price,
      now,
    });
    context.checkpoint('about to reserve');
    const created = await store.create(wanted, {
      key: keyOf(command),
      now,
      due: now + context.timings.leaseMs,
      terms,
      asked,
    });
    if (created.kind === 'taken') continue;
    if (created.kind !== 'made' && created.kind !== 'known') {
      if (isTold(created)) await notifySoon(context);
      throw refusalFrom(created, { price, ...real, limits, now: clock(), payer, terms });
    }
    // The same request was delivered before: its job has its own copy of the file.
    if (created.kind === 'known' && source.kind === 'stored') {
      const earlier = await store.read(created.id);
      if (earlier?.source.kind !== 'stored' || earlier.source.name !== source.name)
        await files.remove(source.name);
    }
    context.checkpoint('reserved');
    const accepted = created.kind === 'made' ? newRecord(wanted, now) : await store.read(created.id);
    if (!accepted) {
      // A Redis that came back without it: its card may stand already, so it is made again under its name.
      wantedId = created.id;
      continue;
    }
    // Known may mean made by this very call, whose answer was lost. Before anything that waits for Redis: one that comes
    // back without the job is looked at as soon as it is there, by what is noted then.
    await noted(context, noteFor('made', accepted));
    const ahead = created.kind === 'made' ? created.ahead : await store.outstanding(scope, requester);
    const wake = waitsInLine(wanted, context.jobsAtProvider) ? queues.wakePrepare : queues.wakeSubmit;
    await wake(created.id, ahead);
    await queues.wakeSweep(now + context.timings.leaseMs);
    if (areWatched(terms)) await notifySoon(context);
    return accepted;
  }
}
