/** Who may edit when, where all processes share a budget; see `slot.lua`. By Redis' own time, in ms. */
import type { Redis } from 'ioredis';
import { keysFor } from '../keys.ts';
import { readScript } from '../lua/scripts.ts';

/** An edit that was sent is answered within so long, or its process is gone. */
const longestMs = 30_000;

/** A budget as one edit meets it: it goes while fewer than `most` have gone in `perMs`. */
export type SharedBudget = { name: string; perMs: number; most: number };

export type Slots = {
  /**
   * Takes a slot in each of the budgets, under this token, or in none. Answers in how many ms it is worth asking again:
   * for the lane, which may rest, and for each budget; only zeros: they were taken.
   */
  takeSlot(lane: string, token: string, budgets: readonly SharedBudget[]): Promise<number[]>;
  /** The edit was answered: from now on the slot counts for `perMs`. */
  useSlot(token: string, budgets: readonly SharedBudget[]): Promise<void>;
  /** Nothing was sent. */
  releaseSlot(token: string, budgets: readonly SharedBudget[]): Promise<void>;
  /** Nobody is given a slot in the lane for so long. */
  restLane(lane: string, ms: number): Promise<void>;
};

type Commands = { editSlot(...args: (string | number)[]): Promise<number[]> };

/** @param time ms since 1970 instead of Redis' own time, for tests that move it. */
export function createSlots(redis: Redis, { prefix, time }: { prefix: string; time?: () => number }): Slots {
  redis.defineCommand('editSlot', { lua: readScript('slot') });
  // ioredis adds the command to the object, not to its type.
  const commands = redis as Redis & Commands;
  const keys = keysFor(prefix);

  async function run(
    what: 'take' | 'used' | 'unused' | 'rest',
    {
      lane,
      budgets = [],
      ...more
    }: { lane: string; token?: string; ms?: number; budgets?: readonly SharedBudget[] },
  ): Promise<number[]> {
    const names = [keys.rest(lane), ...budgets.map(({ name }) => keys.slots(name))];
    const wanted = { what, longestMs, budgets, ...more, now: time?.() };
    return commands.editSlot(names.length, ...names, JSON.stringify(wanted));
  }

  return {
    takeSlot: (lane, token, budgets) => run('take', { lane, token, budgets }),
    useSlot: async (token, budgets) => void (await run('used', { lane: '', token, budgets })),
    releaseSlot: async (token, budgets) => void (await run('unused', { lane: '', token, budgets })),
    restLane: async (lane, ms) => void (await run('rest', { lane, ms })),
  };
}
