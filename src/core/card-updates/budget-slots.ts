/** The slots of each budget that are taken, as far as this process took them. Times in ms. */
import type { Budget, Purpose } from '../ports/edit-limits.ts';
import type { Slot } from './slot.ts';

export type BudgetSlots = {
  /** When it has room; Infinity: not before an edit on its way is answered. */
  opens(budget: Budget, purpose: Purpose): number;
  /** One slot in each of them. */
  take(budgets: readonly Budget[]): Slot;
  /** Forgets those that are free again at `now`. */
  clear(now: number): void;
};

export function createBudgetSlots(): BudgetSlots {
  /** By budget: until when each slot is taken. */
  const taken = new Map<string, Set<{ until: number }>>();

  return {
    opens(budget, purpose) {
      const ends = [...(taken.get(budget.name) ?? [])].map(({ until }) => until).sort((a, b) => a - b);
      const mustEnd = ends.length - budget.most[purpose];
      return mustEnd < 0 ? 0 : (ends[mustEnd] ?? Number.POSITIVE_INFINITY);
    },

    take(budgets) {
      const places = budgets.map(({ name, perMs }) => {
        const place = { until: Number.POSITIVE_INFINITY };
        const all = taken.get(name) ?? new Set();
        taken.set(name, all.add(place));
        return { place, perMs, all };
      });
      return {
        // Counted from the answer: the other side counted it at some time before, never after.
        used: (now) => {
          for (const { place, perMs } of places) place.until = now + perMs;
        },
        unused: () => {
          for (const { place, all } of places)
            if (place.until === Number.POSITIVE_INFINITY) all.delete(place);
        },
      };
    },

    clear(now) {
      for (const [name, places] of taken) {
        for (const place of places) if (place.until <= now) places.delete(place);
        if (places.size === 0) taken.delete(name);
      }
    },
  };
}
