/** Edits of all processes together: what one workspace takes in a minute, however many there are and however they end. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createEditQueue } from '../../../src/core/card-updates/edit-queue.ts';
import { createSharedBudgets } from '../../../src/core/card-updates/shared-budgets.ts';
import type { Slot } from '../../../src/core/card-updates/slot.ts';
import type { Json } from '../../../src/core/domain/job.ts';
import { createLog } from '../../../src/core/log.ts';
import type { Budget, EditLimits, Purpose } from '../../../src/core/ports/edit-limits.ts';
import type { Platform } from '../../../src/core/ports/platform.ts';
import { connectRedis } from '../../../src/core/store/redis.ts';
import { createStore } from '../../../src/core/store/store.ts';
import { testRedis } from '../../helpers/fixture.ts';
import {
  type Chat,
  chat,
  easy,
  type Fixture,
  handTime,
  openFixture,
  type Process,
  processing,
  startProcess,
} from './publish-fixture.ts';

let redis: Awaited<ReturnType<typeof testRedis>>;
beforeAll(async () => {
  redis = await testRedis();
});
afterAll(() => redis.close());

const opened: Fixture[] = [];
afterEach(async () => {
  for (const { processes } of opened.splice(0))
    await Promise.all(processes.splice(0).map((each) => each.close()));
});

const most = { end: 50, state: 45, news: 40, progress: 40 };
const minute: Budget = { name: 'workspace', perMs: 60_000, most, shared: true };
/** As one workspace: fifty edits a minute, in all of its channels. */
const workspace = (address: Json): EditLimits => ({ ...easy(address), lane: 'workspace', budgets: [minute] });
const small =
  (counts: Record<Purpose, number>, perMs = 10_000) =>
  (address: Json): EditLimits => ({
    ...workspace(address),
    budgets: [{ name: 'small', perMs, most: counts, shared: true }],
  });

/** What the other side counts of all processes, each edit at some time between its sending and its answer. */
type Counter = { at: number[]; chats: Chat[] };
async function open(
  count: number,
  editLimits: Platform['editLimits'],
  options: { runMs?: number; answerMs?: number } = {},
) {
  const { runMs, answerMs = 0 } = options;
  const the = openFixture(redis.url, runMs);
  opened.push(the);
  const counter: Counter = { at: [], chats: [] };
  const start = async (): Promise<Process> => {
    const platform = chat(the.time, editLimits ? { editLimits } : {});
    platform.answer = async () => {
      const ms = Math.round(answerMs * Math.random());
      const counted = Math.round(ms * Math.random());
      if (answerMs > 0) await new Promise<void>((resolve) => void the.time.after(counted, resolve));
      counter.at.push(the.time.now());
      if (answerMs > 0) await new Promise<void>((resolve) => void the.time.after(ms - counted, resolve));
    };
    counter.chats.push(platform);
    return startProcess(the, platform);
  };
  const processes: Process[] = [];
  while (processes.length < count) processes.push(await start());
  const at = (index: number): Process => {
    const process = processes[index % count];
    if (!process) throw new Error('no such process');
    return process;
  };
  return { the, counter, start, at };
}
const busiest = ({ at }: Counter, perMs: number): number =>
  Math.max(0, ...at.map((from) => at.filter((time) => time >= from && time < from + perMs).length));
const edits = ({ chats }: Counter) => chats.flatMap((each) => each.edits).sort((a, b) => a.at - b.at);
/** By time: any of the processes may have sent the last one. */
const sentOf = ({ chats }: Counter, id: string) =>
  chats
    .flatMap(({ sent }) => sent)
    .filter((it) => it.id === id)
    .sort((a, b) => a.at - b.at);
/** As the last step of a job: until its person was told. */
async function tell(process: Process, id: string, { time }: Fixture): Promise<void> {
  for (;;) {
    const error = await process.publisher.show(await process.job(id)).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!error) return;
    await new Promise<void>((resolve) => void time.after(1000, resolve));
  }
}

