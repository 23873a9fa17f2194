import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RedisHandle } from '../../src/embedded/redis/start.ts';
import { readLock } from '../../src/embedded/service/lock-state.ts';
import { compiled } from '../run/programs.ts';

const { href: redisModule } = await compiled(new URL('../../src/embedded/redis/start.ts', import.meta.url));
// From there, so that the service, which it starts from beside itself, starts quickly.
const { startRedis }: typeof import('../../src/embedded/redis/start.ts') = await import(redisModule);

/** A process that uses the folder's Redis, runs the commands it is given, and then waits to be ended. */
const userText = `
import { Redis } from ${JSON.stringify(import.meta.resolve('ioredis'))};
import { startRedis } from ${JSON.stringify(redisModule)};
const { options, commands } = JSON.parse(process.argv[2]);
const handle = await startRedis(options);
const client = new Redis(handle.url);
for (const [command, ...args] of commands) await client.call(command, ...args);
console.log(JSON.stringify({ url: handle.url, pid: handle.pid() }));
process.stdin.resume();
`;

let base: string;
let folder: string;
let path: string;
let users: ChildProcess[];
let handles: RedisHandle[];
let clients: Redis[];
let closers: { close(): Promise<void> }[];

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'darkroom-redis-'));
  folder = join(base, 'redis');
  path = '';
  users = [];
  handles = [];
  clients = [];
  closers = [];
  await writeFile(join(base, 'user.mjs'), userText);
});

