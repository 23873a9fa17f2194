/** A publisher on the real store, with a time that is moved by hand and a chat whose edits end when they are told to. */
import { randomUUID } from 'node:crypto';
import { createPublisher, type Publisher } from '../../../src/core/card-updates/publisher.ts';
import type { Time } from '../../../src/core/card-updates/time.ts';
import type { Job, Json } from '../../../src/core/domain/job.ts';
import { createLog } from '../../../src/core/log.ts';
import type { EditLimits, Purpose } from '../../../src/core/ports/edit-limits.ts';
import type { Platform } from '../../../src/core/ports/platform.ts';
import type { Change } from '../../../src/core/store/jobs/change.ts';
import { connectRedis } from '../../../src/core/store/redis.ts';
import { createStore, type Store } from '../../../src/core/store/store.ts';
import type { ViewState, Waiting } from '../../../src/core/view/view.ts';
import { viewOf } from '../../../src/core/view/view-of.ts';
import { until } from '../../helpers/requests.ts';

const log = createLog({ level: process.env.TEST_LOG ?? 'silent', human: false });

export type HandTime = Time & {
  /** How many timers wait. */
  timers(): number;
  /** Lets `ms` pass timer by timer; after each, `settle` waits for what it set off. */
  pass(ms: number, settle?: () => Promise<void>): Promise<void>;
};

export function handTime(): HandTime {
  const timers = new Set<{ at: number; run: () => void }>();
  let now = 0;
  return {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    timers: () => timers.size,
    async pass(ms, settle = async () => {}) {
      const end = now + ms;
      await settle();
      for (;;) {
        const [next] = [...timers].sort((a, b) => a.at - b.at);
        if (!next || next.at > end) break;
        timers.delete(next);
        now = Math.max(now, next.at);
        next.run();
        await settle();
      }
      now = end;
    },
  };
}

export type Edit = { id: string; at: number; state: ViewState; line: string; progress: number | undefined };

export type Chat = Platform & {
  /** Those that were answered well, in the order of the answers. */
  edits: Edit[];
  /** Every one that was sent. */
  sent: Edit[];
  /** The most that were on their way at once for one card. */
  mostAtOnce: number;
  /** What becomes of an edit before it is answered; may throw. */
  answer: (edit: Edit) => Promise<void>;
};

const most = (count: number): Record<Purpose, number> => ({
  end: count,
  state: count,
  news: count,
  progress: count,
});
/** Without limits but one second between edits, and progress every five. */
export const easy = (address: Json): EditLimits => ({
  lane: `lane ${String(address)}`,
  budgets: [],
  spacingMs: 1000,
  progressMs: 5000,
});
/** Five edits in five seconds for the lane. */
export const narrow = (address: Json): EditLimits => ({
  ...easy(address),
  budgets: [{ name: `lane ${String(address)}`, perMs: 5000, most: { ...most(5), progress: 4 } }],
});

export function chat(time: Time, more: Partial<Platform> = { editLimits: easy }): Chat {
  const open = new Map<string, number>();
  const it: Chat = {
    name: 'chat',
    ...{ edits: [], sent: [], mostAtOnce: 0, answer: async () => {} },
    start: async () => {},
    stop: async () => {},
    deliver: async () => {},
    async show(_address, { id, state, line, progress }) {
      const edit = { id, at: time.now(), state, line, progress };
      it.sent.push(edit);
      open.set(id, (open.get(id) ?? 0) + 1);
      it.mostAtOnce = Math.max(it.mostAtOnce, open.get(id) ?? 0);
      try {
        await it.answer(edit);
        it.edits.push(edit);
      } finally {
        open.set(id, (open.get(id) ?? 0) - 1);
      }
    },
    ...more,
  };
  return it;
}

export type Process = {
  /** Something is on its way to or from its store. */
  isBusy(): boolean;
  /** How many changes of the job it has heard of. */
  heard(id: string): number;
  publisher: Publisher;
  store: Store;
  /** Makes a job in the lane of this name, and waits until every process has heard of it. */
  ask(lane?: string): Promise<string>;
  /** Changes it, and waits in the same way. */
  change(id: string, change: Omit<Change, 'due' | 'from'>): Promise<void>;
  job(id: string): Promise<Job>;
  /** Until nothing is on its way to or from the store. */
  settle(): Promise<void>;
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
};