describe('a budget that processes share', () => {
  it('is never passed in any of its times, and is used', async () => {
    const { the, counter, at } = await open(2, workspace, { runMs: 60_000, answerMs: 900 });
    const ids: string[] = [];
    for (let count = 0; count < 60; count += 1) ids.push(await at(count).ask(`lane ${count}`));
    await at(0).pass(30_000);
    for (const [index, id] of ids.entries()) await at(index).change(id, processing(the));
    await at(0).pass(150_000);
    const telling: Promise<void>[] = [];
    for (const [index, id] of ids.entries()) {
      await at(index).change(id, { to: 'cancelled' });
      telling.push(tell(at(index), id, the));
      await at(0).pass(500);
    }
    await at(0).pass(90_000);
    await Promise.all(telling);
    expect(busiest(counter, 60_000)).toBeLessThanOrEqual(50);
    // Nearly all of it where there was more to show.
    expect(busiest(counter, 61_000)).toBeGreaterThanOrEqual(49);
    for (const { edits } of counter.chats) expect(edits.length).toBeGreaterThan(40);
    for (const id of ids) expect(edits(counter).findLast((it) => it.id === id)?.state).toBe('CANCELLED');
  });

  it('keeps room for ends: progress of one process does not use up what another needs', async () => {
    const { the, counter, at } = await open(2, small({ end: 4, state: 4, news: 2, progress: 2 }), {
      runMs: 40_000,
    });
    const [first, second] = [await at(0).ask(), await at(0).ask()];
    await at(0).pass(20_000);
    for (const id of [first, second]) await at(0).change(id, processing(the));
    await at(0).pass(20_000);
    for (const id of [first, second]) {
      await at(1).change(id, { to: 'cancelled' });
      await at(1).publisher.show(await at(1).job(id));
      expect(sentOf(counter, id).at(-1)).toMatchObject({ state: 'CANCELLED', at: 40_000 });
    }
    expect(busiest(counter, 10_000)).toBeLessThanOrEqual(4);
  });

  it('gives an end the next place, before changes of state that have waited longer', async () => {
    const { the, counter, at } = await open(2, small({ end: 1, state: 1, news: 1, progress: 1 }));
    const [full, state, end] = [await at(0).ask(), await at(0).ask(), await at(1).ask()];
    // In which order they come depends on who asks first.
    while ([full, state, end].some((id) => sentOf(counter, id).length === 0)) await at(0).pass(1000);
    await at(0).pass(20_000);
    const begun = the.time.now();
    await at(0).change(full, processing(the));
    expect(sentOf(counter, full).at(-1)?.at).toBe(begun);
    // All in one process, which knows that there is no room as soon as it has asked.
    const [busy, idle] = counter.chats;
    const mine = busy?.sent.at(-1)?.at === begun ? at(1) : at(0);
    await (mine === at(0) ? at(1) : at(0)).publisher.close();
    await mine.change(state, processing(the));
    await mine.pass(1000);
    await mine.change(end, { to: 'cancelled' });
    const telling = tell(mine, end, the);
    await mine.pass(30_000);
    await telling;
    const after = [...(busy?.sent ?? []), ...(idle?.sent ?? [])].filter((it) => it.at > begun);
    expect(
      after
        .sort((a, b) => a.at - b.at)
        .map(({ id }) => id)
        .slice(0, 2),
    ).toEqual([end, state]);
    expect(busiest(counter, 10_000)).toBe(1);
  });

  it('is not passed by a process that begins after another has ended', async () => {
    const { the, counter, start, at } = await open(1, workspace);
    for (let count = 0; count < 45; count += 1) await at(0).ask(`lane ${count}`);
    expect(counter.at).toHaveLength(45);
    await at(0).close();
    the.processes.length = 0;
    const next = await start();
    for (let count = 0; count < 20; count += 1) await next.ask(`lane ${count}`);
    await next.pass(59_000);
    expect(counter.at).toHaveLength(45);
    await next.pass(5000);
    expect(counter.at.length).toBeGreaterThan(60);
    expect(busiest(counter, 60_000)).toBeLessThanOrEqual(50);
  });

  it('forgets what a process had on its way that never came back', async () => {
    const { counter, at } = await open(1, small({ end: 2, state: 2, news: 2, progress: 2 }));
    const budgets = [{ name: 'small', perMs: 10_000, most: 2 }];
    for (const token of ['lost one', 'lost two'])
      expect(await at(0).store.takeSlot('workspace', token, budgets)).toEqual([0, 0]);
    const id = await at(0).ask();
    await at(0).pass(39_000);
    expect(sentOf(counter, id)).toHaveLength(0);
    await at(0).pass(2500);
    expect(sentOf(counter, id)).toHaveLength(1);
  });

  it('counts from the answer to an edit, and not at all what was not sent', async () => {
    const { the, at } = await open(1, workspace);
    const { store } = at(0);
    const budgets = [
      { name: 'one', perMs: 1000, most: 1 },
      { name: 'two', perMs: 5000, most: 2 },
    ];
    const take = (token: string) => store.takeSlot('lane', token, budgets);
    expect(await take('a')).toEqual([0, 0, 0]);
    // The answer may come any time.
    expect(await take('b')).toEqual([0, 1000, 0]);
    await store.releaseSlot('a', budgets);
    expect(await take('b')).toEqual([0, 0, 0]);
    await the.time.pass(700);
    await store.useSlot('b', budgets);
    await the.time.pass(400);
    expect(await take('c')).toEqual([0, 601, 0]);
    await the.time.pass(601);
    expect(await take('c')).toEqual([0, 0, 0]);
    await store.useSlot('c', budgets);
    await the.time.pass(1001);
    // Of the first budget there is room, and none is taken.
    expect(await take('d')).toEqual([0, 0, 2999]);
    expect(await take('d')).toEqual([0, 0, 2999]);
    await store.restLane('lane', 9000);
    await store.restLane('lane', 100);
    expect(await take('d')).toEqual([9000, 0, 2999]);
    await the.time.pass(9000);
    expect(await take('d')).toEqual([0, 0, 0]);
  });

  it('that is full is asked about by one card at a time, not by all that wait', async () => {
    const { the, counter, at } = await open(2, small({ end: 5, state: 5, news: 5, progress: 5 }, 20_000));
    const ids: string[] = [];
    for (let count = 0; count < 40; count += 1) ids.push(await at(count).ask());
    await at(0).pass(170_000);
    const before = [counter.at.length, the.asked] as const;
    expect(before[0]).toBeGreaterThan(38);
    for (const id of ids) expect(sentOf(counter, id).length).toBeGreaterThan(0);
    expect(busiest(counter, 20_000)).toBe(5);
    expect(the.asked).toBeLessThan(4 * counter.at.length);
  });
});

