/** Who may edit next: never beyond a budget, the urgent first, nobody forgotten. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardDiff, type Shown } from '../../../src/core/card-updates/card-diff.ts';
import { createEditQueue } from '../../../src/core/card-updates/edit-queue.ts';
import { createEditScheduler } from '../../../src/core/card-updates/edit-scheduler.ts';
import type { Slot } from '../../../src/core/card-updates/slot.ts';
import type { Budget, Purpose } from '../../../src/core/ports/edit-limits.ts';
import { handTime } from './publish-fixture.ts';

const budget = (most: Partial<Budget['most']> & { end: number }, perMs = 5000, name = 'lane'): Budget => ({
  ...{ name, perMs },
  most: { state: most.end, news: most.state ?? most.end, progress: most.state ?? most.end, ...most },
});
const wish = (purpose: Purpose, budgets: Budget[] = [], lane = 'lane') => ({ purpose, budgets, lane });
const ids = (granted: readonly { id: string }[]) => granted.map(({ id }) => id);

describe('room for edits', () => {
  it('is given to ends, then to changes of state, then to progress, and else in the order of asking', () => {
    const scheduler = createEditScheduler();
    const order: [string, Purpose][] = [
      ['a', 'progress'],
      ['b', 'state'],
      ['c', 'end'],
      ['d', 'state'],
      ['e', 'end'],
    ];
    for (const [id, purpose] of order) scheduler.wait(id, wish(purpose));
    expect(ids(scheduler.take(0))).toEqual(['c', 'e', 'b', 'd', 'a']);
    expect(scheduler.take(0)).toEqual([]);
  });

  it('is kept for what is more urgent', () => {
    const scheduler = createEditScheduler();
    const budgets = [budget({ end: 3, state: 2, news: 1, progress: 1 })];
    for (const id of ['a', 'b', 'c']) scheduler.wait(id, wish('progress', budgets));
    expect(ids(scheduler.take(0))).toEqual(['a']);
    for (const id of ['d', 'e']) scheduler.wait(id, wish('state', budgets));
    expect(ids(scheduler.take(0))).toEqual(['d']);
    for (const id of ['f', 'g']) scheduler.wait(id, wish('end', budgets));
    expect(ids(scheduler.take(0))).toEqual(['f']);
  });

  it('is counted from the answer to an edit, and given back where none was sent', () => {
    const scheduler = createEditScheduler();
    const budgets = [budget({ end: 1 })];
    const take = (id: string, now: number): Slot[] => {
      scheduler.wait(id, wish('state', budgets));
      return scheduler.take(now).map(({ slot }) => slot);
    };
    const [first] = take('a', 0);
    expect(take('b', 60_000)).toEqual([]);
    expect(scheduler.next()).toBeUndefined();
    first?.used(60_000);
    expect(scheduler.next()).toBe(65_000);
    expect(scheduler.take(64_999)).toEqual([]);
    const [second] = scheduler.take(65_000);
    second?.slot.unused();
    const [third] = take('c', 65_000);
    third?.used(65_000);
    third?.unused();
    expect(take('d', 65_001)).toEqual([]);
    scheduler.leave('d');
    expect(scheduler.next()).toBeUndefined();
  });

  it('is looked for in every budget: a channel’s second and a workspace’s minute', () => {
    const scheduler = createEditScheduler();
    const budgets = (channel: string) => [
      budget({ end: 3 }, 60_000, 'workspace'),
      budget({ end: 1 }, 1000, channel),
    ];
    const all: [string, string][] = [
      ['a', 'one'],
      ['b', 'one'],
      ['c', 'two'],
      ['d', 'three'],
    ];
    for (const [id, channel] of all) scheduler.wait(id, wish('state', budgets(channel)));
    const granted = scheduler.take(0);
    expect(ids(granted)).toEqual(['a', 'c', 'd']);
    for (const { slot } of granted) slot.used(0);
    expect(scheduler.next()).toBe(60_000);
  });

  it('keeps the place of a card that becomes urgent, and never makes it less so', () => {
    const scheduler = createEditScheduler();
    scheduler.wait('a', wish('progress'));
    scheduler.wait('b', wish('end'));
    scheduler.wait('a', wish('end'));
    scheduler.wait('a', wish('progress'));
    expect(ids(scheduler.take(0))).toEqual(['a', 'b']);
  });

  it('is not given in a lane that rests, and a lane that is refused again and again is slower for ten minutes', () => {
    const scheduler = createEditScheduler();
    scheduler.rest('lane', 0, 3000);
    scheduler.rest('lane', 10, 2000);
    scheduler.wait('a', wish('end'));
    scheduler.wait('b', wish('progress', [], 'other'));
    expect(ids(scheduler.take(2999))).toEqual(['b']);
    expect(scheduler.next()).toBe(3000);
    expect(ids(scheduler.take(3000))).toEqual(['a']);
    expect(scheduler.slowness('lane', 3000)).toBe(1);
    scheduler.rest('lane', 4000, 5000);
    expect([scheduler.slowness('lane', 5000), scheduler.slowness('other', 5000)]).toEqual([2, 1]);
    expect(scheduler.slowness('lane', 600_001)).toBe(1);
  });

  it('of a shared budget is asked for by all who may have it; after a refusal by the first alone, and not too soon', () => {
    const scheduler = createEditScheduler();
    const budgets = [{ ...budget({ end: 3, progress: 2 }), shared: true }];
    const no = (until: number) => ({ lane: 0, budgets: new Map([['lane', until]]) });
    for (const id of ['a', 'b', 'c']) scheduler.wait(id, wish('progress', budgets));
    const asked = scheduler.take(0);
    expect(ids(asked)).toEqual(['a', 'b']);
    for (const { ask } of asked) expect(ask?.answered(0, no(1000))).toBe(false);
    // What is more urgent may have room.
    scheduler.wait('d', wish('end', budgets));
    const [urgent] = scheduler.take(10);
    expect(urgent?.id).toBe('d');
    expect(scheduler.next()).toBeUndefined();
    expect(urgent?.ask?.answered(20)).toBe(true);
    urgent?.slot.used(20);
    expect([scheduler.take(999), scheduler.next()]).toEqual([[], 1000]);
    const [first, ...others] = scheduler.take(1000);
    expect([first?.id, others]).toEqual(['a', []]);
    expect(first?.ask?.answered(1001, no(1500))).toBe(false);
    // It keeps its place.
    const [again] = scheduler.take(1500);
    expect(again?.id).toBe('a');
    scheduler.leave('a');
    expect(again?.ask?.answered(1501)).toBe(false);
    again?.slot.unused();
    expect(ids(scheduler.take(1501))).toEqual(['b']);
  });

  it('is never more than any budget, whoever asks whenever, and everybody gets some', () => {
    const purposes = fc.constantFrom<Purpose[]>('end', 'state', 'progress');
    const asking = fc.record({
      at: fc.integer({ min: 0, max: 20_000 }),
      lane: fc.integer({ min: 0, max: 2 }),
      purpose: purposes,
      answerMs: fc.integer({ min: 0, max: 3000 }),
      /** The other side counts it at this share of the way. */
      counted: fc.double({ min: 0, max: 1, noNaN: true }),
      sends: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(asking, { minLength: 1, maxLength: 60 }), (askings) => {
        const lanes = [0, 1, 2].map((lane) =>
          budget({ end: 3, state: 2, news: 1, progress: 1 }, 1000, `lane ${lane}`),
        );
        const all = budget({ end: 5, state: 4, news: 2, progress: 2 }, 2000, 'all');
        const scheduler = createEditScheduler();
        const events: { at: number; run: () => void }[] = [];
        const counted: { at: number; lane: number; purpose: Purpose }[] = [];
        let served = 0;
        for (const [id, it] of askings.entries())
          events.push({
            at: it.at,
            run: () =>
              scheduler.wait(`${id}`, wish(it.purpose, [lanes[it.lane] ?? all, all], `lane ${it.lane}`)),
          });
        for (let now = 0; events.length > 0 || scheduler.next() !== undefined; ) {
          events.sort((a, b) => a.at - b.at);
          now = Math.max(now, Math.min(events[0]?.at ?? Infinity, scheduler.next() ?? Infinity));
          while (events[0] && events[0].at <= now) events.shift()?.run();
          for (const { id, slot } of scheduler.take(now)) {
            const it = askings[Number(id)];
            if (!it) throw new Error('nobody asked');
            served += 1;
            if (!it.sends) slot.unused();
            else {
              counted.push({ at: now + it.counted * it.answerMs, lane: it.lane, purpose: it.purpose });
              const answered = now + it.answerMs;
              events.push({ at: answered, run: () => slot.used(answered) });
            }
          }
        }
        expect(served).toBe(askings.length);
        const most = (edits: typeof counted, perMs: number) =>
          Math.max(
            0,
            ...edits.map(({ at }) => edits.filter((it) => it.at >= at && it.at < at + perMs).length),
          );
        expect(most(counted, 2000)).toBeLessThanOrEqual(5);
        for (const lane of [0, 1, 2]) {
          const here = counted.filter((it) => it.lane === lane);
          expect(most(here, 1000)).toBeLessThanOrEqual(3);
          expect(
            most(
              here.filter(({ purpose }) => purpose === 'progress'),
              1000,
            ),
          ).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('those who wait for room', () => {
  it('are given what another gives back, and what becomes free; after the end no timer is left', async () => {
    const time = handTime();
    const editQueue = createEditQueue(time);
    const one = wish('state', [budget({ end: 1 })]);
    const given: string[] = [];
    const to = (id: string) => (slot: Slot) => {
      given.push(id);
      slot.used(time.now());
    };
    const first = await editQueue.now('first', one, to('first'));
    for (const id of ['second', 'third', 'fourth'])
      expect(await editQueue.now(id, one, to(id))).toBeUndefined();
    first?.unused();
    expect(given).toEqual(['second']);
    await time.pass(5000);
    expect(given).toEqual(['second', 'third']);
    expect(time.timers()).toBe(1);
    await editQueue.close();
    expect(time.timers()).toBe(0);
  });
});

describe('news of a card', () => {
  const editLimits = { spacingMs: 1000, progressMs: 5000 };
  const shown = (more: Partial<Shown> = {}): Shown => ({
    ...{ version: 1, state: 'PROCESSING', progress: 0.1, cancellable: true, print: 'ten' },
    ...{ news: 'running', cost: undefined, losses: '' },
    ...more,
  });
  const cases: [string, Shown, Shown | undefined, number, ReturnType<typeof cardDiff>][] = [
    ['nothing was shown', shown(), undefined, Infinity, { purpose: 'state' }],
    ['another state', shown(), shown({ state: 'QUEUED' }), 1000, { purpose: 'state' }],
    ['another state too early', shown(), shown({ state: 'QUEUED' }), 400, { lookInMs: 600 }],
    ['a place in line', shown({ news: '2nd' }), shown(), 1000, { purpose: 'news' }],
    ['a place in line too early', shown({ news: '2nd' }), shown(), 400, { lookInMs: 600 }],
    ['what cancelling costs', shown({ cost: 'it costs' }), shown(), 1000, { purpose: 'state' }],
    ['what will be lost', shown({ losses: 'no sound' }), shown(), 1000, { purpose: 'state' }],
    ['that it costs nothing any more', shown(), shown({ cost: 'it costs' }), 1000, { lookInMs: 4000 }],
    ['a visible step', shown({ progress: 0.15 }), shown(), 5000, { purpose: 'progress' }],
    ['a visible step too early', shown({ progress: 0.9 }), shown(), 4000, { lookInMs: 1000 }],
    ['a small step', shown({ progress: 0.149, print: 'x' }), shown(), 5000, { lookInMs: 5000 }],
    ['a small step later', shown({ progress: 0.149, print: 'x' }), shown(), 17_000, { lookInMs: 3000 }],
    [
      'a small step at last',
      shown({ progress: 0.149, print: 'x' }),
      shown(),
      20_000,
      { purpose: 'progress' },
    ],
    ['a first progress', shown(), shown({ progress: undefined }), 5000, { purpose: 'progress' }],
    ['nothing to cancel any more', shown({ cancellable: false }), shown(), 5000, { purpose: 'progress' }],
    ['something else beside it', shown({ frame: 'ends soon' }), shown(), 5000, { purpose: 'progress' }],
    ['the same for long', shown({ version: 2 }), shown(), 60_000, { lookInMs: 5000 }],
    ['shown by another process', shown(), shown({ print: undefined }), 20_000, { purpose: 'progress' }],
  ];
  it.each(cases)('%s', (_what, now, before, sinceMs, expected) => {
    expect(cardDiff(now, before, editLimits, sinceMs)).toEqual(expected);
  });

  it('is of states only where no progress is shown', () => {
    const still = { ...editLimits, progressMs: undefined };
    expect(cardDiff(shown({ progress: 0.9 }), shown(), still, 1e9)).toEqual({ lookInMs: 60_000 });
    expect(cardDiff(shown({ news: '2nd' }), shown(), still, 1e9)).toEqual({ lookInMs: 60_000 });
    expect(cardDiff(shown(), shown({ state: 'QUEUED' }), still, 1e9)).toEqual({ purpose: 'state' });
    expect(cardDiff(shown({ cost: 'it costs' }), shown(), still, 1e9)).toEqual({ purpose: 'state' });
  });
});
