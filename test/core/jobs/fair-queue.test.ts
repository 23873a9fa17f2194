import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fairOrder, nextToSubmit, places } from '../../../src/core/jobs/fair-queue.ts';
import { createLine } from '../../../src/core/jobs/queue-position.ts';
import { createLog } from '../../../src/core/log.ts';
import type { QueueEntry } from '../../../src/core/store/store.ts';
import { noticedPlace } from '../../../src/core/view/news.ts';

const log = createLog({ level: 'silent', human: false });

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
    expect(places(line, options).get('a3')).toEqual({ position: 3, startsInMs: undefined, behindOwn: true });
    expect(places(line, options).get('a2')).toEqual({ position: 2, startsInMs: 0 });
  });
});

describe('the wait of a job in the line', () => {
  const usualMs = () => 10_000;
  const queued = [entry('a', 1), entry('a', 2), entry('b', 3)];

  it('is counted in turns, not in arrivals', () => {
    const running = [entry('c', 0)];
    expect(places({ queued, running }, { atMost: 1, usualMs }).get('b3')).toEqual({
      position: 2,
      startsInMs: 15_000,
    });
    expect(places({ queued, running }, { atMost: 1, usualMs }).get('a2')).toEqual({
      position: 3,
      startsInMs: 25_000,
    });
  });

  it('is nothing where there is room, and not said where nobody knows', () => {
    expect(places({ queued, running: [] }, { atMost: 2, usualMs }).get('a1')).toEqual({
      position: 1,
      startsInMs: 0,
    });
    const unknown = { atMost: 1, usualMs: () => undefined };
    expect(places({ queued, running: [] }, unknown).get('a2')).toEqual({
      position: 3,
      startsInMs: undefined,
    });
    expect(
      places({ queued, running: [] }, { ...unknown, atMost: undefined }).get('a2')?.startsInMs,
    ).toBeUndefined();
    expect(places({ queued, running: [] }, { atMost: 1, usualMs }).get('other')).toBeUndefined();
  });
});

describe('news of places in line', () => {
  it('are of each place near the front, and of some far back', () => {
    expect([1, 2, 9, 10, 11, 15, 16, 51, 60, 101, 150].map(noticedPlace)).toEqual([
      1, 2, 9, 10, 15, 15, 20, 60, 60, 150, 150,
    ]);
  });

  it('come from one look at the queue for a thousand who wait, and name only those whose place moved', async () => {
    let looks = 0;
    let queued = Array.from({ length: 1_000 }, (_, index) => entry(`p${index}`, index));
    const changed = new Set<(id: string) => void>();
    const store = {
      queue: async () => {
        looks += 1;
        return { queued, running: [] };
      },
      durations: async () => [],
      onChange: async (listener: (id: string) => void) => {
        changed.add(listener);
        return () => changed.delete(listener);
      },
    };
    const line = createLine({ store, jobsAtProvider: 1, lab: true, log });
    const told: (readonly string[])[] = [];
    const stop = await line.onMove((ids) => told.push(ids));
    const change = () => {
      for (let times = 0; times < 50; times += 1) for (const listener of changed) listener('some job');
    };
    change();
    await expect.poll(() => told.length).toBe(1);
    queued = queued.slice(1);
    change();
    await expect.poll(() => told.length).toBe(2);
    const waits = queued.map(({ id }) => line.placeOf({ id, state: 'queued', cancelRequested: false }));
    expect((await Promise.all(waits)).map((place) => place?.position)).toEqual(queued.map((_, at) => at + 1));
    expect(looks).toBe(2);
    expect(told[0]).toHaveLength(1_000);
    expect(told[1]?.slice(0, 3)).toEqual(ids(queued.slice(0, 3)));
    expect(told[1]?.length).toBeLessThan(50);
    stop();
    expect(changed.size).toBe(0);
  });
});
