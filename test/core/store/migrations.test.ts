/** Records of an older version: brought forward once, whatever happens meanwhile, and jobs go on where they were. */
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Failure } from '../../../src/core/domain/failure.ts';
import { createLog } from '../../../src/core/log.ts';
import { segmindProvider } from '../../../src/core/provider/provider.ts';
import { migrate, newestSchema } from '../../../src/core/store/migrations.ts';
import { connectRedis } from '../../../src/core/store/redis.ts';
import { type Lab, startLab } from '../../../src/lab/server/server.ts';
import { findModel } from '../../../src/models/index.ts';
import { openEngine } from '../../helpers/engine-fixture.ts';
import { recorder, temporaryFolder, testRedis } from '../../helpers/fixture.ts';
import { picture, until } from '../../helpers/requests.ts';
import { compiled } from '../../run/programs.ts';

const log = createLog({ level: 'silent', human: false });
/** As version 1 wrote it: `told` where it is `notified` from version 2 on, and no version beside it. */
const version1 = 'schema-1.json';

let server: Awaited<ReturnType<typeof testRedis>>;
let redis: Redis;
beforeAll(async () => {
  server = await testRedis();
  redis = connectRedis(server.url, { log });
});
afterAll(async () => {
  redis.disconnect();
  await server.close();
});

const texts = z.array(z.string());
const value = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hash'), value: z.record(z.string(), z.string()) }),
  z.object({ type: z.literal('zset'), value: texts }),
  z.object({ type: z.literal('set'), value: texts }),
  z.object({ type: z.literal('list'), value: texts }),
  z.object({ type: z.literal('stream'), value: z.array(z.tuple([z.string(), texts])) }),
]);
/** What an older version left in Redis, as it was written down then. */
const snapshotSchema = z.object({
  /** When it was written down, in ms since 1970. */
  at: z.number(),
  /** Each is the id of a job that stands where the name says. */
  done: z.string(),
  unnotified: z.string(),
  polling: z.string(),
  queued: z.string(),
  keys: z.record(z.string(), z.intersection(value, z.object({ ttl: z.number().optional() }))),
});
type Snapshot = z.infer<typeof snapshotSchema>;

/** @param replaced texts in it, such as addresses of a provider that is there no more, and what stands for them now. */
async function readSnapshot(
  name: string,
  replaced: Readonly<Record<string, string>> = {},
): Promise<Snapshot> {
  let text = await readFile(new URL(name, import.meta.url), 'utf8');
  for (const [before, after] of Object.entries(replaced)) text = text.replaceAll(before, after);
  return snapshotSchema.parse(JSON.parse(text));
}

/** Writes its keys, which begin with `darkroom`, under another prefix. */
async function restore(redis: Redis, { keys }: Snapshot, prefix: string): Promise<void> {
  for (const [name, it] of Object.entries(keys)) {
    const key = name.replace(/^darkroom/, prefix);
    if (it.type === 'hash') await redis.hset(key, it.value);
    else if (it.type === 'set') await redis.sadd(key, ...it.value);
    else if (it.type === 'list') await redis.rpush(key, ...it.value);
    else if (it.type === 'stream') for (const [id, fields] of it.value) await redis.xadd(key, id, ...fields);
    else
      for (let index = 0; index < it.value.length; index += 2)
        await redis.zadd(key, it.value[index + 1] ?? '', it.value[index] ?? '');
    if (it.ttl !== undefined) await redis.pexpire(key, it.ttl);
  }
}

/** Everything under a prefix but the queues, as it is now. */
async function dump(redis: Redis, prefix: string): Promise<Record<string, unknown>> {
  const seen: Record<string, unknown> = {};
  for (const key of (await redis.keys(`${prefix}:*`)).toSorted()) {
    const type = await redis.type(key);
    const name = key.slice(prefix.length + 1);
    if (type === 'hash') seen[name] = await redis.hgetall(key);
    else if (type === 'zset') seen[name] = await redis.zrange(key, '0', '-1', 'WITHSCORES');
    else if (type === 'set') seen[name] = (await redis.smembers(key)).toSorted();
    else if (type === 'list') seen[name] = await redis.lrange(key, 0, -1);
    else if (type === 'stream') seen[name] = await redis.xrange(key, '-', '+');
    else seen[name] = await redis.get(key);
  }
  return seen;
}