class Busy extends Error {
  readonly retryAfterMs = 30_000;
}

describe('a lane that rests', () => {
  it('rests in all processes', async () => {
    const { the, counter, at } = await open(2, workspace);
    const [first, second] = [await at(0).ask(), await at(1).ask()];
    await at(0).pass(2000);
    for (const each of counter.chats) each.answer = () => Promise.reject(new Busy());
    await at(0).change(first, processing(the));
    const refused = counter.chats.findIndex(({ sent }) => sent.at(-1)?.at === 2000);
    for (const each of counter.chats) each.answer = async () => {};
    // The other one has not been refused anything.
    await at(refused).publisher.close();
    await at(0).change(second, processing(the));
    await at(0).pass(29_000);
    expect(edits(counter).filter((it) => it.at > 1000)).toEqual([]);
    await at(0).pass(2000);
    expect(edits(counter).at(-1)).toMatchObject({
      id: second,
      state: 'PROCESSING',
      progress: expect.closeTo(0.3, 2),
    });
  });
});

describe('a card that was posted in its first state', () => {
  it('waits with what else there is to say until there is room for progress', async () => {
    const counts = { end: 3, state: 3, news: 1, progress: 1 };
    const editLimits = (address: Json): EditLimits => ({ ...small(counts)(address), posted: 'QUEUED' });
    const { the, counter, at } = await open(2, editLimits);
    const [first, second, third] = [await at(0).ask(), await at(1).ask(), await at(0).ask()];
    await at(0).pass(1000);
    expect(edits(counter)).toMatchObject([{ id: first, state: 'QUEUED', at: 1000 }]);
    await at(0).pass(1000);
    await at(0).change(third, processing(the));
    expect(edits(counter).slice(1)).toMatchObject([{ id: third, state: 'PROCESSING', at: 2000 }]);
    // Its progress, in one process, might take the room before the news that wait in the other.
    await at(0).change(third, { to: 'cancelled' });
    await at(0).pass(9999);
    expect(edits(counter)).toHaveLength(2);
    await at(0).pass(10_000);
    expect(edits(counter).slice(2)).toMatchObject([{ id: second, state: 'QUEUED' }]);
  });
});

