/**
 * The real store, queues and poller with many jobs in flight at a provider that answers from memory, beside bare timers
 * that ask the same provider: how late questions are, and what one costs in CPU time.
 * `npx tsx bench/poller.ts [jobs] [ms an answer takes]`; REDIS_URL names a Redis to use, else the embedded one is started.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { timings } from '../src/core/jobs/context.ts';
import { createPoller } from '../src/core/jobs/poll/poll.ts';
import { createLog } from '../src/core/log.ts';
import { createFetcher } from '../src/core/media/fetch.ts';
import { openFiles } from '../src/core/media/files.ts';
import type { Operation, Provider } from '../src/core/provider/types.ts';
import { createQueues } from '../src/core/queue/queue.ts';
import { createBatches } from '../src/core/store/batches.ts';
import { createLedger } from '../src/core/store/ledger/ledger.ts';
import { createPeopleStore } from '../src/core/store/people.ts';
import { createQuoteStore } from '../src/core/store/quote-store.ts';
import { connectRedis } from '../src/core/store/redis.ts';
import { createStore, type Store } from '../src/core/store/store.ts';
import { createTrees } from '../src/core/store/versions/trees.ts';
import { createAsking, withJitter } from '../src/core/view/asking.ts';
import { startRedis } from '../src/embedded/redis/start.ts';
import { type Cpu, ofProcess, ofServer } from './redis-cpu.ts';

const jobs = Number(process.argv[2] ?? 1000);
const rounds = 2;
const warmMs = 3000;
const windowMs = 8000;
/** What the provider takes to answer. */
const answerMs = Number(process.argv[3] ?? 20);
/** As progress.ts does before it has learned anything. */
const pauseMs = 2000;

const log = createLog({ level: 'error', human: false });

/** Since when each job is to be asked about, in ms since 1970. */
const due = new Map<string, number>();
let late: number[] = [];

async function ask({ requestId }: Operation) {
  const planned = due.get(requestId);
  if (planned !== undefined) late.push(Date.now() - planned);
  await sleep(answerMs);
  return { kind: 'processing' } as const;
}

const unasked = () => Promise.reject(new Error('this is not asked here'));
const provider: Provider = {
  check: ask,
  submit: unasked,
  result: unasked,
  upload: unasked,
  credits: unasked,
  origins: [],
  close: async () => {},
};

const operationOf = (id: string): Operation => ({ requestId: id, statusUrl: '', resultUrl: '' });
const ids = Array.from({ length: jobs }, (_, index) => `bench${index}`);

type Measured = { polls: number; node: number; redis: number; p50: number; p99: number; worst: number };

async function measure(redisCpu: Cpu): Promise<Measured> {
  await sleep(warmMs);
  late = [];
  const [node, redis] = [process.cpuUsage(), await redisCpu()];
  await sleep(windowMs);
  const { user, system } = process.cpuUsage(node);
  const sorted = late.toSorted((a, b) => a - b);
  const quantile = (share: number) => sorted[Math.floor(share * sorted.length)] ?? Number.NaN;
  return {
    polls: sorted.length,
    node: (user + system) / sorted.length,
    redis: ((await redisCpu()) - redis) / sorted.length,
    p50: quantile(0.5),
    p99: quantile(0.99),
    worst: sorted.at(-1) ?? Number.NaN,
  };
}

/** A timer for each job and nothing else: no record, nothing survives. */
async function bareTimers(): Promise<Measured> {
  due.clear();
  const timers = new Map<string, NodeJS.Timeout>();
  const plan = (id: string, ms: number) => {
    due.set(id, Date.now() + ms);
    timers.set(
      id,
      setTimeout(() => ask(operationOf(id)).then(() => timers.has(id) && plan(id, withJitter(pauseMs))), ms),
    );
  };
  for (const id of ids) plan(id, Math.random() * pauseMs);
  const measured = await measure(async () => 0);
  const running = [...timers.values()];
  timers.clear();
  for (const timer of running) clearTimeout(timer);
  await sleep(2 * answerMs);
  return measured;
}