const recordSchema = z.record(z.string(), z.string());
const newPrefix = () => `test-${randomUUID()}`;
const bringForward = (prefix: string) => migrate(redis, { prefix, log });
const withoutVersion = ({ schema, ...rest }: Record<string, unknown>) => rest;

async function old() {
  const prefix = newPrefix();
  const snapshot = await readSnapshot(version1);
  await restore(redis, snapshot, prefix);
  return { prefix, snapshot, before: await dump(redis, prefix) };
}

/** Records as version 1 left them, `count` of them. */
async function many(count: number): Promise<string> {
  const prefix = newPrefix();
  const step = redis.pipeline();
  for (let index = 0; index < count; index += 1)
    step.hset(`${prefix}:job:${index}`, { id: `"${index}"`, told: 'true' });
  await step.exec();
  return prefix;
}

const namesIn = async (prefix: string) => {
  const records = Object.entries(await dump(redis, prefix)).filter(([name]) => name.startsWith('job:'));
  return records.flatMap(([, record]) => Object.keys(record ?? {}));
};

describe('records of version 1', () => {
  it('get the new name, and nothing else is changed', async () => {
    const { prefix, snapshot, before } = await old();
    await bringForward(prefix);
    const after = await dump(redis, prefix);
    const name = `job:${snapshot.done}`;
    const { told, ...done } = recordSchema.parse(before[name]);
    expect(told).toBe('true');
    const expected = { ...before, [name]: { ...done, notified: 'true' } };
    expect(after).toEqual({ ...expected, schema: String(newestSchema) });
    // What is over goes away when it would have.
    expect(await redis.pttl(`${prefix}:job:${snapshot.done}`)).toBeGreaterThan(1_000_000);

    await bringForward(prefix);
    expect(await dump(redis, prefix)).toEqual(after);
  });

  it('where there are none the newest version counts at once', async () => {
    const prefix = newPrefix();
    await bringForward(prefix);
    expect(await dump(redis, prefix)).toEqual({ schema: String(newestSchema) });
  });

  it('of another Darkroom on the same Redis are left alone', async () => {
    const [mine, other] = [await many(3), await many(3)];
    await bringForward(mine);
    expect(new Set(await namesIn(other))).toEqual(new Set(['id', 'told']));
  });

  it('what a newer program wrote under the new name stays', async () => {
    const prefix = await many(1);
    await redis.hset(`${prefix}:job:0`, 'notified', 'false');
    await bringForward(prefix);
    expect(await redis.hgetall(`${prefix}:job:0`)).toEqual({ id: '"0"', notified: 'false' });
  });

  it('are brought forward by two processes that start together', async () => {
    const prefix = await many(1500);
    const other = connectRedis(server.url, { log });
    await Promise.all([bringForward(prefix), migrate(other, { prefix, log })]);
    other.disconnect();
    const names = await namesIn(prefix);
    expect(names.filter((name) => name === 'notified')).toHaveLength(1500);
    expect(names).not.toContain('told');
  });

  it('are brought forward by the next one when a process is killed in the middle', async () => {
    const prefix = await many(1500);
    const program = await compiled(new URL('./migrate-child.ts', import.meta.url));
    const child = fork(program, [server.url, prefix, '700']);
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    const half = await namesIn(prefix);
    expect(half).toContain('told');
    expect(half).toContain('notified');
    expect(await redis.exists(`${prefix}:schema`)).toBe(0);

    const next = fork(program, [server.url, prefix]);
    expect(await once(next, 'exit')).toEqual([0, null]);
    expect(await namesIn(prefix)).not.toContain('told');
    expect(await redis.get(`${prefix}:schema`)).toBe(String(newestSchema));
  });
});

