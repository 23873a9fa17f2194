/** Stopping, starting again, and a queue that forgets: the record and the due set carry every job over. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { State } from '../../../src/core/domain/job.ts';
import { type Lab, startLab } from '../../../src/lab/server/server.ts';
import { openEngine } from '../../helpers/engine-fixture.ts';
import { type Recorder, recorder, temporaryFolder, testRedis } from '../../helpers/fixture.ts';
import { ask, until } from '../../helpers/requests.ts';

let redis: Awaited<ReturnType<typeof testRedis>>;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let lab: Lab;
beforeAll(async () => {
  redis = await testRedis();
  folder = await temporaryFolder();
  lab = await startLab({ dataDir: join(folder.path, 'lab'), queuedMs: 300, processingMs: 300 });
});
afterAll(async () => {
  await lab.close();
  await redis.close();
  await folder.remove();
});

/** A real Redis may hold earlier runs. */
const run = randomUUID();
const open = (
  prefix: string,
  platform: Recorder,
  labUrl = lab.url,
  clock = Date.now,
  checkpoint: (name: string) => void = () => {},
) =>
  openEngine({
    redisUrl: redis.url,
    labUrl,
    folder: folder.path,
    prefix: `${run}-${prefix}`,
    platforms: [platform],
    overrides: { clock, checkpoint },
  });

it.each(['accepted', 'submitting', 'polling', 'delivering'] satisfies State[])(
  'a process that is stopped while a job is %s ends within seconds, and the next one finishes the job',
  async (state) => {
    // Each state is held open by something slow, so that the stop falls into it.
    if (state === 'accepted') lab.fault({ at: 'upload', kind: 'delay', ms: 20_000 });
    if (state === 'submitting') lab.fault({ at: 'submit', kind: 'delay', ms: 1200 });
    let posted = () => {};
    const posting = new Promise<void>((resolve) => {
      posted = resolve;
    });
    const platform = recorder('recorder', () => (state === 'delivering' ? posting : undefined));
    const first = await open(state, platform);
    const job = await ask(first.engine);
    await until(async () => (await first.store.read(job.id))?.state === state);
    if (state === 'accepted') await until(() => lab.log.at(-1)?.route === 'upload');
    const before = performance.now();
    const closing = first.close();
    posted();
    await closing;
    expect(performance.now() - before).toBeLessThan(5000);

    const second = await open(state, platform);
    const over = await second.engine.settled(job.id);
    await second.close();
    expect(over).toMatchObject({ state: 'done', hold: 'settled' });
    expect(lab.submits().filter(({ body }) => body.image === over.sourceUrl)).toHaveLength(1);
    expect(platform.posts.filter(({ id }) => id === job.id)).toHaveLength(1);
  },
);

it('a card whose process died before its job was made is taken back by the next one, and no other', async () => {
  let now = Date.now();
  const withdrawn: { place: unknown; id: string; kept: unknown; text: string | undefined }[] = [];
  const platform = {
    ...recorder(),
    withdraw: async (place: unknown, it: Pick<(typeof withdrawn)[number], 'id' | 'kept' | 'text'>) => {
      withdrawn.push({ place, ...it });
    },
  };
  const begin = () => open('openings', platform, lab.url, () => now);
  const { engine, close } = await begin();
  const opened = async (key: string, from = engine) => {
    const person = { platform: 'recorder', scope: 'scope', requester: 'somebody' };
    const record = from.opening({ ...person, key });
    await record.at('about to be posted');
    await record.at(`the card of ${key}`);
    return record;
  };
  const left = await opened('left');
  const refused = await opened('refused');
  await refused.close();
  const made = await opened('made');
  await ask(engine, { key: 'made', id: made.id });
  // Delivered once more, the request became a job of which the one who died knew nothing.
  const twice = await opened('twice');
  await ask(engine, { key: 'twice', address: 'another card' });
  await close();

  const second = await begin();
  await second.maintain();
  vi.useFakeTimers({ toFake: ['setInterval'] });
  const slow = await opened('slow', second.engine);
  now += 55_000;
  vi.advanceTimersByTime(10_000);
  vi.useRealTimers();
  await until(async () =>
    (await second.store.lapsedOpenings(now + 59_000)).every(({ id }) => id !== slow.id),
  );
  now += 55_000;
  await second.maintain();
  await until(async () => (await second.store.lapsedOpenings(now)).length === 0);
  const text = 'Your request was interrupted before it was begun, and nothing was charged. Please ask again.';
  // In the order of when they were left; these were at once.
  expect(withdrawn.toSorted((one, other) => String(one.place).localeCompare(String(other.place)))).toEqual([
    { place: 'the card of left', id: left.id, kept: undefined, text },
    { place: 'the card of twice', id: twice.id, kept: 'another card', text: undefined },
  ]);
  await slow.close();
  expect(await second.store.lapsedOpenings(Number.MAX_SAFE_INTEGER)).toEqual([]);
  await second.close();
});

