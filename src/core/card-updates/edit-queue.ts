/**
 * Room for edits, given to those who wait for it as soon as there is some: the scheduler with a timer, and where a budget
 * is shared with the word of the other processes.
 */

import { createEditScheduler, type Granted } from './edit-scheduler.ts';
import type { SharedBudgets } from './shared-budgets.ts';
import { both, nothing, type Slot, type Wish } from './slot.ts';
import type { Time } from './time.ts';

export type EditQueue = {
  /** Room for one edit of the card if there is some now; else `later` is given it when its turn has come. */
  now(id: string, wish: Wish, later: (slot: Slot) => void): Promise<Slot | undefined>;
  /** The same, waited for; undefined when there is none in `patienceMs`, at once when that is known or it is closed. */
  soon(
    id: string,
    wish: Wish,
    options: { patienceMs: number; later: (slot: Slot) => void },
  ): Promise<Slot | undefined>;
  leave(id: string): void;
  /** Silence in the lane for so many ms: it was refused an edit. */
  rest(lane: string, ms: number): void;
  /** By how much progress in the lane is to be slower than its limits say. */
  slowness(lane: string): number;
  /** Nobody waits any more; resolves when no timer is left. */
  close(): Promise<void>;
};

/** To whom the room is given that a card waits for. */
type Taker = {
  given(slot: Slot): void;
  /** Others leave no room, or there will be none from here. */
  refused?(): void;
};

/** @param sharedBudgets left out: no budget is shared. */
export function createEditQueue(time: Time, sharedBudgets?: SharedBudgets): EditQueue {
  const scheduler = createEditScheduler();
  const takers = new Map<string, Taker>();
  const asks = new Set<Promise<void>>();
  let callOff = () => {};
  let closed = false;

  function give(): void {
    callOff();
    callOff = () => {};
    const granted = scheduler.take(time.now());
    const next = closed ? undefined : scheduler.next();
    if (next !== undefined) callOff = time.after(Math.max(0, next - time.now()), give);
    for (const { id, slot, ask } of granted) {
      if (!ask) hand(id, slot);
      else {
        const asked = askSharedBudgets(id, slot, ask).finally(() => asks.delete(asked));
        asks.add(asked);
      }
    }
  }

  function hand(id: string, slot: Slot): void {
    const taker = takers.get(id);
    takers.delete(id);
    taker?.given(returning(slot));
  }

  async function askSharedBudgets(id: string, slot: Slot, ask: NonNullable<Granted['ask']>): Promise<void> {
    const answer = (await sharedBudgets?.ask(ask.wish)) ?? { slot: nothing };
    if ('refusal' in answer) {
      ask.answered(time.now(), answer.refusal);
      takers.get(id)?.refused?.();
    } else {
      const given = both(slot, answer.slot);
      if (ask.answered(time.now())) hand(id, given);
      else given.unused();
    }
    give();
  }

  /** Room that is given back is given on. */
  const returning = (slot: Slot): Slot => ({
    used(now) {
      slot.used(now);
      give();
    },
    unused() {
      slot.unused();
      give();
    },
  });

  function leave(id: string): void {
    scheduler.leave(id);
    takers.delete(id);
  }

  /** Waits for room; `refused` is called at once where it is not known to be on its way. */
  function wait(id: string, wish: Wish, taker: Required<Taker>): void {
    takers.set(id, taker);
    scheduler.wait(id, wish);
    give();
    if (takers.get(id) === taker && !scheduler.asks(id)) taker.refused();
  }

  return {
    now: (id, wish, later) =>
      new Promise((resolve) => {
        wait(id, wish, {
          given: resolve,
          refused() {
            if (closed) leave(id);
            else takers.set(id, { given: later });
            resolve(undefined);
          },
        });
      }),
    soon: (id, wish, { patienceMs, later }) =>
      new Promise((resolve) => {
        const end = (slot: Slot | undefined) => {
          stop();
          if (!slot && closed) leave(id);
          else if (!slot) takers.set(id, { given: later });
          resolve(slot);
        };
        const stop = time.after(patienceMs, () => end(undefined));
        const until = time.now() + patienceMs;
        const refused = () => {
          const opens = scheduler.opens(id);
          if (closed || (Number.isFinite(opens) && opens > until)) end(undefined);
        };
        wait(id, wish, { given: end, refused });
      }),
    leave,
    rest(lane, ms) {
      const now = time.now();
      scheduler.rest(lane, now, now + ms);
      sharedBudgets?.rest(lane, ms);
    },
    slowness: (lane) => scheduler.slowness(lane, time.now()),
    async close() {
      closed = true;
      callOff();
      for (const [id, { refused }] of [...takers]) {
        if (!refused) leave(id);
        else if (!scheduler.asks(id)) refused();
      }
      await Promise.all(asks);
    },
  };
}