describe('records of a version that is not known yet', () => {
  it('are refused in words, and nothing is changed', async () => {
    const { prefix } = await old();
    await redis.set(`${prefix}:schema`, String(newestSchema + 1));
    const before = await dump(redis, prefix);
    await expect(bringForward(prefix)).rejects.toThrow(
      new Failure('records-newer', { stored: newestSchema + 1, known: newestSchema }),
    );
    expect(await dump(redis, prefix)).toEqual(before);
  });

  it('are not called older by a process that was slower', async () => {
    const prefix = await many(3);
    // While it was at it a newer program came, and was quicker.
    const checkpoint = () => void redis.set(`${prefix}:schema`, String(newestSchema + 1));
    await migrate(redis, { prefix, log, checkpoint });
    expect(await redis.get(`${prefix}:schema`)).toBe(String(newestSchema + 1));
  });
});

describe('jobs that were on their way in version 1', () => {
  let lab: Lab;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeAll(async () => {
    folder = await temporaryFolder();
    lab = await startLab({ dataDir: join(folder.path, 'lab'), parallel: 4, balance: 1_000_000 });
  });
  afterAll(async () => {
    await lab.close();
    await folder.remove();
  });

  /** The provider has forgotten the job of the snapshot; this one stands for it. */
  async function submitted() {
    const provider = segmindProvider({ apiUrl: lab.url, uploadUrl: lab.url, key: 'SG_0123456789abcdef' });
    const path = join(folder.path, 'source.jpg');
    const bytes = await picture();
    await writeFile(path, bytes);
    const source = await provider.upload({ path, type: 'image/jpeg', bytes: bytes.length });
    const model = findModel('esrgan');
    const prepared = model?.prepare({});
    if (!model || !prepared?.ok) throw new Error('esrgan needs no settings');
    const answer = await provider.submit(model.request(prepared.settings, source, []));
    await provider.close();
    if (answer.kind !== 'accepted') throw new Error('the lab takes it');
    return { source, operation: answer.operation };
  }

  it('go on: who was not notified is, once, nobody a second time, and the ledger stays right', async () => {
    const { source, operation } = await submitted();
    const snapshot = await readSnapshot(version1, {
      'http://lab/source.jpg': source,
      'http://lab/status': operation.statusUrl,
      'http://lab/result': operation.resultUrl,
    });
    const prefix = newPrefix();
    await restore(redis, snapshot, prefix);
    const books = async () =>
      Object.entries(withoutVersion(await dump(redis, prefix))).filter(([name]) =>
        /^(account|entries|scope|holds|usage|policy|audit|live|line|running)\b/.test(name),
      );
    const before = await books();
    await bringForward(prefix);
    expect(await books()).toEqual(before);

    const platform = recorder();
    const begun = performance.now();
    const clock = () => snapshot.at + 60_000 + (performance.now() - begun);
    const fixture = await openEngine({
      ...{ redisUrl: server.url, labUrl: lab.url, folder: folder.path, platforms: [platform], prefix },
      overrides: { clock, jobsAtProvider: 1 },
    });
    const { done, unnotified, polling, queued } = snapshot;
    expect(await fixture.engine.settled(done)).toMatchObject({ state: 'done', notified: true });
    const ends = await Promise.all([unnotified, polling, queued].map((id) => fixture.engine.settled(id)));
    expect(ends.map(({ state, hold }) => [state, hold])).toEqual([
      ['failed', 'released'],
      ['done', 'settled'],
      ['done', 'settled'],
    ]);
    await until(async () => (await fixture.store.live()).length === 0);
    const endsShown = platform.views.filter(({ state }) => state === 'COMPLETED' || state === 'FAILED');
    expect(endsShown.map(({ id }) => id).toSorted()).toEqual([unnotified, polling, queued].toSorted());
    expect(platform.posts.map(({ id }) => id).toSorted()).toEqual([polling, queued].toSorted());
    expect(await fixture.ledger.holds()).toEqual([]);
    for (const requester of ['ada', 'bob']) {
      const entries = await fixture.ledger.entries({ scope: 'scope', requester });
      const paid = entries.filter(({ kind }) => kind === 'settle').map(({ job, charged }) => [job, charged]);
      expect(paid).toEqual(
        requester === 'ada'
          ? [
              [polling, 500],
              [done, 500],
            ]
          : [[queued, 500]],
      );
    }
    await fixture.close();
  });
});
