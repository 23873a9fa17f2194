/**
 * A whole Darkroom on loopback for tests: the embedded Redis in this process, the lab, the engine, and a platform
 * that keeps what it was asked to show and post.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRedisMock } from 'js-redis-server';
import { type Context, timings } from '../src/core/job/context.ts';
import { createEngine, type Engine } from '../src/core/job/engine.ts';
import { createLog } from '../src/core/log.ts';
import { createFetcher } from '../src/core/media/fetch.ts';
import { openFiles } from '../src/core/media/files.ts';
import type { Platform } from '../src/core/platform.ts';
import { segmindProvider } from '../src/core/provider/provider.ts';
import { createQueues } from '../src/core/queue.ts';
import { connectRedis } from '../src/core/store/redis.ts';
import { createStore, type Store } from '../src/core/store/store.ts';
import type { View } from '../src/core/view.ts';
import { type Lab, type LabOptions, startLab } from '../src/lab/server.ts';

/** A temporary folder, removed by the returned function. */
export async function temporaryFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'darkroom-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** An embedded Redis in this process. */
export async function testRedis(): Promise<{ url: string; close: () => Promise<void> }> {
  const server = await createRedisMock();
  return { url: `redis://${server.host}:${server.port}`, close: () => server.close() };
}

export type Recorder = Platform & {
  views: View[];
  posts: { id: string; bytes: Buffer; fileName: string; type: string }[];
};

/** The smallest platform: it remembers. `onDeliver` may throw to play a chat that is down. */
export function recorder(name = 'recorder', onDeliver: () => void | Promise<void> = () => {}): Recorder {
  const views: View[] = [];
  const posts: Recorder['posts'] = [];
  return {
    name,
    views,
    posts,
    start: async () => {},
    stop: async () => {},
    show: async (_address, view) => {
      views.push(view);
    },
    deliver: async (_address, view, { path, fileName, type }) => {
      await onDeliver();
      posts.push({ id: view.id, bytes: await readFile(path), fileName, type });
    },
  };
}

/** Short enough to wait for, long enough for two slow cores. */
export const testTimings = { ...timings, leaseMs: 1500, submitMs: 2000, claimMs: 2000 };

export type BedOptions = {
  redisUrl: string;
  labUrl: string;
  folder: string;
  platforms: readonly Platform[];
  prefix?: string;
  overrides?: Partial<
    Pick<Context, 'clock' | 'timings' | 'maxFileBytes' | 'checkpoint' | 'persist' | 'asNumbers'>
  >;
  keepFilesMs?: number;
  key?: string;
  /** Take part in the work; default true. */
  work?: boolean;
};

/** One process' worth of Darkroom. `close` stops it as SIGTERM would. */
export async function openEngine(
  options: BedOptions,
): Promise<{ engine: Engine; store: Store; close: () => Promise<void> }> {
  const { redisUrl, labUrl, prefix = 'darkroom', key = 'SG_0123456789abcdef', overrides } = options;
  const log = createLog({ level: process.env.TEST_LOG ?? 'silent', human: false });
  const clock = overrides?.clock ?? Date.now;
  const files = await openFiles(join(options.folder, 'files'));
  const fetcher = createFetcher();
  const provider = segmindProvider({ apiUrl: labUrl, uploadUrl: labUrl, key, timeoutMs: 1800 });
  const store = createStore(connectRedis(redisUrl, { log }), { prefix, log, clock });
  const connect = () => connectRedis(redisUrl, { log, forWorkers: true });
  const queues = createQueues({ connect, prefix, log, clock, submitsPerMinute: 6000, lockMs: 1500 });
  const engine = createEngine({
    store,
    queues,
    provider,
    fetcher,
    files,
    log,
    clock,
    platforms: options.platforms,
    timings: testTimings,
    maxFileBytes: 50_000_000,
    asNumbers: [],
    keepFilesMs: options.keepFilesMs ?? 3_600_000,
    lab: true,
    persist: async () => {},
    checkpoint: () => {},
    ...overrides,
  });
  await engine.start({ work: options.work ?? true });
  return {
    engine,
    store,
    async close() {
      await engine.stop();
      await store.close();
      await provider.close();
      await fetcher.close();
    },
  };
}

export type Bed = {
  engine: Engine;
  store: Store;
  lab: Lab;
  platform: Recorder;
  folder: string;
  redisUrl: string;
  close: () => Promise<void>;
};

export async function openBed(
  options: { lab?: Partial<LabOptions>; platform?: Recorder; overrides?: BedOptions['overrides'] } = {},
): Promise<Bed> {
  const folder = await temporaryFolder();
  const redis = await testRedis();
  const lab = await startLab({ dataDir: join(folder.path, 'lab'), ...options.lab });
  const platform = options.platform ?? recorder();
  const bed = await openEngine({
    redisUrl: redis.url,
    labUrl: lab.url,
    folder: folder.path,
    platforms: [platform],
    ...(options.overrides ? { overrides: options.overrides } : {}),
  });
  return {
    ...bed,
    lab,
    platform,
    folder: folder.path,
    redisUrl: redis.url,
    async close() {
      await bed.close();
      await lab.close();
      await redis.close();
      await folder.remove();
    },
  };
}
