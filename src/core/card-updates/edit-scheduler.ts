/**
 * Whose edit goes next. Edits share budgets, such as that of a channel; within them the end of a job goes before a
 * change of state, that before other news, those before progress, and else whoever has waited longest. It is told the time
 * and keeps no timer.
 * Where a budget belongs to all processes, room here is only the first half: then the others must have left some.
 */

import { type Budget, type Purpose, purposes } from '../ports/edit-limits.ts';
import { createBudgetSlots } from './budget-slots.ts';
import { createRemoteRefusals, type Refusal } from './remote-refusals.ts';
import type { Slot, Wish } from './slot.ts';

const urgency = (purpose: Purpose) => purposes.indexOf(purpose);

export type Granted = {
  id: string;
  slot: Slot;
  /** Others are to be asked; until they have answered, its place in the queue is kept. */
  ask?: {
    wish: Wish;
    /** With a refusal it waits on, its slot given back. Otherwise: whether anybody still waits for the slot. */
    answered(now: number, refusal?: Refusal): boolean;
  };
};

export type EditScheduler = {
  /** Waits for room; who waits already keeps the place, now for the more urgent of the two purposes. */
  wait(id: string, wish: Wish): void;
  leave(id: string): void;
  /** Others are being asked for this one. */
  asks(id: string): boolean;
  /** When there is room for it at the earliest, in ms; Infinity: nobody knows. */
  opens(id: string): number;
  /** Those who may edit at `now` (ms), in order; each has its slot. */
  take(now: number): Granted[];
  /** When the next of those who wait may, in ms; undefined: nobody, or not before a slot is given back. */
  next(): number | undefined;
  /** The lane was refused an edit at `now` and stays silent until `until`, both in ms. */
  rest(lane: string, now: number, until: number): void;
  /** By how much progress in the lane is to be slower than its limits say, because it was refused again and again. */
  slowness(lane: string, now: number): number;
};

/** So many refusals within so many ms make a lane twice as slow. */
const refusals = { most: 3, withinMs: 10 * 60_000 };

export function createEditScheduler(): EditScheduler {
  /** In the order they came. */
  const waiting = new Map<string, Wish & { asks: boolean }>();
  const budgetSlots = createBudgetSlots();
  const rests = new Map<string, { until: number; refusedAt: number[] }>();
  const remoteRefusals = createRemoteRefusals();

  /** When a budget has room, in ms; Infinity: not before an edit on its way, or what is asked, is answered. */
  function opens(budget: Budget, purpose: Purpose): number {
    const here = budgetSlots.opens(budget, purpose);
    return budget.shared ? Math.max(here, remoteRefusals.opens(budget.name, urgency(purpose))) : here;
  }

  const opensFor = ({ lane, budgets, purpose }: Wish) =>
    Math.max(rests.get(lane)?.until ?? 0, ...budgets.map((budget) => opens(budget, purpose)));

  function askFor(id: string, wish: Wish, slot: Slot): NonNullable<Granted['ask']> {
    const shared = wish.budgets.filter((budget) => budget.shared);
    const end = remoteRefusals.ask(shared, urgency(wish.purpose));
    return {
      wish,
      answered(now, refusal) {
        end(now, refusal);
        const still = waiting.get(id);
        if (!refusal) return waiting.delete(id);
        slot.unused();
        if (still) still.asks = false;
        const before = rests.get(wish.lane);
        const until = Math.max(refusal.lane, before?.until ?? 0);
        if (refusal.lane > 0) rests.set(wish.lane, { until, refusedAt: before?.refusedAt ?? [] });
        return false;
      },
    };
  }

  function clear(now: number): void {
    remoteRefusals.clear(now);
    budgetSlots.clear(now);
    for (const [lane, { until, refusedAt }] of rests)
      if (until <= now && refusedAt.every((at) => at <= now - refusals.withinMs)) rests.delete(lane);
  }

  return {
    wait(id, wish) {
      const before = waiting.get(id);
      const urgent =
        before && urgency(before.purpose) < urgency(wish.purpose) ? before.purpose : wish.purpose;
      waiting.set(id, { ...wish, purpose: urgent, asks: before?.asks ?? false });
    },
    leave: (id) => void waiting.delete(id),
    asks: (id) => waiting.get(id)?.asks ?? false,
    opens(id) {
      const wish = waiting.get(id);
      return wish && !wish.asks ? opensFor(wish) : Number.POSITIVE_INFINITY;
    },

    take(now) {
      clear(now);
      const granted: Granted[] = [];
      for (const purpose of purposes) {
        for (const [id, wish] of waiting) {
          if (wish.purpose !== purpose || wish.asks || opensFor(wish) > now) continue;
          const slot = budgetSlots.take(wish.budgets);
          wish.asks = wish.budgets.some(({ shared }) => shared);
          if (!wish.asks) waiting.delete(id);
          granted.push({ id, slot, ...(wish.asks && { ask: askFor(id, wish, slot) }) });
        }
      }
      return granted;
    },

    next() {
      const soonest = Math.min(...[...waiting.values()].filter(({ asks }) => !asks).map(opensFor));
      return Number.isFinite(soonest) ? soonest : undefined;
    },

    rest(lane, now, until) {
      const before = rests.get(lane);
      const refusedAt = [...(before?.refusedAt ?? []).slice(1 - refusals.most), now];
      rests.set(lane, { until: Math.max(until, before?.until ?? 0), refusedAt });
    },
    slowness(lane, now) {
      const recent = rests.get(lane)?.refusedAt.filter((at) => at > now - refusals.withinMs) ?? [];
      return recent.length >= refusals.most ? 2 : 1;
    },
  };
}