afterEach(async () => {
  await Promise.all(closers.map((closer) => closer.close()));
  for (const client of clients) client.disconnect();
  for (const user of users) user.kill('SIGKILL');
  await Promise.all(handles.map((handle) => handle.release()));
  await stopped();
  await rm(base, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 50_000, interval: 20 });
const stopped = async () => {
  if (existsSync(folder)) await until(() => expect(readLock(folder, 'redis')?.held ?? false).toBe(false));
};

async function start(): Promise<{ handle: RedisHandle; client: Redis }> {
  const handle = await startRedis({ folder, path, lingerMs: 100 });
  handles.push(handle);
  return { handle, client: clientOf(handle.url) };
}

function clientOf(url: string): Redis {
  const client = new Redis(url, { maxRetriesPerRequest: null });
  // A server that is killed in a test shows here as refused connections.
  client.on('error', () => {});
  clients.push(client);
  return client;
}

/** Lets go of everything and waits until the service has ended. */
async function letGo(): Promise<void> {
  for (const client of clients.splice(0)) client.disconnect();
  await Promise.all(handles.splice(0).map((handle) => handle.release()));
  await stopped();
}

async function startElsewhere(
  commands: string[][],
): Promise<{ user: ChildProcess; url: string; pid: number }> {
  const order = JSON.stringify({ options: { folder, path, lingerMs: 100 }, commands });
  const user = spawn(process.execPath, [join(base, 'user.mjs'), order], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  users.push(user);
  if (!user.stdout) throw new Error('The process has no output.');
  const [line] = await once(createInterface({ input: user.stdout }), 'line');
  return { user, ...JSON.parse(String(line)) };
}

const systemPath = process.env.PATH ?? '';
const installed = systemPath
  .split(delimiter)
  .some((place) => ['redis-server', 'valkey-server'].some((name) => existsSync(join(place, name))));

describe.each([
  { name: 'the embedded Redis', where: '', runs: true },
  { name: 'the Redis of the system', where: systemPath, runs: installed },
])('$name', ({ where, runs }) => {
  beforeEach(({ skip }) => {
    skip(!runs, 'not installed');
    path = where;
  });

  test('two processes with one folder share it', async () => {
    const elsewhere = await startElsewhere([['set', 'from', 'elsewhere']]);
    const { handle, client } = await start();
    expect(handle.url).toBe(elsewhere.url);
    expect(handle.pid()).toBe(elsewhere.pid);
    expect(await client.get('from')).toBe('elsewhere');
  });

  test('nobody else on the machine can read what it keeps, also where the folder was made for everybody', async () => {
    await mkdir(folder, { mode: 0o755 });
    const before = process.umask(0o022);
    try {
      const { handle, client } = await start();
      await client.set('prompt', 'of a person');
      await handle.persist();
    } finally {
      process.umask(before);
    }
    const readable = async (place: string) => ((await stat(place)).mode & 0o077) !== 0;
    const inside = await readdir(folder, { recursive: true });
    expect(inside.length).toBeGreaterThan(1);
    for (const name of ['.', ...inside])
      expect([name, await readable(join(folder, name))]).toEqual([name, false]);
  });

  test('a process that is killed loses nothing that was acknowledged', async () => {
    const { user } = await startElsewhere([
      ['set', 'paid', 'once'],
      ['rpush', 'list', 'a', 'b'],
    ]);
    user.kill('SIGKILL');
    await stopped();

    const { client } = await start();
    expect(await client.get('paid')).toBe('once');
    expect(await client.lrange('list', 0, -1)).toEqual(['a', 'b']);
  });

  test('what was persisted outlives its own death, and clients find it again', async () => {
    const { handle, client } = await start();
    const before = handle.pid();
    await client.set('intent', 'to pay');
    await handle.persist();
    process.kill(before, 'SIGKILL');

    // The same client: it comes back at the same address and with the same password.
    await until(() => expect(handle.pid()).not.toBe(before));
    expect(await client.get('intent')).toBe('to pay');
    await client.set('after', 'it');
    await handle.persist();
  });

  test('a queue goes on where it was: waiting, delayed and prioritised jobs and a scheduler', async () => {
    const streams = { events: { maxLen: 200 } };
    const first = await start();
    const queue = new Queue('work', { connection: first.client, streams });
    await queue.addBulk(
      Array.from({ length: 20 }, (_, index) => ({
        name: 'plain',
        data: { index },
        opts: { jobId: `plain-${index}` },
      })),
    );
    await queue.add('urgent', {}, { priority: 1, jobId: 'urgent' });
    await queue.add('patient', {}, { priority: 9, jobId: 'patient' });
    await queue.add('later', {}, { delay: 1500, jobId: 'later' });
    await queue.upsertJobScheduler('tick', { every: 700 }, { name: 'tick' });
    const counts = await queue.getJobCounts('waiting', 'prioritized', 'delayed');
    // The scheduler's first job waits or is delayed, depending on the clock.
    expect(counts.waiting ?? 0).toBeGreaterThanOrEqual(20);
    expect(counts.prioritized).toBe(2);
    await queue.close();
    await letGo();

    const { client } = await start();
    const again = new Queue('work', { connection: client, streams });
    expect(await again.getJobCounts('waiting', 'prioritized', 'delayed')).toEqual(counts);
    closers.push(again);
    const done: string[] = [];
    const worker = new Worker(
      'work',
      async (job) => {
        done.push(job.name === 'tick' ? 'tick' : (job.id ?? ''));
      },
      { connection: client, concurrency: 4 },
    );
    closers.push(worker);
    await until(() => expect(done.filter((id) => id === 'tick').length).toBeGreaterThan(1));
    await until(() => expect(done).toContain('later'));

    const expected = [
      'urgent',
      'patient',
      'later',
      ...Array.from({ length: 20 }, (_, index) => `plain-${index}`),
    ];
    expect(done.filter((id) => id !== 'tick').sort()).toEqual(expected.sort());
    expect(done.indexOf('urgent')).toBeLessThan(done.indexOf('patient'));
  });

  test('every type comes back as it was', async () => {
    const { client } = await start();
    const binary = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    const inAnHour = Date.now() + 3_600_000;
    await client.set(Buffer.concat([Buffer.from('string'), binary]), binary);
    await client.set('expires', 'x', 'PXAT', inAnHour);
    await client.set('expired', 'x', 'PX', 60);
    await client.hset('hash', 'a', binary, 'b', '');
    await client.pexpireat('hash', inAnHour);
    await client.rpush('list', 'a', binary, 'a', '');
    await client.sadd('set', 'a', binary);
    await client.zadd('zset', '1.5', 'b', '-inf', 'a', '+inf', binary, '-1e-300', 'c');
    await client.xadd('stream', '5-1', 'field', binary);
    await client.xadd('stream', '7-2', 'field', 'x', 'other', 'y');
    await client.xadd('emptied', '9-3', 'field', 'x');
    await client.xdel('emptied', '9-3');
    const read = async (from: Redis) => ({
      keys: (await from.keysBuffer('*')).map((key) => key.toString('hex')).sort(),
      string: await from.getBuffer(Buffer.concat([Buffer.from('string'), binary])),
      hash: await from.hgetallBuffer('hash'),
      list: await from.lrangeBuffer('list', 0, -1),
      set: (await from.smembersBuffer('set')).map((member) => member.toString('hex')).sort(),
      zset: await from.zrangeBuffer('zset', '0', '-1', 'WITHSCORES'),
      stream: await from.xrangeBuffer('stream', '-', '+'),
      emptied: await from.xlen('emptied'),
      expires: await Promise.all(['expires', 'hash', 'list'].map((key) => from.pexpiretime(key))),
    });
    await until(async () => expect(await client.exists('expired')).toBe(0));
    const before = await read(client);
    expect(before.expires).toEqual([inAnHour, inAnHour, -1]);
    expect(before.zset).toHaveLength(8);
    await letGo();

    const { client: again } = await start();
    // ioredis names its own marker; ours is written only where persist() was called.
    expect(await read(again)).toEqual(before);
    await expect(again.xadd('emptied', '9-3', 'field', 'x')).rejects.toThrow('equal or smaller');
    await expect(again.xadd('stream', '7-2', 'field', 'x')).rejects.toThrow('equal or smaller');
    expect(await again.eval("return redis.call('GET', KEYS[1])", 1, 'expires')).toBe('x');
  });

  test('nobody gets in without the password, or from another machine', async () => {
    const { handle } = await start();
    const { port } = new URL(handle.url);
    const stranger = connect(Number(port), '127.0.0.1');
    stranger.write('PING\r\n');
    const [answer] = await once(stranger, 'data');
    stranger.destroy();
    expect(String(answer)).toMatch(/^-NOAUTH/);

    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find(({ internal, family }) => !internal && family === 'IPv4');
    if (!outside) return;
    const socket = connect(Number(port), outside.address);
    const outcome = await new Promise((resolve) => {
      socket.once('connect', () => resolve('connected'));
      socket.once('error', () => resolve('refused'));
    });
    socket.destroy();
    expect(outcome).toBe('refused');
  });
});

describe('the embedded Redis', () => {
  test('what was written is on disk a second later without asking', async () => {
    const { handle, client } = await start();
    await client.eval("redis.call('SET', 'deep', 'inside')", 0);
    await until(async () => expect(await readFile(join(folder, 'snapshot'), 'utf8')).toContain('inside'));
    process.kill(handle.pid(), 'SIGKILL');
    expect(await client.get('deep')).toBe('inside');
  });

  test('it is quiet on disk while nothing is written', async () => {
    const { handle, client } = await start();
    await client.set('a', 1);
    await handle.persist();
    const { mtimeMs } = await stat(join(folder, 'snapshot'));
    await client.get('a');
    await handle.persist();
    expect((await stat(join(folder, 'snapshot'))).mtimeMs).toBe(mtimeMs);
  });

  test('saving only what changed gives the same as saving everything', async () => {
    const lines = async () => (await readFile(join(folder, 'snapshot'), 'utf8')).split('\n').slice(1).sort();
    const { handle, client } = await start();
    await client.set('flushed', 1);
    await handle.persist();
    await client.flushall();
    const queue = new Queue('work', { connection: client, streams: { events: { maxLen: 200 } } });
    closers.push(queue);
    const worker = new Worker('work', async () => 'done', {
      connection: clientOf(handle.url),
      autorun: false,
    });
    closers.push(worker);
    for (let index = 0; index < 5; index += 1) {
      await queue.add('plain', { index }, { delay: index % 2 ? 60_000 : 0, priority: index, attempts: 2 });
      await handle.persist();
    }
    const job = await worker.getNextJob('token');
    await job?.moveToCompleted('done', 'token', false);
    await handle.persist();
    await client.mset('a', 1, 'b', 2, 'c', 3, 'expires', 'x');
    await handle.persist();
    await client.rename('a', 'renamed');
    await client.copy('b', 'copied');
    await client.del('c');
    await client.pexpire('expires', 10);
    await client.multi().rpush('list', 'x', 'y').rpoplpush('list', 'other').exec();
    await client.zadd('z', 1, 'a', 2, 'b');
    await client.zunionstore('union', 1, 'z');
    await client.eval("redis.call('HSET', 'undeclared', 'field', '1')", 0);
    await until(async () => expect(await client.exists('expires')).toBe(0));
    await handle.persist();
    const changes = await lines();
    expect(changes.length).toBeGreaterThan(15);
    for (const closer of closers.splice(0).reverse()) await closer.close();
    await handle.persist();
    const before = await lines();
    await letGo();
    expect(await lines()).toEqual(before);
  });

  test('a transaction is never saved half', async () => {
    const { handle, client } = await start();
    await client.ping();
    // The first script of a server waits for the Lua machine to load: a pause in the midst of the transaction.
    let running = true;
    const transaction = client
      .multi()
      .set('first', 1)
      .eval('return 1', 0)
      .set('second', 1)
      .exec()
      .finally(() => {
        running = false;
      });
    let saves = 0;
    while (running) {
      await handle.persist();
      const saved = await readFile(join(folder, 'snapshot'), 'utf8').catch(() => '');
      expect(saved.includes('"second"')).toBe(saved.includes('"first"'));
      saves += 1;
    }
    expect((await transaction)?.every(([error]) => error === null)).toBe(true);
    expect(saves).toBeGreaterThan(0);
  });

  test('who was at work is forgotten, so that unfinished jobs run again at once', async () => {
    const { client } = await start();
    await client.mset('bull:work:7:lock', 'x', 'bull:work:stalled-check', 'x', 'bull:work:7', 'x');
    await letGo();
    const { client: again } = await start();
    expect(await again.keys('*')).toEqual(['bull:work:7']);
  });

  async function twoGenerations(): Promise<void> {
    const { handle, client } = await start();
    await client.set('generation', 'older');
    await handle.persist();
    await client.set('generation', 'newer');
    await letGo();
  }

  test('a damaged snapshot is set aside and the one before it loaded', async () => {
    await twoGenerations();
    const file = join(folder, 'snapshot');
    const whole = await readFile(file, 'utf8');
    await writeFile(file, whole.replace('newer', 'never'));

    const { handle, client } = await start();
    expect(await client.get('generation')).toBe('older');
    expect(handle.notes.join(' ')).toMatch(/checksum is wrong.*kept as.*loaded instead/);
    expect(await readFile(join(folder, 'redis.log'), 'utf8')).toContain('checksum is wrong');
    const aside = (await readdir(folder)).filter((name) => name.includes('damaged'));
    expect(await Promise.all(aside.map((name) => readFile(join(folder, name), 'utf8')))).toEqual([
      whole.replace('newer', 'never'),
    ]);
  });

  test('with no snapshot that can be read it starts empty, and says so', async () => {
    await twoGenerations();
    await writeFile(join(folder, 'snapshot'), '');
    await writeFile(join(folder, 'snapshot.previous'), 'darkroom-redis 1');
    const { handle, client } = await start();
    expect(await client.dbsize()).toBe(0);
    expect(handle.notes.at(-1)).toContain('starts empty');
  });

  test('a disk that cannot be written fails persist(), and nothing else', async () => {
    const { handle, client } = await start();
    await client.set('a', 1);
    await mkdir(join(folder, 'snapshot.draft'));
    await expect(handle.persist()).rejects.toThrow('EISDIR');
    expect(await client.get('a')).toBe('1');
    await rm(join(folder, 'snapshot.draft'), { recursive: true });
    await handle.persist();
  });
});

test('a redis-server that is too old is passed over', async () => {
  path = join(base, 'bin');
  await mkdir(path);
  await writeFile(join(path, 'redis-server'), '#!/bin/sh\necho "Redis server v=5.0.14 sha=00000000:0"\n');
  await chmod(join(path, 'redis-server'), 0o755);
  const { handle } = await start();
  expect(handle.kind).toBe('embedded');
  expect(handle.description).toMatch(/^embedded JavaScript Redis \(snapshot in /);
  expect(handle.notes.join()).toContain('older than 6.2');
});

test('data of a redis-server that is gone are not silently left behind', async () => {
  await mkdir(join(folder, 'appendonlydir'), { recursive: true });
  await expect(start()).rejects.toThrow('not on the PATH any more');
});

test.skipIf(!installed)('a folder stays with the embedded Redis that began it', async () => {
  const { client } = await start();
  await client.set('a', 1);
  await letGo();
  path = systemPath;
  const { handle, client: again } = await start();
  expect(handle.kind).toBe('embedded');
  expect(handle.notes.join()).toContain('is not used');
  expect(await again.get('a')).toBe('1');
});
