/** One process' worth of Darkroom for tests; without the lab and the embedded Redis, so that it starts quickly. */

import { join } from 'node:path';
import { type Context, timings } from '../../src/core/jobs/context.ts';
import { createEngine, type Engine } from '../../src/core/jobs/engine.ts';
import { submitStep } from '../../src/core/jobs/submit/submit.ts';
import { createLog, type Log } from '../../src/core/log.ts';
import { createFetcher } from '../../src/core/media/fetch.ts';
import { openFiles } from '../../src/core/media/files.ts';
import type { Platform } from '../../src/core/ports/platform.ts';
import { segmindProvider } from '../../src/core/provider/provider.ts';
import { createQueues } from '../../src/core/queue/queue.ts';
import { createBatches } from '../../src/core/store/batches.ts';
import { createComparingStore } from '../../src/core/store/comparing.ts';
import { createLedger, type Ledger } from '../../src/core/store/ledger/ledger.ts';
import { createPeopleStore } from '../../src/core/store/people.ts';
import { createQuoteStore } from '../../src/core/store/quote-store.ts';
import { connectRedis } from '../../src/core/store/redis.ts';
import { openDurable } from '../../src/core/store/server/durable.ts';
import { openJournal } from '../../src/core/store/server/journal.ts';
import { createStore, type Store } from '../../src/core/store/store.ts';
import { createTrees } from '../../src/core/store/versions/trees.ts';
import { createAsking } from '../../src/core/view/asking.ts';
import { ffmpegEncoder } from '../../src/ffmpeg/encoder.ts';
import { ffmpegPath } from './ffmpeg.ts';

/** Short enough to wait for, long enough for two slow cores. */
export const testTimings = {
  ...timings,
  leaseMs: 1500,
  submitMs: 6000,
  claimMs: 2000,
  askMs: 100,
  sayMs: 3000,
};

export type EngineOptions = {
  redisUrl: string;
  labUrl: string;
  folder: string;
  platforms: readonly Platform[];
  prefix?: string;
  overrides?: Partial<
    Pick<
      Context,
      | 'clock'
      | 'timings'
      | 'maxFileBytes'
      | 'checkpoint'
      | 'persist'
      | 'asNumbers'
      | 'prices'
      | 'costPerMonth'
      | 'jobsAtProvider'
      | 'lab'
      | 'links'
      | 'comparisons'
      | 'copies'
      | 'refundsDifferences'
    >
  >;
  keepFilesMs?: number;
  key?: string;
  /** Keeps beside the files what Redis may lose. `replicas`: so many must have what is paid for; `sync`: of a Redis of ours. */
  durable?: { replicas?: number; sync?: () => Promise<void> };
  /** Take part in the work; default true. */
  work?: boolean;
  log?: Log;
};

/** One process' worth of Darkroom. `close` stops it as SIGTERM would. */
export async function openEngine(options: EngineOptions): Promise<{
  engine: Engine;
  store: Store;
  ledger: Ledger;
  wake: () => Promise<void>;
  submitAgain: (id: string) => Promise<void>;
  maintain: () => Promise<void>;
  /** BullMQ's own. */
  queues: () => readonly object[];
  close: () => Promise<void>;
}> {
  const { redisUrl, labUrl, prefix = 'darkroom', key = 'SG_0123456789abcdef', overrides } = options;
  const log = options.log ?? createLog({ level: process.env.TEST_LOG ?? 'silent', human: false });
  const clock = overrides?.clock ?? Date.now;
  const inForce = overrides?.timings ?? testTimings;
  const files = await openFiles(join(options.folder, 'files'));
  const fetcher = createFetcher();
  const provider = segmindProvider({
    apiUrl: labUrl,
    uploadUrl: labUrl,
    key,
    timeoutMs: inForce.submitMs * 0.8,
  });
  const redis = connectRedis(redisUrl, { log });
  const store = createStore(redis, { prefix, log, clock });
  const ledger = createLedger(redis, { prefix, clock });
  const connect = () => connectRedis(redisUrl, { log, forWorkers: true });
  const queues = createQueues({ connect, prefix, log, clock, submitsPerMinute: 6000, lockMs: 1500 });
  const journal = options.durable ? await openJournal(join(options.folder, 'journal')) : undefined;
  const durable =
    journal && (await openDurable(redis, { prefix, log, journal, replicas: 0, ...options.durable }));
  const own = {
    store,
    ledger,
    quotes: createQuoteStore(redis, prefix),
    batches: createBatches(redis, prefix),
    people: createPeopleStore(redis, prefix),
    trees: createTrees(redis, prefix),
    comparing: createComparingStore(redis, { prefix }),
    encoder: ffmpegEncoder(ffmpegPath),
    prices: [],
    costPerMonth: null,
    jobsAtProvider: undefined,
    queues,
    provider,
    fetcher,
    files,
    log,
    clock,
    platforms: options.platforms,
    timings: inForce,
    maxFileBytes: 50_000_000,
    asNumbers: [],
    keepFilesMs: options.keepFilesMs ?? 3_600_000,
    historyMs: 90 * 86_400_000,
    lab: true,
    refundsDifferences: false,
    persist: durable?.persist ?? (async () => {}),
    durable,
    checkpoint: () => {},
    ...overrides,
  };
  const engine = createEngine(own);
  const platforms = new Map(own.platforms.map((platform) => [platform.name, platform]));
  const context: Context = {
    ...own,
    platforms,
    asking: createAsking(),
    stopping: new AbortController().signal,
  };
  await engine.start({ work: options.work ?? true });
  return {
    engine,
    store,
    ledger,
    /** Looks at what is due now; needed after a test has moved the clock, which BullMQ's timers do not follow. */
    wake: () => queues.wakeSweep(0),
    /** As a wake-up does that comes while another is at work: BullMQ has one entry for both. */
    submitAgain: (id) => submitStep(context, id),
    /** Housekeeping without waiting for its minute. */
    maintain: () => queues.wakeMaintain(),
    queues: queues.all,
    async close() {
      await engine.stop();
      await durable?.close();
      await store.close();
      await provider.close();
      await fetcher.close();
    },
  };
}
