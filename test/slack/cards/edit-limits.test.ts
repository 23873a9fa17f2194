/** How edits of cards share what Slack takes. */
import { expect, it } from 'vitest';
import type { Address } from '../../../src/bots/slack/address.ts';
import { editLimitsOf } from '../../../src/bots/slack/rate-limits.ts';
import { createEditScheduler } from '../../../src/core/card-updates/edit-scheduler.ts';
import type { Purpose } from '../../../src/core/ports/edit-limits.ts';

const address = (channel: string): Address => ({
  team: { id: 'T1', orgWide: false },
  channel,
  anew: 0,
  requester: 'U1',
  askedAt: 0,
  direct: false,
});
const minute = 60_000;

/** How many of so many cards may be edited at once, each in a channel of its own. */
function granted(
  pace: ReturnType<typeof createEditScheduler>,
  count: number,
  purpose: Purpose,
  now: number,
): number {
  for (let live = 1; live <= count; live += 1) {
    // Each is counted from when it is posted, a second before its first edit.
    const liveInLane = purpose === 'end' ? 1 : count;
    const editLimits = editLimitsOf(address(`C${live}`), { liveInLane, ageMs: 0 });
    pace.wait(`${purpose} ${live}`, { purpose, ...editLimits });
  }
  const taken = pace.take(now);
  for (const { slot } of taken) slot.used(now);
  for (let live = 1; live <= count; live += 1) pace.leave(`${purpose} ${live}`);
  return taken.length;
}

it('forty jobs that begin at once leave room for the ends of all of them', () => {
  const pace = createEditScheduler();
  const states = granted(pace, 40, 'state', 0);
  const ends = granted(pace, 40, 'end', 1_000);
  expect(states).toBeGreaterThanOrEqual(7);
  expect(ends).toBe(40);
  // What is beside the pace has three more.
  expect(states + ends).toBeLessThanOrEqual(47);
});

it('eight who wait see their places move, and states go before them', () => {
  const pace = createEditScheduler();
  expect(granted(pace, 8, 'news', 0)).toBe(8);
  const { budgets } = editLimitsOf(address('C1'), { liveInLane: 8, ageMs: 0 });
  expect(budgets[0]?.most).toMatchObject({ end: 47, state: 24, news: 20, progress: 4 });
});

it('a few jobs show more than their ends', () => {
  const { budgets } = editLimitsOf(address('C1'), { liveInLane: 5, ageMs: 0 });
  expect(budgets[0]?.most).toMatchObject({ end: 47, state: 30, news: 27, progress: 13 });
});

it('a job alone is shown every five seconds, many are shown less often, and old ones rarely', () => {
  const progressMs = (liveInLane: number, ageMs = 0) =>
    editLimitsOf(address('C1'), { liveInLane, ageMs }).progressMs;
  expect([progressMs(1), progressMs(3), progressMs(10), progressMs(40)]).toEqual([
    5_000, 5_000, 15_000, 60_000,
  ]);
  expect([progressMs(1, 6 * minute), progressMs(40, 6 * minute)]).toEqual([15_000, 60_000]);
});

it('cards of one workspace share what it has; those of another have their own', () => {
  const [here, there] = ['T1', 'T2'].map((id) =>
    editLimitsOf({ ...address('C1'), team: { id, orgWide: true } }, { liveInLane: 1, ageMs: 0 }),
  );
  expect(here?.lane).not.toBe(there?.lane);
  expect(here?.budgets.map(({ name }) => name)).not.toEqual(there?.budgets.map(({ name }) => name));
});
