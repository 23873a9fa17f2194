/**
 * Whose edit goes next. Edits share budgets, such as that of a channel; within them the end of a job goes before a
 * change of state, that before progress, and else whoever has waited longest. It is told the time and keeps no timer.
 */

/** What an edit is for, the most urgent first. */
const purposes = ['end', 'state', 'progress'] as const;
export type Purpose = (typeof purposes)[number];

export type Budget = {
  /** Edits that name the same budget share it. */
  name: string;
  /** In any so many ms, from the answer to one edit on; */
  perMs: number;
  /** an edit for this purpose goes while fewer than so many have gone: progress leaves room for states, they for ends. */
  most: Readonly<Record<Purpose, number>>;
};

/** How often one card may be edited. */
export type Cadence = {
  /** The cards that rest together after a refusal, and are counted together. */
  lane: string;
  /** All that limits an edit; none: no limit. */
  budgets: readonly Budget[];
  /** Between two edits of this card, in ms; what a job's step waits for, such as its end, is shown without. */
  spacingMs: number;
  /** From one edit to the next that shows only progress, in ms; undefined: it shows changes of state alone. */
  progressMs: number | undefined;
};

/** Room for one edit, taken from all of its budgets and held until the first of these is called. */
export type Slot = {
  /** The edit was answered, well or not. @param now ms */
  used(now: number): void;
  /** Nothing was sent; does nothing after `used`. */
  unused(): void;
};

export type Pace = {
  /** Waits for room; who waits already keeps the place, now for the more urgent of the two purposes. */
  wait(id: string, wish: { purpose: Purpose } & Pick<Cadence, 'lane' | 'budgets'>): void;
  leave(id: string): void;
  /** Those who may edit at `now` (ms), in order; each has its slot. */
  take(now: number): { id: string; slot: Slot }[];
  /** When the next of those who wait may, in ms; undefined: nobody, or not before a slot is given back. */
  next(): number | undefined;
  /** The lane was refused an edit at `now` and stays silent until `until`, both in ms. */
  rest(lane: string, now: number, until: number): void;
  /** By how much progress in the lane is to be slower than its cadence, because it was refused again and again. */
  slowness(lane: string, now: number): number;
};

/** So many refusals within so many ms make a lane twice as slow. */
const refusals = { most: 3, withinMs: 10 * 60_000 };

export function createPace(): Pace {
  type Wish = Parameters<Pace['wait']>[1];
  /** In the order they came. */
  const waiting = new Map<string, Wish>();
  /** By budget: until when each slot is taken, in ms. */
  const taken = new Map<string, Set<{ until: number }>>();
  const rests = new Map<string, { until: number; refusedAt: number[] }>();

  /** When a budget has room, in ms; Infinity: not before an edit on its way is answered. */
  function opens({ name, most }: Budget, purpose: Purpose): number {
    const ends = [...(taken.get(name) ?? [])].map(({ until }) => until).sort((a, b) => a - b);
    const mustEnd = ends.length - most[purpose];
    return mustEnd < 0 ? 0 : (ends[mustEnd] ?? Number.POSITIVE_INFINITY);
  }

  const opensFor = ({ lane, budgets, purpose }: Wish) =>
    Math.max(rests.get(lane)?.until ?? 0, ...budgets.map((budget) => opens(budget, purpose)));

  function slotOf({ budgets }: Wish): Slot {
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
        for (const { place, all } of places) if (place.until === Number.POSITIVE_INFINITY) all.delete(place);
      },
    };
  }

  function clear(now: number): void {
    for (const [name, places] of taken) {
      for (const place of places) if (place.until <= now) places.delete(place);
      if (places.size === 0) taken.delete(name);
    }
    for (const [lane, { until, refusedAt }] of rests)
      if (until <= now && refusedAt.every((at) => at <= now - refusals.withinMs)) rests.delete(lane);
  }

  return {
    wait(id, wish) {
      const before = waiting.get(id);
      const urgency = (of: Wish) => purposes.indexOf(of.purpose);
      const urgent = before && urgency(before) < urgency(wish) ? before.purpose : wish.purpose;
      waiting.set(id, { ...wish, purpose: urgent });
    },
    leave: (id) => void waiting.delete(id),

    take(now) {
      clear(now);
      const granted: { id: string; slot: Slot }[] = [];
      for (const purpose of purposes) {
        for (const [id, wish] of waiting) {
          if (wish.purpose !== purpose || opensFor(wish) > now) continue;
          waiting.delete(id);
          granted.push({ id, slot: slotOf(wish) });
        }
      }
      return granted;
    },

    next() {
      const soonest = Math.min(...[...waiting.values()].map(opensFor));
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
