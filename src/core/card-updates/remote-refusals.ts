/**
 * What is known of the room that other processes leave in the budgets they share with this one. After a refusal nobody
 * here asks before it is worth asking, and then only one at a time: otherwise everybody who waits would ask at once.
 */

/** Until when others leave no room, in ms: in the lane, which rests, and in shared budgets by their names. */
export type Refusal = { lane: number; budgets: ReadonlyMap<string, number> };

export type RemoteRefusals = {
  /** When it is worth asking, in ms; Infinity: not before what is asked is answered. @param urgency 0 is the most urgent. */
  opens(budget: string, urgency: number): number;
  /** Somebody asks; what it returns is to be told how that ended. */
  ask(
    budgets: readonly { name: string; perMs: number }[],
    urgency: number,
  ): (now: number, refusal?: Refusal) => void;
  clear(now: number): void;
};

export function createRemoteRefusals(): RemoteRefusals {
  /** By budget: how many ask. */
  const asking = new Map<string, number>();
  /** By budget that had no room lately: what holds for an urgency and for whatever is less urgent. */
  const full = new Map<string, { refused: { urgency: number; until: number }[]; forgetAt: number }>();

  return {
    opens(budget, urgency) {
      const lately = full.get(budget);
      if (!lately) return 0;
      if (asking.has(budget)) return Number.POSITIVE_INFINITY;
      return Math.max(0, ...lately.refused.map((it) => (it.urgency <= urgency ? it.until : 0)));
    },

    ask(budgets, urgency) {
      for (const { name } of budgets) asking.set(name, (asking.get(name) ?? 0) + 1);
      return (now, refusal) => {
        for (const { name, perMs } of budgets) {
          const left = (asking.get(name) ?? 1) - 1;
          if (left > 0) asking.set(name, left);
          else asking.delete(name);
          const until = refusal?.budgets.get(name) ?? 0;
          if (until <= now) continue;
          const others = full.get(name)?.refused.filter((it) => it.urgency < urgency) ?? [];
          full.set(name, { refused: [...others, { urgency, until }], forgetAt: until + perMs });
        }
      };
    },

    clear(now) {
      for (const [budget, { forgetAt }] of full) if (forgetAt <= now) full.delete(budget);
    },
  };
}
