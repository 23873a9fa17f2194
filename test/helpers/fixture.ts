/**
 * A whole Darkroom on loopback for tests: the embedded Redis in this process, the lab, the engine, and a platform
 * that keeps what it was asked to show and post; and whether its ledger's books are right, by adding all up anew.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRedisCommandExecutor, RedisServerState, Resp2Server } from 'js-redis-server/core';
import type { Engine } from '../../src/core/jobs/engine.ts';
import type { Platform } from '../../src/core/ports/platform.ts';
import type { Owner } from '../../src/core/store/ledger/account.ts';
import type { Ledger } from '../../src/core/store/ledger/ledger.ts';
import type { Store } from '../../src/core/store/store.ts';
import type { View } from '../../src/core/view/view.ts';
import { type Lab, type LabOptions, startLab } from '../../src/lab/server/server.ts';
import { type EngineOptions, openEngine } from './engine-fixture.ts';

/** An embedded server that ends writes down what it has first. */
const removing = { recursive: true, force: true, maxRetries: 10, retryDelay: 100 } as const;

/** A temporary folder, removed by the returned function. */
export async function temporaryFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'darkroom-'));
  return { path, remove: () => rm(path, removing) };
}

type TestRedis = { url: string; close: () => Promise<void> };

/** With its users, and how to call off that it is closed. */
let kept: { server: Promise<TestRedis>; users: number; stay: () => void } | undefined;
/** From one test of a file to its next. What each writes stands under a prefix of its own. */
const keptMs = 300;

/**
 * An embedded Redis in this process, or the real one that TEST_REDIS_URL names. It is kept from one test to the next: a
 * new one compiles its Lua and is sent every script again, which costs more than the work of most tests.
 * @param database of a real one, for a file that runs whole programs: all of them have the same prefix. Each has its own.
 */
export async function testRedis(database = 0): Promise<TestRedis> {
  const real = process.env.TEST_REDIS_URL;
  if (real) return { url: database === 0 ? real : new URL(`/${database}`, real).href, close: async () => {} };
  kept ??= { server: startTestRedis(), users: 0, stay: () => {} };
  const it = kept;
  it.users += 1;
  it.stay();
  const { url, close } = await it.server;
  return {
    url,
    async close() {
      it.users -= 1;
      if (it.users > 0) return;
      const timer = setTimeout(() => {
        kept = undefined;
        void close();
      }, keptMs);
      it.stay = () => clearTimeout(timer);
    },
  };
}

async function startTestRedis(): Promise<TestRedis> {
  const server = new Resp2Server({
    server: new RedisServerState({ databaseCount: 1 }),
    executor: createRedisCommandExecutor({}),
  });
  server.server.on('connection', (socket) => socket.setNoDelay(true));
  await once(server.server.listen(0, '127.0.0.1'), 'listening');
  return { url: `redis://127.0.0.1:${server.getPort()}`, close: () => server.close() };
}

export type Recorder = Platform & {
  views: View[];
  posts: { id: string; bytes: Buffer; fileName: string; type: string }[];
};

/** The smallest platform: it remembers. `onDeliver` may throw to play a chat that is down. */
export function recorder(
  name = 'recorder',
  onDeliver: (view: View) => void | Promise<void> = () => {},
): Recorder {
  const views: View[] = [];
  const posts: Recorder['posts'] = [];
  return {
    name,
    limits: { monthly: null, jobs_per_person: null, confirm_above: null },
    views,
    posts,
    start: async () => {},
    stop: async () => {},
    show: async (_address, view) => {
      views.push(view);
    },
    deliver: async (_address, view, { path, fileName, type }) => {
      await onDeliver(view);
      posts.push({ id: view.id, bytes: await readFile(path), fileName, type });
    },
  };
}

export type Fixture = {
  engine: Engine;
  store: Store;
  ledger: Ledger;
  wake: () => Promise<void>;
  submitAgain: (id: string) => Promise<void>;
  maintain: () => Promise<void>;
  queues: () => readonly object[];
  lab: Lab;
  platform: Recorder;
  folder: string;
  redisUrl: string;
  prefix: string;
  close: () => Promise<void>;
};

export async function openFixture(
  options: {
    lab?: Partial<LabOptions>;
    platform?: Recorder;
    /** Beside the recorder. */
    platforms?: readonly Platform[];
    overrides?: EngineOptions['overrides'];
    keepFilesMs?: number;
    /** Take part in the work; default true. */
    work?: boolean;
  } = {},
): Promise<Fixture> {
  const folder = await temporaryFolder();
  const redis = await testRedis();
  const lab = await startLab({ dataDir: join(folder.path, 'lab'), parallel: 16, ...options.lab });
  const platform = options.platform ?? recorder();
  const prefix = `test-${randomUUID()}`;
  const fixture = await openEngine({
    redisUrl: redis.url,
    labUrl: lab.url,
    folder: folder.path,
    platforms: [platform, ...(options.platforms ?? [])],
    prefix,
    ...(options.overrides ? { overrides: options.overrides } : {}),
    ...(options.keepFilesMs === undefined ? {} : { keepFilesMs: options.keepFilesMs }),
    ...(options.work === undefined ? {} : { work: options.work }),
  });
  // Enough earlier runs for the engine to know that asking after half a second is worth it.
  await Promise.all(Array.from({ length: 30 }, () => fixture.store.addRun('lab esrgan', { ms: 300 })));
  return {
    ...fixture,
    lab,
    platform,
    folder: folder.path,
    redisUrl: redis.url,
    prefix,
    async close() {
      await fixture.close();
      await lab.close();
      await redis.close();
      await folder.remove();
    },
  };
}

const always = { period: '2000-01-01', monthly: null, keepLimit: true } as const;

/** What is wrong with the accounts of these people; nothing is expected to be on its way any more. */
export async function mistakesInBooks(ledger: Ledger, owners: readonly Owner[]): Promise<string[]> {
  const mistakes: string[] = [];
  const holds = await ledger.holds();
  for (const owner of owners) {
    const account = await ledger.account(owner, always);
    const entries = await ledger.entries(owner);
    for (const bucket of ['allowance', 'granted'] as const) {
      const sum = entries.reduce((total, entry) => total + entry[bucket], 0);
      if (sum !== account[bucket])
        mistakes.push(`${owner.requester}: ${bucket} ${account[bucket]}, entries ${sum}`);
    }
    const open = holds.filter(
      ({ requester, scope }) => requester === owner.requester && scope === owner.scope,
    );
    if (open.length > 0) mistakes.push(`${owner.requester}: ${open.length} holds are open`);
    if (account.reserved !== 0) mistakes.push(`${owner.requester}: ${account.reserved} still reserved`);
    const paid = entries.reduce((total, entry) => total + (entry.charged ?? 0), 0);
    // Without a grant and with one period, what was used is what was paid; a pot has no allowance.
    if (!owner.requester.startsWith('~') && account.granted === 0 && account.used !== paid)
      mistakes.push(`${owner.requester}: ${account.used} used, ${paid} paid`);
  }
  return mistakes;
}
