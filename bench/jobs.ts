/**
 * Whole jobs through the real engine, with a provider that answers from memory and a platform that does nothing: Redis
 * commands and CPU time of one, and how many a second, beside raw BullMQ in the same run.
 * `npx tsx bench/jobs.ts [jobs] [in flight] [jobs at the provider]`; REDIS_URL names a Redis to use (it counts the commands
 * of everybody), else the embedded one is started, which counts none.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import sharp from 'sharp';
import { withResolvers } from '../src/async/with-resolvers.ts';
import { timings } from '../src/core/jobs/context.ts';
import { createEngine } from '../src/core/jobs/engine.ts';
import { newId } from '../src/core/jobs/request/accept.ts';
import { createLog } from '../src/core/log.ts';
import { createFetcher } from '../src/core/media/fetch.ts';
import { openFiles } from '../src/core/media/files.ts';
import type { Provider } from '../src/core/provider/types.ts';
import { createQueues } from '../src/core/queue/queue.ts';
import { createBatches } from '../src/core/store/batches.ts';
import { createLedger } from '../src/core/store/ledger/ledger.ts';
import { createPeopleStore } from '../src/core/store/people.ts';
import { createQuoteStore } from '../src/core/store/quote-store.ts';
import { connectRedis } from '../src/core/store/redis.ts';
import { createStore } from '../src/core/store/store.ts';
import { startRedis } from '../src/embedded/redis/start.ts';

const [jobs = 600, inFlight = 200, atMost = 0] = process.argv.slice(2).map(Number);
/** A run at the provider. */
const runMs = 2000;
const log = createLog({ level: 'error', human: false });
/** 1 kB, and no two pixels alike: one of a single colour is looked at for longer. */
const pixels = Buffer.from(Array.from({ length: 20 * 20 * 3 }, (_, at) => (at * 37) % 251));
const picture = await sharp(pixels, { raw: { width: 20, height: 20, channels: 3 } })
  .png()
  .toBuffer();
const doneAt = new Map<string, number>();
let submits = 0;
/** By job: whoever waits until its card says COMPLETED. */
const shown = new Map<string, () => void>();

const provider: Provider = {
  upload: async () => 'https://bench.example/a.png',
  async submit() {
    submits += 1;
    const requestId = `run-${submits}`;
    doneAt.set(requestId, Date.now() + runMs * (0.8 + Math.random() * 0.4));
    return { kind: 'accepted', operation: { requestId, statusUrl: '', resultUrl: '' } };
  },
  async check({ requestId }) {
    if (Date.now() < (doneAt.get(requestId) ?? 0)) return { kind: 'processing' };
    return { kind: 'completed', cost: undefined, left: undefined };
  },
  result: async () => ({
    url: `data:image/png;base64,${picture.toString('base64')}`,
    cost: undefined,
  }),
  credits: async () => ({ credits: 1000, free: 0 }),
  origins: [],
  close: async () => {},
};

/** All commands, those inside scripts, too; NaN where nobody counts. */
async function commandsOf(redis: Redis): Promise<number> {
  const info = await redis.info('commandstats').catch(() => '');
  const counts = [...info.matchAll(/cmdstat_[^:]+:calls=(\d+)/g)].map(([, calls]) => Number(calls));
  return counts.length === 0 ? Number.NaN : counts.reduce((sum, each) => sum + each, 0);
}

/** Jobs a second of a queue and a worker with nothing to do. */
async function rawBullmq(url: string): Promise<number> {
  const connections = [1, 2].map(() => connectRedis(url, { log, forWorkers: true }));
  const [adding, working] = connections;
  if (!adding || !working) throw new Error('there are two connections');
  const name = `bench-raw-${process.pid}`;
  const total = 4000;
  const queue = new Queue(name, { connection: adding, defaultJobOptions: { removeOnComplete: true } });
  let done = 0;
  const count = async () => {
    done += 1;
  };
  const worker = new Worker(name, count, { connection: working, concurrency: 50 });
  await worker.waitUntilReady();
  const began = performance.now();
  for (let made = 0; made < total; made += 100)
    await Promise.all(Array.from({ length: 100 }, () => queue.add('job', {})));
  while (done < total) await sleep(2);
  const perSecond = total / ((performance.now() - began) / 1000);
  await worker.close();
  await queue.obliterate({ force: true });
  await queue.close();
  for (const each of connections) each.disconnect();
  return perSecond;
}