/** Runs take so long, so that progress goes up by one in a hundred each hundredth of it. */
export type Fixture = {
  url: string;
  prefix: string;
  time: HandTime;
  runMs: number;
  processes: Process[];
  /** Jobs that were made in it, and how often processes asked Redis about edits. */
  made: number;
  asked: number;
  /** Where jobs stand in line, and who in each process is told when that changes. */
  places: Map<string, Waiting>;
  movers: Set<(ids: readonly string[]) => void>;
};
export const openFixture = (url: string, runMs = 100_000): Fixture => ({
  ...{ url, runMs, made: 0, asked: 0, prefix: `publish-${randomUUID()}` },
  time: handTime(),
  processes: [],
  ...{ places: new Map(), movers: new Set() },
});

/** ms since 1970; the beginning of a minute, and of the hand's time. */
const epoch = Date.UTC(2026, 10, 21);

export async function startProcess(the: Fixture, platform: Platform): Promise<Process> {
  const { time } = the;
  const clock = () => epoch + time.now();
  const real = createStore(connectRedis(the.url, { log }), {
    ...{ prefix: the.prefix, log, clock, slotTime: clock },
  });
  let busy = 0;
  const counted = <Args extends unknown[], Value>(call: (...args: Args) => Promise<Value>) => {
    return async (...args: Args): Promise<Value> => {
      busy += 1;
      return call(...args).finally(() => {
        busy -= 1;
      });
    };
  };
  const store: Store = {
    ...real,
    read: counted(real.read),
    claimShow: counted(real.claimShow),
    takeSlot: counted((...args) => {
      the.asked += 1;
      return real.takeSlot(...args);
    }),
    useSlot: counted(real.useSlot),
    releaseSlot: counted(real.releaseSlot),
    restLane: counted(real.restLane),
  };
  const publisher = createPublisher({
    ...{ store, log, clock, time },
    platforms: new Map([[platform.name, platform]]),
    viewOf: async (job) =>
      viewOf(job, {
        ...{ durations: Array.from({ length: 30 }, () => the.runMs), lab: true, now: clock() },
        waiting: the.places.get(job.id),
      }),
    onMove: async (moved) => {
      the.movers.add(moved);
      return () => the.movers.delete(moved);
    },
  });
  await publisher.start();
  const heard = new Map<string, number>();
  const stop = await real.onChange((id) => heard.set(id, (heard.get(id) ?? 0) + 1));

  async function settle(): Promise<void> {
    // Everything that an answer sets off happens before the next turn of the event loop.
    for (let quiet = 0; quiet < 3; quiet = the.processes.some((each) => each.isBusy()) ? 0 : quiet + 1)
      await new Promise((resolve) => setImmediate(resolve));
  }
  async function told(id: string, act: () => Promise<unknown>): Promise<void> {
    const before = the.processes.map((each) => each.heard(id));
    await act();
    await until(() => the.processes.every((each, at) => each.heard(id) > (before[at] ?? 0)));
    await settle();
  }
  const it = {
    ...{ publisher, store, settle },
    isBusy: () => busy > 0,
    heard: (id: string) => heard.get(id) ?? 0,
    async ask(lane = 'one') {
      the.made += 1;
      const id = `job${the.made}`;
      const terms = { period: '2026-11-01', monthly: null, perDay: null, budget: null };
      await told(id, () =>
        real.create(
          {
            ...{ id, model: 'esrgan', settings: {}, platform: platform.name, address: lane, price: 1 },
            ...{
              scope: 'scope',
              requester: 'somebody',
              source: { kind: 'link', link: 'https://a.example/' },
            },
          },
          { key: id, due: clock() + 1e9, terms: { ...terms, jobsPerPerson: null, jobsAtOnce: null } },
        ),
      );
      return id;
    },
    async job(id: string) {
      const job = await real.read(id);
      if (!job) throw new Error('no such job');
      return job;
    },
    async change(id: string, change: Omit<Change, 'due' | 'from'>) {
      const job = await it.job(id);
      await told(id, () => real.change(job, { ...change, from: [job.state], due: clock() + 1e9 }));
    },
    pass: (ms: number) => time.pass(ms, settle),
    async close() {
      stop();
      await publisher.close();
      await real.close();
    },
  };
  the.processes.push(it);
  return it;
}

/** The provider works on it from now on. */
export const processing = (the: Fixture): Omit<Change, 'due' | 'from'> => ({
  to: 'polling',
  set: { phase: 'processing', processingAt: epoch + the.time.now() },
});
