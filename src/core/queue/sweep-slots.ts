/** Sweeps to come, put together, so that a thousand due times make one wake-up; the timer of a process that works looks much sooner. */

const slotMs = 5000;

/**
 * @param add wakes a sweep of this slot after a delay in ms
 * @returns asks for a sweep at a time to come, in ms since 1970
 */
export function createSweepSlots(
  add: (slot: number, delay: number) => Promise<unknown>,
): (at: number, now: number) => Promise<void> {
  /** Those that this process has asked for. Each sweep asks for the next one, so the earliest is enough. */
  const asked = new Set<number>();
  return async (at, now) => {
    const slot = Math.ceil(at / slotMs);
    for (const past of asked) if (past * slotMs <= now) asked.delete(past);
    for (const earlier of asked) if (earlier <= slot) return;
    await add(slot, slot * slotMs - now);
    // After Redis has it: a wake-up that failed must be asked for again.
    asked.add(slot);
  };
}