const folder = await mkdtemp(join(tmpdir(), 'darkroom-bench-'));
const given = process.env.REDIS_URL;
const started = given ? undefined : await startRedis({ folder: join(folder, 'redis'), lingerMs: 100 });
const url = given ?? started?.url ?? '';
const prefix = `bench-${process.pid}`;
const redis = connectRedis(url, { log });
const store = createStore(redis, { prefix, log, clock: Date.now });
const fetcher = createFetcher();
const files = await openFiles(join(folder, 'files'));
const engine = createEngine({
  ...{ store, provider, fetcher, files, log, timings, lab: true, asNumbers: [], prices: [] },
  clock: Date.now,
  ledger: createLedger(redis, { prefix, clock: Date.now }),
  batches: createBatches(redis, prefix),
  quotes: createQuoteStore(redis, prefix),
  people: createPeopleStore(redis, prefix),
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
  jobsAtProvider: atMost || undefined,
  persist: async () => {},
  checkpoint: () => {},
});

async function one(index: number): Promise<void> {
  const source = {
    kind: 'stored',
    ...(await engine.keep(
      (async function* () {
        yield picture;
      })(),
    )),
  } as const;
  const who = { platform: 'bench', address: null, scope: 'bench', requester: `person-${index % 20}` };
  const id = newId();
  const { promise, resolve } = withResolvers();
  shown.set(id, resolve);
  await engine.submit({ ...who, id, key: `${index}`, model: 'esrgan', settings: {}, source });
  // Not by asking Redis, which would be counted.
  await promise;
  shown.delete(id);
}

async function run(from: number, count: number): Promise<void> {
  let next = from;
  const lane = async () => {
    while (next < from + count) await one(next++);
  };
  await Promise.all(Array.from({ length: Math.min(inFlight, count) }, lane));
}

try {
  await engine.start({ work: true });
  for (let index = 0; index < 40; index += 1) await store.addDuration('lab esrgan', runMs + index);
  await run(0, inFlight);
  const [commands, cpu, began] = [await commandsOf(redis), process.cpuUsage(), performance.now()];
  await run(inFlight, jobs);
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  if (process.env.BENCH_COMMANDS) console.log(await redis.info('commandstats'));
  const perJob = ((await commandsOf(redis)) - commands) / jobs;
  const before = await commandsOf(redis);
  await sleep(10_000);
  const idle = ((await commandsOf(redis)) - before) / 10;
  const raw = await rawBullmq(url);
  const ratio = jobs / seconds / raw;
  // For bench/goals.ts.
  if (process.env.BENCH_JSON)
    console.log(JSON.stringify({ commands: perJob, node: (user + system) / 1000 / jobs, ratio, idle }));
  console.table([
    {
      'jobs, in flight, at the provider': `${jobs}, ${inFlight}, ${atMost || 'any'}`,
      'commands a job': Math.round(perJob),
      'Node ms a job': ((user + system) / 1000 / jobs).toFixed(1),
      'jobs a second': (jobs / seconds).toFixed(1),
      'raw BullMQ': Math.round(raw),
      ratio: ratio.toFixed(4),
      'commands a second when idle': idle.toFixed(1),
    },
  ]);
} finally {
  await engine.stop();
  const names = await redis.keys(`${prefix}:*`);
  if (names.length > 0) await redis.unlink(names);
  await store.close();
  await fetcher.close();
  await started?.release();
  await rm(folder, { recursive: true, force: true });
}
