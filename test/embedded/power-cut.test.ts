/**
 * The machine of a Redis loses its power again and again, or a replica takes over that does not have everything: what was
 * not on disk, or not there, is gone, while jobs are on their way. Or it has no more room.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { isOver } from '../../src/core/domain/job.ts';
import type { Engine } from '../../src/core/jobs/engine.ts';
import { keysFor } from '../../src/core/store/keys.ts';
import { refusedText } from '../../src/core/store/server/refusals.ts';
import { type Lab, startLab } from '../../src/lab/server/server.ts';
import { openEngine } from '../helpers/engine-fixture.ts';
import { type Recorder, recorder, temporaryFolder, testRedis } from '../helpers/fixture.ts';
import { ask, until } from '../helpers/requests.ts';
import { answers, type CutRedis, embeddedRedis, lineTo, ownRedis, program } from './cut-redis.ts';

const cuts = Number(process.env.POWER_CUTS ?? 4);
/** The same every time. */
const random = (() => {
  let state = 7;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
})();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Three jobs at a time, and a fault while they are on their way. Answers the ids that their person was given. */
async function askedThrough(engine: Engine, fault: () => Promise<void>): Promise<string[]> {
  const asking = Promise.all([1, 2, 3].map(() => ask(engine)));
  await pause(100 + random() * 1200);
  await fault();
  return (await asking).map(({ id }) => id);
}

/** What holds whatever was lost: each card says how its job ended, and nothing was sent, and so paid for, twice. */
async function comesRight(engine: Engine, ids: readonly string[], seen: { lab: Lab; platform: Recorder }) {
  const { lab, platform } = seen;
  // Of jobs whose ids nobody was told, too.
  const all = () => [...new Set([...ids, ...platform.views.map(({ id }) => id)])];
  const last = (id: string) => platform.views.findLast((view) => view.id === id);
  const open = () => all().filter((id) => !last(id)?.over);
  await expect.poll(open, { timeout: 150_000, interval: 200 }).toEqual([]);
  const sent = lab.submits().map(({ body }) => String(body.image));
  expect(sent.length).toBe(new Set(sent).size);
  const read = () => Promise.all(ids.map((id) => engine.read(id)));
  // One that is there again as it was before its end comes to it once more.
  const goingOn = async () => (await read()).filter((job) => job && !isOver(job.state));
  await expect.poll(goingOn, { timeout: 60_000, interval: 200 }).toEqual([]);
  const jobs = await read();
  return jobs.map((job) => job?.failure?.code ?? job?.state ?? 'no record');
}

const servers: Record<string, (folder: string) => Promise<CutRedis>> = {
  'one’s own that may be told to sync each write': (folder) => ownRedis(folder, { weak: false }),
  'one’s own that may not': (folder) => ownRedis(folder, { weak: true }),
  'the embedded one': embeddedRedis,
};
const there = Object.entries(servers).filter(([name]) => program || name.startsWith('the'));

test.each(there)(
  '%s: nothing is submitted twice and no card stands for ever',
  async (name, start) => {
    const folder = await temporaryFolder();
    const redis = await start(folder.path);
    const lab = await startLab({ dataDir: join(folder.path, 'lab'), parallel: 16, processingMs: 200 });
    const platform = recorder();
    const fixture = await openEngine({
      ...{ redisUrl: redis.url, labUrl: lab.url, folder: folder.path, platforms: [platform] },
      durable: redis.sync ? { sync: () => redis.sync?.() ?? Promise.resolve() } : {},
    });
    try {
      const ids: string[] = [];
      for (let count = 0; count < cuts; count += 1)
        ids.push(...(await askedThrough(fixture.engine, redis.cut)));
      const ends = await comesRight(fixture.engine, ids, { lab, platform });
      const keepsAll = name.endsWith('each write');
      const posted = platform.posts.map(({ id }) => id);
      // A recorder does not look for what it posted, as the chats do.
      if (keepsAll) expect(posted.length).toBe(new Set(posted).size);
      // One that was over is not missed with its record; one that is there again as it was has no file any more.
      const allowed = ['done', 'uncertain', ...(keepsAll ? [] : ['forgotten', 'no record', 'file-gone'])];
      expect(ends.filter((end) => !allowed.includes(end))).toEqual([]);
      // Of a second that was lost nothing is left; on a busy machine that can be all that was asked for.
      if (keepsAll) expect(ends.filter((end) => end === 'done').length).toBeGreaterThan(ids.length / 2);
      const { id } = await ask(fixture.engine);
      expect(await fixture.engine.settled(id)).toMatchObject({ state: 'done' });
      if (process.env.POWER_CUTS) console.log(name, ends.join(' '));
    } finally {
      await fixture.close();
      await redis.close();
      await lab.close();
      await folder.remove();
    }
  },
  300_000,
);

