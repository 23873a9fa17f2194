/**
 * Asks for room in the budgets that this process shares with others. Where Redis does not answer, the process keeps to
 * its own count of its own edits: what people wait for is shown all the same.
 */
import { randomUUID } from 'node:crypto';
import { within } from '../../async/deadline.ts';
import type { Log } from '../log.ts';
import type { SharedBudget, Slots } from '../store/cards/edit-slots.ts';
import type { Refusal } from './remote-refusals.ts';
import type { Slot, Wish } from './slot.ts';
import type { Time } from './time.ts';

export type SharedBudgets = {
  /** A slot in the shared budgets of the wish; or until when there is none. Never rejects. */
  ask(wish: Wish): Promise<{ slot: Slot } | { refusal: Refusal }>;
  /** Silence in the lane for so many ms, for all processes. */
  rest(lane: string, ms: number): void;
};

/** So long Redis is waited for. Slow is not away: without it two processes would fill the same budget. */
const patienceMs = 5000;
/** Processes that wait for the same slot do not all ask at the same time. */
const jitterMs = 50;

export function createSharedBudgets(slots: Slots, time: Time, log: Log): SharedBudgets {
  const onAlone = (error: unknown): undefined =>
    void log.warn(
      { err: error },
      'the budgets of all processes could not be asked; this one keeps to its own',
    );

  function slotOf(token: string, budgets: readonly SharedBudget[]): Slot {
    let open = true;
    const end = (tell: Slots['useSlot']) => {
      if (open) tell(token, budgets).catch(onAlone);
      open = false;
    };
    return { used: () => end(slots.useSlot), unused: () => end(slots.releaseSlot) };
  }

  return {
    async ask({ lane, purpose, budgets }) {
      const shared = budgets.flatMap(({ name, perMs, most, shared }) =>
        shared ? [{ name, perMs, most: most[purpose] }] : [],
      );
      const token = randomUUID();
      const waits = await within(patienceMs, slots.takeSlot(lane, token, shared), time.after).catch(onAlone);
      const slot = slotOf(token, shared);
      if (!waits?.some((ms) => ms > 0)) return { slot };
      const now = time.now();
      const until = (ms = 0) => (ms > 0 ? now + ms + Math.round(Math.random() * Math.min(ms, jitterMs)) : 0);
      const [rest, ...each] = waits;
      const full = new Map(shared.map(({ name }, index) => [name, until(each[index])]));
      return { refusal: { lane: until(rest), budgets: full } };
    },
    rest: (lane, ms) => void slots.restLane(lane, ms).catch(onAlone),
  };
}