it.each(['source handed over', 'intent written'])(
  'a process that is told to stop when a job is at “%s” sends nothing that is paid for, and the next one does, once',
  async (at) => {
    const platform = recorder();
    let closing: Promise<void> | undefined;
    // At the second one Redis has told of the intent to pay when it was asked to stop.
    const first = await open(`stop at ${at}`, platform, lab.url, Date.now, (name) => {
      if (name === at) closing ??= first.close();
    });
    const before = lab.submits().length;
    const job = await ask(first.engine);
    await until(() => closing !== undefined);
    await closing;
    expect(lab.submits()).toHaveLength(before);

    const second = await open(`stop at ${at}`, platform);
    const over = await second.engine.settled(job.id);
    await second.close();
    expect(over).toMatchObject({ state: 'done', hold: 'settled', faults: 0 });
    expect(lab.submits()).toHaveLength(before + 1);
  },
  20_000,
);

it('a result that waited at the provider through a long stop is still fetched', async () => {
  const platform = recorder();
  const first = await open('long stop', platform);
  const job = await ask(first.engine);
  await until(async () => (await first.store.read(job.id))?.state === 'polling');
  await first.close();
  const [{ requestId } = { requestId: '' }] = lab.submits().slice(-1);
  const headers = { 'x-api-key': 'any' };
  await until(async () => {
    const answer = await fetch(`${lab.url}/v2/requests/${requestId}/status`, { headers });
    return (await answer.text()).includes('COMPLETED');
  });
  // The provider forgets after an hour; we would give up after 55 minutes.
  const second = await open('long stop', platform, lab.url, () => Date.now() + 57 * 60_000);
  const over = await second.engine.settled(job.id);
  await second.close();
  expect(over).toMatchObject({ state: 'done', hold: 'settled' });
});

it('a queue that was flushed forgets no job: the due set brings it back', async () => {
  const platform = recorder();
  const first = await open('flushed', platform);
  lab.behave({ processingMs: 500 });
  const job = await ask(first.engine);
  await until(async () => (await first.store.read(job.id))?.state === 'polling');
  await first.close();
  const client = new Redis(redis.url);
  const forgotten = await client.keys(`${run}-flushed:queue:*`);
  await client.del(...forgotten);
  client.disconnect();
  expect(forgotten.length).toBeGreaterThan(3);

  const second = await open('flushed', platform);
  const over = await second.engine.settled(job.id);
  await second.close();
  expect(over.state).toBe('done');
  expect(lab.submits().filter(({ body }) => body.image === over.sourceUrl)).toHaveLength(1);
});

it('two processes share the work, and each job is done once', async () => {
  const platform = recorder();
  const [one, two] = await Promise.all([open('shared', platform), open('shared', platform)]);
  const jobs = await Promise.all(Array.from({ length: 8 }, () => ask(one.engine)));
  const over = await Promise.all(jobs.map(({ id }) => two.engine.settled(id)));
  await Promise.all([one.close(), two.close()]);
  expect(over.map(({ state }) => state)).toEqual(jobs.map(() => 'done'));
  expect(platform.posts.map(({ id }) => id).sort()).toEqual(jobs.map(({ id }) => id).sort());
  const sent = lab.submits().map(({ body }) => body.image);
  for (const { sourceUrl } of over) expect(sent.filter((url) => url === sourceUrl)).toHaveLength(1);
});

it('a provider that is away is waited for, and nothing was sent meanwhile', async () => {
  const away = await startLab({ dataDir: join(folder.path, 'away') });
  const port = Number(new URL(away.url).port);
  await away.close();
  const platform = recorder();
  const engine = await open('away', platform, away.url);
  const job = await ask(engine.engine);
  await until(async () => ((await engine.store.read(job.id))?.faults ?? 0) > 0);
  const back = await startLab({ dataDir: join(folder.path, 'away'), port });
  const over = await engine.engine.settled(job.id);
  await engine.close();
  expect(over.state).toBe('done');
  expect(back.submits()).toHaveLength(1);
  await back.close();
});
