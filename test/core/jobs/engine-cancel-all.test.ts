/** A bot that is taken out of a place: what it has on its way there is given up, and nothing else. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Command, Person } from '../../../src/core/domain/command.ts';
import type { Job } from '../../../src/core/domain/job.ts';
import { openEngine } from '../../helpers/engine-fixture.ts';
import { type Fixture, mistakesInBooks, openFixture, recorder } from '../../helpers/fixture.ts';
import { ask, picture, streamOf, until } from '../../helpers/requests.ts';

let fixture: Fixture;
const people = new Map<string, Person>();

beforeEach(async () => {
  // Each platform has the safe limits, with more jobs at once.
  const limits = { jobs_per_person: null };
  fixture = await openFixture({
    platform: { ...recorder(), limits },
    platforms: [{ ...recorder('other'), limits }],
    overrides: { jobsAtProvider: 2 },
  });
  fixture.lab.behave({ processingMs: 60_000 }, { jobs: Number.POSITIVE_INFINITY });
});
afterEach(async () => {
  await fixture.close();
  people.clear();
});

function somebody(requester: string, place: Partial<Person> = {}): Person {
  const person = { platform: 'recorder', scope: 'place', requester, ...place };
  people.set(`${person.scope} ${requester}`, person);
  return person;
}
const jobOf = async ({ id }: Job) => {
  const job = await fixture.store.read(id);
  if (!job) throw new Error('no such job');
  return job;
};
const reserved = async (person: Person) => (await fixture.engine.credits.statement(person)).reserved;
const at = { platform: 'recorder', scope: 'place' };

it('every job of the place is given up, whoever asked and however far it is, and nothing of another place', async () => {
  const [ada, bob] = [somebody('ada'), somebody('bob')];
  const elsewhere = somebody('ada', { scope: 'place two' });
  const cousin = somebody('carol', { platform: 'other' });
  const running = [await ask(fixture.engine, ada), await ask(fixture.engine, elsewhere)];
  await until(async () => (await Promise.all(running.map(jobOf))).every(({ state }) => state === 'polling'));
  // The provider is full by now.
  const waiting = [
    await ask(fixture.engine, ada),
    await ask(fixture.engine, bob),
    await ask(fixture.engine, bob),
  ];
  const other = await ask(fixture.engine, cousin);
  await until(async () => (await jobOf(other)).state === 'queued');
  expect(await reserved(bob)).toBe(1000);

  expect(await fixture.engine.cancelAll(at)).toBe(4);
  const over = await Promise.all(
    [...waiting, ...running.slice(0, 1)].map(({ id }) => fixture.engine.settled(id)),
  );
  // What the provider had is paid for, as it is when one job is cancelled.
  expect(over.map(({ state, hold }) => [state, hold])).toEqual([
    ['cancelled', 'released'],
    ['cancelled', 'released'],
    ['cancelled', 'released'],
    ['cancelled', 'settled'],
  ]);
  expect(await fixture.engine.cancelAll(at)).toBe(0);
  const rest = [...running.slice(1), other].map(jobOf);
  for (const job of await Promise.all(rest))
    expect(job).toMatchObject({ hold: 'reserved', cancelRequested: false });
  expect(await reserved(elsewhere)).toBe(500);

  expect(await fixture.engine.cancelAll({ ...at, scope: 'place two' })).toBe(1);
  expect(await fixture.engine.cancelAll({ ...at, platform: 'other' })).toBe(1);
  await until(async () => (await fixture.store.live()).length === 0);
  expect(await mistakesInBooks(fixture.ledger, [...people.values()])).toEqual([]);
});

it('nobody who is to be given up is paid for in the place of one that was, even where whoever asked dies at once', async () => {
  const ada = somebody('ada');
  const running = [await ask(fixture.engine, ada), await ask(fixture.engine, ada)];
  await until(async () => (await Promise.all(running.map(jobOf))).every(({ state }) => state === 'polling'));
  const waiting = [await ask(fixture.engine, ada), await ask(fixture.engine, somebody('bob'))];
  await until(async () => (await Promise.all(waiting.map(jobOf))).every(({ state }) => state === 'queued'));
  const stranger = await ask(fixture.engine, somebody('ada', { scope: 'place two' }));
  await until(async () => (await jobOf(stranger)).state === 'queued');

  // Asking the time comes first, before each write: it gets one of them done.
  let times = Number.POSITIVE_INFINITY;
  const clock = () => {
    times -= 1;
    if (times < 0) throw new Error('died');
    return Date.now();
  };
  const { redisUrl, folder, prefix } = fixture;
  const labUrl = fixture.lab.url;
  const overrides = { jobsAtProvider: 2, clock };
  const place = { redisUrl, labUrl, folder, prefix };
  const dying = await openEngine({ ...place, platforms: [], work: false, overrides });
  times = 1;
  await expect(dying.engine.cancelAll(at)).rejects.toThrow('died');
  times = Number.POSITIVE_INFINITY;
  await dying.close();
  await fixture.wake();

  const all = [...running, ...waiting];
  await expect
    .poll(async () => (await Promise.all(all.map(jobOf))).map(({ state }) => state))
    .toEqual(all.map(() => 'cancelled'));
  // The place that fell free is the next one's who was not given up.
  await until(async () => (await jobOf(stranger)).state === 'polling');
  expect(fixture.lab.submits()).toHaveLength(3);
  expect((await Promise.all(all.map(jobOf))).map(({ hold }) => hold)).toEqual([
    ...running.map(() => 'settled'),
    ...waiting.map(() => 'released'),
  ]);
  await fixture.engine.cancelAll({ ...at, scope: 'place two' });
  await until(async () => (await fixture.store.live()).length === 0);
  expect(await mistakesInBooks(fixture.ledger, [...people.values()])).toEqual([]);
});

it('the step to the provider is refused to a job that is to be given up, and it waits in no line', async () => {
  await fixture.close();
  fixture = await openFixture({ work: false });
  const due = Date.now() + 60_000;
  const [marked, free] = [await ask(fixture.engine), await ask(fixture.engine)];
  expect(
    await fixture.store.change(marked, { from: ['accepted'], due, set: { cancelRequested: true } }),
  ).toBeDefined();
  for (const job of [marked, free])
    expect(await fixture.store.change(job, { from: ['accepted'], to: 'queued', due })).toBeDefined();
  expect((await fixture.store.queue()).queued.map(({ id }) => id)).toEqual([free.id]);
  const handOver = async (job: Job) =>
    (await fixture.store.change(await jobOf(job), { from: ['queued'], to: 'submitting', due }))?.state;
  expect([await handOver(marked), await handOver(free)]).toEqual([undefined, 'submitting']);
});

it('its quotes are forgotten with their files, those of another platform or place are not', async () => {
  const quoted = async (person: Person) => {
    const source = { kind: 'stored', ...(await fixture.engine.keep(streamOf(await picture()))) } as const;
    const settings = { scale_factor: 2 };
    const command: Command = { key: 'one', address: null, model: 'clarity', settings, ...person, source };
    return (await fixture.engine.quote(command)).id;
  };
  const ada = somebody('ada');
  const gone = await quoted(ada);
  const kept = [somebody('bob', { scope: 'place two' }), somebody('carol', { platform: 'other' })];
  const ids = [await quoted(kept[0] ?? ada), await quoted(kept[1] ?? ada)];
  const files = () => readdir(join(fixture.folder, 'files'));
  expect(await files()).toHaveLength(3);
  expect(await fixture.engine.cancelAll(at)).toBe(0);
  expect(await files()).toHaveLength(2);
  await expect(fixture.engine.run(gone, { person: ada })).rejects.toMatchObject({ code: 'quote-gone' });
  for (const [index, person] of kept.entries())
    expect(await fixture.engine.run(ids[index] ?? '', { person })).toHaveProperty('job');
});

it('hundreds of jobs are given up, and those that are asked for meanwhile', async () => {
  const ada = somebody('ada', { limits: { monthly: null } });
  const link = { source: { kind: 'link', link: 'https://a.invalid/' } } as const;
  await fixture.close();
  fixture = await openFixture({ work: false });
  const asked = Array.from({ length: 300 }, (_, index) =>
    ask(fixture.engine, { ...ada, ...link, key: `${index}` }),
  );
  await Promise.all(asked.slice(0, 250));
  const counts = await Promise.all([fixture.engine.cancelAll(at), Promise.all(asked)]);
  const after = await fixture.engine.cancelAll(at);
  expect(counts[0]).toBeGreaterThanOrEqual(250);
  expect(counts[0] + after).toBe(300);
  expect(await fixture.store.inFlight('place')).toEqual([]);
  expect(await mistakesInBooks(fixture.ledger, [ada])).toEqual([]);
});