async function ourPoller(url: string, redisCpu: Cpu, folder: string, round: number): Promise<Measured> {
  due.clear();
  const prefix = `bench-${process.pid}-${round}`;
  const connection = connectRedis(url, { log });
  const real = createStore(connection, { prefix, log, clock: Date.now });
  const store: Store = {
    ...real,
    async change(job, change) {
      const made = await real.change(job, change);
      if (made && change.due !== 'never') due.set(job.id, change.due);
      return made;
    },
    postpone(id, at) {
      due.set(id, at);
      real.postpone(id, at);
    },
  };
  const connect = () => connectRedis(url, { log, forWorkers: true });
  const queues = createQueues({ connect, prefix, log, clock: Date.now, submitsPerMinute: 6000 });
  const stopping = new AbortController();
  const fetcher = createFetcher();
  const free = { perDay: null, budget: null, jobsPerPerson: null, jobsAtOnce: null };
  const terms = { period: '2026-01-01', monthly: null, ...free };
  const context = {
    ...{
      store,
      queues,
      provider,
      fetcher,
      log,
      timings,
      clock: Date.now,
      stopping: stopping.signal,
      asking: createAsking(),
    },
    ...{
      platforms: new Map(),
      maxFileBytes: 0,
      keepFilesMs: 3_600_000,
      asNumbers: [],
      prices: [],
      costPerMonth: null,
      jobsAtProvider: undefined,
      lab: true,
    },
    ledger: createLedger(connection, { prefix, clock: Date.now }),
    batches: createBatches(connection, prefix),
    quotes: createQuoteStore(connection, prefix),
    people: createPeopleStore(connection, prefix),
    trees: createTrees(connection, prefix),
    files: await openFiles(folder),
    persist: async () => {},
    refundsDifferences: false,
    checkpoint: () => {},
  };
  await Promise.all(
    ids.map(async (id) => {
      const person = { scope: 'bench', requester: 'bench' };
      const job = { id, ...person, model: 'esrgan', settings: {}, platform: 'bench', address: null };
      const source = { kind: 'link', link: 'https://bench.example/a.png' } as const;
      await store.create(
        { ...job, source, price: 500 },
        { key: id, due: Date.now() + timings.expiryMs, terms },
      );
      const now = Date.now();
      const accepted = await store.read(id);
      if (accepted)
        await store.change(accepted, {
          from: ['accepted'],
          to: 'polling',
          due: now + 1000 + Math.random() * pauseMs,
          set: { operation: operationOf(id), submittedAt: now, phase: 'processing', processingAt: now },
        });
    }),
  );
  const poller = createPoller(context, 256);
  const idle = async () => {};
  await queues.start(
    { submit: idle, prepare: idle, fetch: idle, deliver: idle, maintain: idle, sweep: () => poller.sweep() },
    [],
  );
  await queues.wakeSweep(0);
  try {
    return await measure(redisCpu);
  } finally {
    stopping.abort();
    await poller.close();
    await queues.close();
    const keys = await connection.keys(`${prefix}:*`);
    if (keys.length > 0) await connection.unlink(keys);
    await store.close();
    await fetcher.close();
  }
}

const folder = await mkdtemp(join(tmpdir(), 'darkroom-bench-'));
const given = process.env.REDIS_URL;
const started = given ? undefined : await startRedis({ folder: join(folder, 'redis'), lingerMs: 100 });
const url = given ?? started?.url ?? '';

const redisCpu = started ? ofProcess(started.pid) : ofServer(url);

try {
  const results: { what: string; measured: Measured }[] = [];
  // Turn and turn about, so that a slow moment of the machine meets both.
  for (let round = 0; round < rounds; round += 1) {
    results.push({ what: 'bare timers', measured: await bareTimers() });
    results.push({ what: 'poller', measured: await ourPoller(url, redisCpu, folder, round) });
  }
  // For bench/goals.ts: the better of the rounds, since others use the machine.
  const least = (what: string, of: (measured: Measured) => number) =>
    Math.min(...results.filter((it) => it.what === what).map((it) => of(it.measured)));
  if (process.env.BENCH_JSON)
    console.log(
      JSON.stringify({
        late: least('poller', ({ p99 }) => p99),
        ratio: least('poller', ({ node }) => node) / least('bare timers', ({ node }) => node),
      }),
    );
  console.log(
    `${jobs} jobs in flight, asked about every ${pauseMs / 1000} s; ${started?.description ?? 'Redis of REDIS_URL'}`,
  );
  console.table(
    results.map(({ what, measured }) => ({
      what,
      'questions a second': Math.round(measured.polls / (windowMs / 1000)),
      'late p50 ms': Math.round(measured.p50),
      'late p99 ms': Math.round(measured.p99),
      'worst ms': Math.round(measured.worst),
      'Node µs a question': Math.round(measured.node),
      'Redis µs a question': Math.round(measured.redis),
    })),
  );
} finally {
  await started?.release();
  await rm(folder, { recursive: true, force: true });
}
