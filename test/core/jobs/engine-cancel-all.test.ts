/** A bot that is taken out of a place: what it has on its way there is given up, and nothing else. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Command, Person } from '../../../src/core/domain/command.ts';
import type { Job } from '../../../src/core/domain/job.ts';
import { type Bed, openBed, recorder } from '../../helpers/bed.ts';
import { mistakesInBooks } from '../../helpers/books.ts';
import { openEngine } from '../../helpers/engine-bed.ts';
import { ask, picture, streamOf, until } from '../../helpers/requests.ts';

let bed: Bed;
const people = new Map<string, Person>();

beforeEach(async () => {
  // Each platform has the safe limits, with more jobs at once.
  const limits = { jobs_per_person: null };
  bed = await openBed({
    platform: { ...recorder(), limits },
    platforms: [{ ...recorder('other'), limits }],
    overrides: { jobsAtProvider: 2 },
  });
  bed.lab.behave({ processingMs: 60_000 }, { jobs: Number.POSITIVE_INFINITY });
});
afterEach(async () => {
  await bed.close();
  people.clear();
});

function somebody(requester: string, place: Partial<Person> = {}): Person {
  const person = { platform: 'recorder', scope: 'place', requester, ...place };
  people.set(`${person.scope} ${requester}`, person);
  return person;
}
const jobOf = async ({ id }: Job) => {
  const job = await bed.store.read(id);
  if (!job) throw new Error('no such job');
  return job;
};
const reserved = async (person: Person) => (await bed.engine.office.statement(person)).reserved;
const at = { platform: 'recorder', scope: 'place' };

it('every job of the place is given up, whoever asked and however far it is, and nothing of another place', async () => {
  const [ada, bob] = [somebody('ada'), somebody('bob')];
  const elsewhere = somebody('ada', { scope: 'place two' });
  const cousin = somebody('carol', { platform: 'other' });
  const running = [await ask(bed.engine, ada), await ask(bed.engine, elsewhere)];
  await until(async () => (await Promise.all(running.map(jobOf))).every(({ state }) => state === 'polling'));
  // The provider is full by now.
  const waiting = [await ask(bed.engine, ada), await ask(bed.engine, bob), await ask(bed.engine, bob)];
  const other = await ask(bed.engine, cousin);
  await until(async () => (await jobOf(other)).state === 'queued');
  expect(await reserved(bob)).toBe(1000);

  expect(await bed.engine.cancelAll(at)).toBe(4);
  const over = await Promise.all(
    [...waiting, ...running.slice(0, 1)].map(({ id }) => bed.engine.settled(id)),
  );
  // What the provider had is paid for, as it is when one job is cancelled.
  expect(over.map(({ state, hold }) => [state, hold])).toEqual([
    ['cancelled', 'released'],
    ['cancelled', 'released'],
    ['cancelled', 'released'],
    ['cancelled', 'settled'],
  ]);
  expect(await bed.engine.cancelAll(at)).toBe(0);
  const rest = [...running.slice(1), other].map(jobOf);
  for (const job of await Promise.all(rest))
    expect(job).toMatchObject({ hold: 'reserved', cancelRequested: false });
  expect(await reserved(elsewhere)).toBe(500);

  expect(await bed.engine.cancelAll({ ...at, scope: 'place two' })).toBe(1);
  expect(await bed.engine.cancelAll({ ...at, platform: 'other' })).toBe(1);
  await until(async () => (await bed.store.live()).length === 0);
  expect(await mistakesInBooks(bed.ledger, [...people.values()])).toEqual([]);
});

it('nobody who is to be given up is paid for in the place of one that was, even where whoever asked dies at once', async () => {
  const ada = somebody('ada');
  const running = [await ask(bed.engine, ada), await ask(bed.engine, ada)];
  await until(async () => (await Promise.all(running.map(jobOf))).every(({ state }) => state === 'polling'));
  const waiting = [await ask(bed.engine, ada), await ask(bed.engine, somebody('bob'))];
  await until(async () => (await Promise.all(waiting.map(jobOf))).every(({ state }) => state === 'queued'));
  const stranger = await ask(bed.engine, somebody('ada', { scope: 'place two' }));
  await until(async () => (await jobOf(stranger)).state === 'queued');

  // Asking the time comes first, before each write: it gets one of them done.
  let times = Number.POSITIVE_INFINITY;
  const clock = () => {
    times -= 1;
    if (times < 0) throw new Error('died');
    return Date.now();
  };
  const { redisUrl, folder, prefix } = bed;
  const labUrl = bed.lab.url;
  const overrides = { jobsAtProvider: 2, clock };
  const place = { redisUrl, labUrl, folder, prefix };
  const dying = await openEngine({ ...place, platforms: [], work: false, overrides });
  times = 1;
  await expect(dying.engine.cancelAll(at)).rejects.toThrow('died');
  times = Number.POSITIVE_INFINITY;
  await dying.close();
  await bed.wake();

  const all = [...running, ...waiting];
  await expect
    .poll(async () => (await Promise.all(all.map(jobOf))).map(({ state }) => state))
    .toEqual(all.map(() => 'cancelled'));
  // The place that fell free is the next one's who was not given up.
  await until(async () => (await jobOf(stranger)).state === 'polling');
  expect(bed.lab.submits()).toHaveLength(3);
  expect((await Promise.all(all.map(jobOf))).map(({ hold }) => hold)).toEqual([
    ...running.map(() => 'settled'),
    ...waiting.map(() => 'released'),
  ]);
  await bed.engine.cancelAll({ ...at, scope: 'place two' });
  await until(async () => (await bed.store.live()).length === 0);
  expect(await mistakesInBooks(bed.ledger, [...people.values()])).toEqual([]);
});

it('the step to the provider is refused to a job that is to be given up, and it waits in no line', async () => {
  await bed.close();
  bed = await openBed({ work: false });
  const due = Date.now() + 60_000;
  const [marked, free] = [await ask(bed.engine), await ask(bed.engine)];
  expect(await bed.store.change(marked, { from: ['accepted'], due, set: { cancelRequested: true } })).toBe(
    true,
  );
  for (const job of [marked, free])
    expect(await bed.store.change(job, { from: ['accepted'], to: 'queued', due })).toBe(true);
  expect((await bed.store.places()).line.map(({ id }) => id)).toEqual([free.id]);
  const handOver = async (job: Job) =>
    bed.store.change(await jobOf(job), { from: ['queued'], to: 'submitting', due });
  expect([await handOver(marked), await handOver(free)]).toEqual([false, true]);
});

it('its quotes are forgotten with their files, those of another platform or place are not', async () => {
  const quoted = async (person: Person) => {
    const source = { kind: 'stored', ...(await bed.engine.keep(streamOf(await picture()))) } as const;
    const settings = { scale_factor: 2 };
    const command: Command = { key: 'one', address: null, model: 'clarity', settings, ...person, source };
    return (await bed.engine.quote(command)).id;
  };
  const ada = somebody('ada');
  const gone = await quoted(ada);
  const kept = [somebody('bob', { scope: 'place two' }), somebody('carol', { platform: 'other' })];
  const ids = [await quoted(kept[0] ?? ada), await quoted(kept[1] ?? ada)];
  const files = () => readdir(join(bed.folder, 'files'));
  expect(await files()).toHaveLength(3);
  expect(await bed.engine.cancelAll(at)).toBe(0);
  expect(await files()).toHaveLength(2);
  await expect(bed.engine.run(gone, { person: ada })).rejects.toMatchObject({ code: 'quote-gone' });
  for (const [index, person] of kept.entries())
    expect(await bed.engine.run(ids[index] ?? '', { person })).toHaveProperty('job');
});

it('hundreds of jobs are given up, and those that are asked for meanwhile', async () => {
  const ada = somebody('ada', { limits: { monthly: null } });
  const link = { source: { kind: 'link', link: 'https://a.invalid/' } } as const;
  await bed.close();
  bed = await openBed({ work: false });
  const asked = Array.from({ length: 300 }, (_, index) =>
    ask(bed.engine, { ...ada, ...link, key: `${index}` }),
  );
  await Promise.all(asked.slice(0, 250));
  const counts = await Promise.all([bed.engine.cancelAll(at), Promise.all(asked)]);
  const after = await bed.engine.cancelAll(at);
  expect(counts[0]).toBeGreaterThanOrEqual(250);
  expect(counts[0] + after).toBe(300);
  expect(await bed.store.inFlight('place')).toEqual([]);
  expect(await mistakesInBooks(bed.ledger, [ada])).toEqual([]);
});
