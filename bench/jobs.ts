/**
 * Whole jobs through the real engine, with a provider that answers from memory and a platform that does nothing: Redis
 * commands and CPU time of one, and how many a second, beside raw BullMQ in the same run.
 * `npx tsx bench/jobs.ts [jobs] [in flight] [jobs at the provider]`; REDIS_URL names a Redis to use (it counts the commands
 * of everybody), else the embedded one is started, which counts none.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { connectRedis } from '../src/core/store/redis.ts';
import { openBenchEngine } from './engine.ts';

const [jobs = 600, inFlight = 200, atMost = 0] = process.argv.slice(2).map(Number);
/** A run at the provider. */
const runMs = 2000;
/** What is asked for by time after the last job is over by then. */
const settleMs = 20_000;
const idleMs = 20_000;

const { redis, store, url, log, one, close } = await openBenchEngine({ runMs, atMost: atMost || undefined });

/** All commands, those inside scripts, too; NaN where nobody counts. */
async function commandsOf(redis: Redis): Promise<number> {
  const info = await redis.info('commandstats').catch(() => '');
  const counts = [...info.matchAll(/cmdstat_[^:]+:calls=(\d+)/g)].map(([, calls]) => Number(calls));
  return counts.length === 0 ? Number.NaN : counts.reduce((sum, each) => sum + each, 0);
}

/** Jobs a second of a queue and a worker with nothing to do. */
async function rawBullmq(): Promise<number> {
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

async function run(from: number, count: number): Promise<void> {
  let next = from;
  const lane = async () => {
    while (next < from + count) {
      next += 1;
      await one(`person-${next % 20}`, `${next}`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(inFlight, count) }, lane));
}

try {
  for (let index = 0; index < 40; index += 1) await store.addRun('lab esrgan', { ms: runMs + index });
  await run(0, inFlight);
  const [commands, cpu, began] = [await commandsOf(redis), process.cpuUsage(), performance.now()];
  await run(inFlight, jobs);
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  if (process.env.BENCH_COMMANDS) console.log(await redis.info('commandstats'));
  const perJob = ((await commandsOf(redis)) - commands) / jobs;
  await sleep(settleMs);
  const before = await commandsOf(redis);
  await sleep(idleMs);
  const idle = ((await commandsOf(redis)) - before) / (idleMs / 1000);
  const raw = await rawBullmq();
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
  await close();
}