test('an answer that is lost with the connection loses no result: it is on record already', async () => {
  const folder = await temporaryFolder();
  const redis = await testRedis();
  const line = await lineTo(Number(new URL(redis.url).port));
  const lab = await startLab({ dataDir: join(folder.path, 'lab'), processingMs: 100 });
  const platform = recorder();
  const [prefix, id] = [randomUUID(), 'watched'];
  const isRecorded = async () =>
    Number(await answers(redis.url, 'HEXISTS', keysFor(prefix).job(id), 'resultAt')) === 1;
  let lost: Promise<void> | undefined;
  const fixture = await openEngine({
    ...{ redisUrl: `redis://127.0.0.1:${line.port}`, labUrl: lab.url, folder: folder.path },
    ...{ platforms: [platform], prefix },
    overrides: {
      checkpoint(name) {
        if (name === 'result kept') lost ??= line.loseAnswer('resultAt', isRecorded);
      },
    },
  });
  try {
    const job = await ask(fixture.engine, { id });
    expect(await fixture.engine.settled(job.id)).toMatchObject({ state: 'done' });
    // It was lost, or this never comes.
    await lost;
    expect(lost).toBeDefined();
    expect(platform.posts.map(({ id }) => id)).toEqual([job.id]);
    expect(lab.submits()).toHaveLength(1);
  } finally {
    await fixture.close();
    await line.close();
    await lab.close();
    await redis.close();
    await folder.remove();
  }
});

test('a wake-up that a connection took with it leaves its job waiting for no longer than a lock lasts', async () => {
  const folder = await temporaryFolder();
  const redis = await testRedis();
  const lab = await startLab({ dataDir: join(folder.path, 'lab'), processingMs: 100 });
  const prefix = randomUUID();
  // Whoever waits first is told, and the worker is not; the embedded server has both look.
  const instead = new Redis(redis.url);
  const told = instead.bzpopmin(`${prefix}:queue:submit:marker`, 0);
  const at = { redisUrl: redis.url, labUrl: lab.url, folder: folder.path, platforms: [recorder()], prefix };
  const { engine, close } = await openEngine(at);
  try {
    const job = await ask(engine);
    await told;
    expect(await engine.settled(job.id)).toMatchObject({ state: 'done' });
  } finally {
    instead.disconnect();
    await close();
    await lab.close();
    await redis.close();
    await folder.remove();
  }
});

test.skipIf(!program)(
  'one that is full: who asks is told, and what is paid for goes on when there is room',
  async () => {
    const folder = await temporaryFolder();
    const redis = await ownRedis(folder.path, { weak: false });
    const lab = await startLab({ dataDir: join(folder.path, 'lab'), processingMs: 500 });
    const platform = recorder();
    const at = { redisUrl: redis.url, labUrl: lab.url, folder: folder.path, platforms: [platform] };
    const { engine, store, close } = await openEngine({ ...at, durable: {} });
    const room = (bytes: number) => answers(redis.url, 'CONFIG', 'SET', 'maxmemory', bytes);
    try {
      const job = await ask(engine);
      await until(async () => (await engine.read(job.id))?.state === 'polling');
      await room(1);
      await expect(ask(engine)).rejects.toMatchObject({ code: 'no-writes' });
      expect(await store.ping().catch(refusedText)).toBe('Redis is full and takes no writes (maxmemory)');
      // By now the provider is through with it.
      await pause(1000);
      expect(platform.posts).toEqual([]);
      await room(0);
      expect(await engine.settled(job.id)).toMatchObject({ state: 'done', hold: 'settled' });
      expect(platform.posts.map(({ id }) => id)).toEqual([job.id]);
      expect(lab.submits()).toHaveLength(1);
      expect(await engine.settled((await ask(engine)).id)).toMatchObject({ state: 'done' });
    } finally {
      await close();
      await redis.close();
      await lab.close();
      await folder.remove();
    }
  },
);

test.skipIf(!program)(
  'a replica that was behind takes over: nothing is submitted twice and no card stands for ever',
  async () => {
    const folder = await temporaryFolder();
    let master = await ownRedis(folder.path, { weak: false });
    const line = await lineTo(master.port);
    const closers = [() => line.close()];
    /** A new one, behind a line of its own to the master. */
    const replicaOf = async (of: CutRedis) => {
      const copying = await lineTo(of.port);
      closers.push(() => copying.close());
      const args = ['--replicaof', '127.0.0.1', String(copying.port), '--repl-diskless-sync-delay', '0'];
      const redis = await ownRedis(folder.path, { weak: false, args });
      closers.push(() => redis.close());
      await until(async () =>
        String(await answers(redis.url, 'INFO', 'replication')).includes('link_status:up'),
      );
      return { redis, copying };
    };
    let replica = await replicaOf(master);
    const lab = await startLab({ dataDir: join(folder.path, 'lab'), parallel: 16, processingMs: 200 });
    const platform = recorder();
    const fixture = await openEngine({
      ...{ redisUrl: `redis://127.0.0.1:${line.port}`, labUrl: lab.url, folder: folder.path },
      ...{ platforms: [platform], durable: { replicas: 1 } },
    });
    try {
      const ids: string[] = [];
      for (let count = 0; count < Math.ceil(cuts / 2); count += 1)
        ids.push(
          ...(await askedThrough(fixture.engine, async () => {
            // What is written from now on is acknowledged, and only there.
            replica.copying.hold();
            await pause(random() * 500);
            await master.close();
            master = replica.redis;
            await answers(master.url, 'REPLICAOF', 'NO', 'ONE');
            line.leadTo(master.port);
            replica = await replicaOf(master);
          })),
        );
      const ends = await comesRight(fixture.engine, ids, { lab, platform });
      expect(ends.filter((end) => !['done', 'uncertain', 'forgotten', 'no record'].includes(end))).toEqual(
        [],
      );
      expect(ends).toContain('done');
      if (process.env.POWER_CUTS) console.log('failover', ends.join(' '));
    } finally {
      await fixture.close();
      for (const close of closers) await close();
      await master.close();
      await lab.close();
      await folder.remove();
    }
  },
  300_000,
);