describe('room that is asked for', () => {
  const log = createLog({ level: 'silent', human: false });
  const one: Budget = {
    name: 'one',
    perMs: 10_000,
    most: { end: 1, state: 1, news: 1, progress: 1 },
    shared: true,
  };
  const wish = { lane: 'lane', budgets: [one], purpose: 'state' } as const;

  it('is given back when nobody wants it any more, and when it is not used', async () => {
    const { the, at } = await open(1, workspace);
    const editQueue = createEditQueue(the.time, createSharedBudgets(at(0).store, the.time, log));
    const given: Slot[] = [];
    void editQueue.now('gone', wish, () => {}).then((slot) => slot && given.push(slot));
    editQueue.leave('gone');
    // Asked for after the first, answered after it.
    const slot = await editQueue.soon('next', wish, { patienceMs: 1000, later: () => {} });
    expect(given).toEqual([]);
    expect(slot).toBeDefined();
    const another = createEditQueue(the.time, createSharedBudgets(at(0).store, the.time, log));
    const later: Slot[] = [];
    expect(await another.now('other', wish, (its) => later.push(its))).toBeUndefined();
    slot?.unused();
    slot?.used(the.time.now());
    await the.time.pass(1100, at(0).settle);
    expect(later).toHaveLength(1);
    await Promise.all([editQueue.close(), another.close()]);
  });

  it('is waited for by a step also while the process stops, but no longer than one answer takes', async () => {
    const { the, at } = await open(1, workspace);
    const { store } = at(0);
    const editQueue = createEditQueue(the.time, createSharedBudgets(store, the.time, log));
    const soon = (id: string) => editQueue.soon(id, wish, { patienceMs: 2000, later: () => {} });
    const [first, closing] = [soon('first'), editQueue.close()];
    expect(await first).toBeDefined();
    await closing;
    expect(await soon('second')).toBeUndefined();
    (await first)?.unused();
    expect(await soon('third')).toBeDefined();
    expect(the.time.timers()).toBe(0);
  });
});

describe('without Redis', () => {
  it('a process keeps to the budget by itself, and shows what it has to show', async () => {
    const time = handTime();
    const log = createLog({ level: 'silent', human: false });
    // Nothing listens there.
    const connection = connectRedis('redis://127.0.0.1:1', { log });
    const store = createStore(connection, { prefix: 'none', log, clock: Date.now });
    const editQueue = createEditQueue(time, createSharedBudgets(store, time, log));
    const budget: Budget = {
      name: 'two',
      perMs: 10_000,
      most: { end: 2, state: 1, news: 1, progress: 1 },
      shared: true,
    };
    const given: [string, number][] = [];
    const ask = (id: string, purpose: Purpose) => {
      const taken = (slot?: Slot) => {
        if (slot) given.push([id, time.now()]);
        slot?.used(time.now());
      };
      void editQueue.now(id, { lane: 'lane', budgets: [budget], purpose }, taken).then(taken);
    };
    const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
    ask('state', 'state');
    ask('end', 'end');
    ask('later', 'end');
    await time.pass(4000, settle);
    expect(given).toEqual([]);
    await time.pass(26_000, settle);
    expect(given).toEqual([
      ['state', 5000],
      ['end', 5000],
      ['later', 20_000],
    ]);
    await editQueue.close();
    await store.close();
    expect(time.timers()).toBe(0);
  });
});
