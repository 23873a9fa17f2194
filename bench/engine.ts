/**
 * The real engine with a provider that answers from memory and a platform that does nothing, for the benches: whoever asks
 * waits until the card says COMPLETED. REDIS_URL names a Redis to use, else the embedded one is started.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import sharp from 'sharp';
import { withResolvers } from '../src/async/with-resolvers.ts';
import { timings } from '../src/core/jobs/context.ts';
import { createEngine } from '../src/core/jobs/engine.ts';
import { newId } from '../src/core/jobs/request/accept.ts';
import { createLog, type Log } from '../src/core/log.ts';
import { createFetcher } from '../src/core/media/fetch.ts';
import { openFiles } from '../src/core/media/files.ts';
import type { Provider } from '../src/core/provider/types.ts';
import { createQueues } from '../src/core/queue/queue.ts';
import { createBatches } from '../src/core/store/batches.ts';
import { createLedger } from '../src/core/store/ledger/ledger.ts';
import { createPeopleStore } from '../src/core/store/people.ts';
import { createQuoteStore } from '../src/core/store/quote-store.ts';
import { connectRedis } from '../src/core/store/redis.ts';
import { createStore, type Store } from '../src/core/store/store.ts';
import { createTrees } from '../src/core/store/versions/trees.ts';
import { startRedis } from '../src/embedded/redis/start.ts';

export type BenchEngine = {
  redis: Redis;
  store: Store;
  url: string;
  log: Log;
  /** One job of a person, to its card COMPLETED. Answers ms, the run at the provider with them. */
  one(person: string, key: string): Promise<number>;
  /** ms that the last run takes there. */
  lastRunMs(): number;
  close(): Promise<void>;
};

/** 1 kB, and no two pixels alike: one of a single colour is looked at for longer. */
const pixels = Buffer.from(Array.from({ length: 20 * 20 * 3 }, (_, at) => (at * 37) % 251));

/** @param options.runMs what a run takes at the provider, give or take a fifth. @param options.atMost jobs at the provider at once */
export async function openBenchEngine({
  runMs,
  atMost,
}: {
  runMs: number;
  atMost?: number | undefined;
}): Promise<BenchEngine> {
  const log = createLog({ level: 'error', human: false });
  const picture = await sharp(pixels, { raw: { width: 20, height: 20, channels: 3 } })
    .png()
    .toBuffer();
  /** By the provider's id. */
  const runs = new Map<string, { doneAt: number; ms: number }>();
  let submitted = 0;
  /** By job: whoever waits for its card. */
  const shown = new Map<string, () => void>();

  const provider: Provider = {
    upload: async () => 'https://bench.example/a.png',
    async submit() {
      submitted += 1;
      const requestId = `run-${submitted}`;
      const ms = runMs * (0.8 + Math.random() * 0.4);
      runs.set(requestId, { doneAt: Date.now() + ms, ms });
      return { kind: 'accepted', operation: { requestId, statusUrl: '', resultUrl: '' } };
    },
    async check({ requestId }) {
      if (Date.now() < (runs.get(requestId)?.doneAt ?? 0)) return { kind: 'processing' };
      return { kind: 'completed', cost: undefined, left: undefined };
    },
    result: async () => ({ url: `data:image/png;base64,${picture.toString('base64')}`, cost: undefined }),
    credits: async () => ({ credits: 1000, free: 0 }),
    origins: [],
    close: async () => {},
  };

  const folder = await mkdtemp(join(tmpdir(), 'darkroom-bench-'));
  const given = process.env.REDIS_URL;
  const started = given ? undefined : await startRedis({ folder: join(folder, 'redis'), lingerMs: 100 });
  const url = given ?? started?.url ?? '';
  const prefix = `bench-${process.pid}-${Date.now()}`;
  const redis = connectRedis(url, { log });
  const store = createStore(redis, { prefix, log, clock: Date.now });
  const fetcher = createFetcher();
  const files = await openFiles(join(folder, 'files'));
  const engine = createEngine({
    ...{ store, provider, fetcher, files, log, timings, lab: true, asNumbers: [], prices: [] },
    costPerMonth: null,
    clock: Date.now,
    ledger: createLedger(redis, { prefix, clock: Date.now }),
    batches: createBatches(redis, prefix),
    quotes: createQuoteStore(redis, prefix),
    people: createPeopleStore(redis, prefix),
    trees: createTrees(redis, prefix),
    queues: createQueues({
      ...{ prefix, log, clock: Date.now, submitsPerMinute: 1_000_000 },
      connect: () => connectRedis(url, { log, forWorkers: true }),
    }),
    platforms: [
      {
        name: 'bench',
        limits: { monthly: null, jobs_per_person: null, confirm_above: null },
        start: async () => {},
        stop: async () => {},
        show: async (_address, view) => {
          if (view.state === 'COMPLETED') shown.get(view.id)?.();
          else if (view.state === 'FAILED') throw new Error(`job ${view.id} failed`);
        },
        deliver: async () => {},
      },
    ],
    maxFileBytes: 1e6,
    keepFilesMs: 3_600_000,
    historyMs: 90 * 86_400_000,
    refundsDifferences: false,
    jobsAtProvider: atMost,
    persist: async () => {},
    checkpoint: () => {},
  });
  await engine.start({ work: true });

  return {
    ...{ redis, store, url, log },
    lastRunMs: () => runs.get(`run-${submitted}`)?.ms ?? Number.NaN,
    async one(person, key) {
      const began = performance.now();
      const source = {
        kind: 'stored',
        ...(await engine.keep(
          (async function* () {
            yield picture;
          })(),
        )),
      } as const;
      const id = newId();
      const { promise, resolve } = withResolvers();
      shown.set(id, resolve);
      const who = { platform: 'bench', address: null, scope: 'bench', requester: person };
      await engine.submit({ ...who, id, key, model: 'esrgan', settings: {}, source });
      // Not by asking Redis, which would be counted.
      await promise;
      shown.delete(id);
      return performance.now() - began;
    },
    async close() {
      await engine.stop();
      const names = await redis.keys(`${prefix}:*`);
      if (names.length > 0) await redis.unlink(names);
      await store.close();
      await fetcher.close();
      await started?.release();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
