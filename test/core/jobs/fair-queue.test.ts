import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fairOrder, nextToSubmit, waiting } from '../../../src/core/jobs/fair-queue.ts';
import type { QueueEntry } from '../../../src/core/store/store.ts';

const entry = (person: string, at: number, id = `${person}${at}`): QueueEntry => ({
  id,
  person,
  model: 'esrgan',
  at,
});
const ids = (entries: readonly QueueEntry[]) => entries.map(({ id }) => id);
const someone = fc.array(
  fc
    .record({ person: fc.constantFrom('a', 'b', 'c'), at: fc.nat(1000) })
    .map(({ person, at }) => entry(person, at)),
  { maxLength: 30 },
);
const distinct = (entries: readonly QueueEntry[]) =>
  entries.map((each, index) => ({ ...each, id: `${each.id}-${index}` }));

describe('the line', () => {
  it('serves who waits with one job before the tenth of another', () => {
    const many = Array.from({ length: 10 }, (_, index) => entry('a', index));
    const queued = [...many, entry('b', 100)];
    expect(ids(fairOrder(queued, []))).toEqual([
      'a0',
      'b100',
      'a1',
      'a2',
      'a3',
      'a4',
      'a5',
      'a6',
      'a7',
      'a8',
      'a9',
    ]);
  });

  it('counts what somebody already has at the provider', () => {
    expect(ids(fairOrder([entry('a', 1), entry('b', 2)], [entry('a', 0)]))).toEqual(['b2', 'a1']);
  });

  it('keeps everybody, each person’s jobs in their order, and nobody more than one round ahead of another', () => {
    fc.assert(
      fc.property(someone.map(distinct), (queued) => {
        const order = fairOrder(queued, []);
        expect(ids(order).toSorted()).toEqual(ids(queued).toSorted());
        const served: Record<string, number> = {};
        const total: Record<string, number> = {};
        for (const { person } of queued) total[person] = (total[person] ?? 0) + 1;
        let last = 0;
        for (const { person, at } of order) {
          const before = order.slice(
            0,
            order.findIndex((each) => each.person === person && each.at === at),
          );
          expect(before.every((each) => each.person !== person || each.at <= at)).toBe(true);
          const round = served[person] ?? 0;
          expect(round).toBeGreaterThanOrEqual(last);
          last = round;
          served[person] = round + 1;
        }
        expect(served).toEqual(total);
      }),
    );
  });

  it('lets as many in as there is room for', () => {
    const queued = [entry('a', 1), entry('a', 2), entry('b', 3)];
    expect(ids(nextToSubmit({ queued, running: [entry('c', 0)] }, 2))).toEqual(['a1']);
    expect(ids(nextToSubmit({ queued, running: [entry('c', 0)] }, 1))).toEqual([]);
    expect(nextToSubmit({ queued, running: [] }, undefined)).toHaveLength(3);
  });

  it('keeps who has as many there as they may behind all others, whether or not there is room', () => {
    const held = (at: number) => ({ ...entry('a', at), personAtMost: 2 });
    const line = { queued: [held(2), held(3), entry('b', 4)], running: [entry('a', 1)] };
    expect(ids(nextToSubmit(line, undefined))).toEqual(['b4', 'a2']);
    expect(ids(nextToSubmit({ ...line, running: [entry('a', 0), entry('a', 1)] }, 9))).toEqual(['b4']);
    const options = { atMost: 9, usualMs: () => 10_000 };
    expect(waiting('a3', line, options)).toEqual({ position: 3, startsInMs: undefined, behindOwn: true });
    expect(waiting('a2', line, options)).toEqual({ position: 2, startsInMs: 0 });
  });
});

describe('the wait of a job in the line', () => {
  const usualMs = () => 10_000;
  const queued = [entry('a', 1), entry('a', 2), entry('b', 3)];

  it('is counted in turns, not in arrivals', () => {
    const running = [entry('c', 0)];
    expect(waiting('b3', { queued, running }, { atMost: 1, usualMs })).toEqual({
      position: 2,
      startsInMs: 15_000,
    });
    expect(waiting('a2', { queued, running }, { atMost: 1, usualMs })).toEqual({
      position: 3,
      startsInMs: 25_000,
    });
  });

  it('is nothing where there is room, and not said where nobody knows', () => {
    expect(waiting('a1', { queued, running: [] }, { atMost: 2, usualMs })).toEqual({
      position: 1,
      startsInMs: 0,
    });
    const unknown = { atMost: 1, usualMs: () => undefined };
    expect(waiting('a2', { queued, running: [] }, unknown)).toEqual({ position: 3, startsInMs: undefined });
    expect(
      waiting('a2', { queued, running: [] }, { ...unknown, atMost: undefined })?.startsInMs,
    ).toBeUndefined();
    expect(waiting('other', { queued, running: [] }, { atMost: 1, usualMs })).toBeUndefined();
  });
});
