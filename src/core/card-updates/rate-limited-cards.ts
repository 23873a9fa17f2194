/**
 * The cards of platforms that limit their edits. A card is looked at when its job changes and from time to time; where
 * it has news it waits for room (see edit-scheduler.ts), and what it says is read when it is sent.
 */

import { isOver, type Job } from '../domain/job.ts';
import type { Log } from '../log.ts';
import type { EditLimits, Purpose } from '../ports/edit-limits.ts';
import type { Store } from '../store/store.ts';
import type { View } from '../view/view.ts';
import { addressOf, type Card, shownElsewhere } from './card.ts';
import { newsIn, shownOf } from './card-diff.ts';
import { createCardOwner } from './card-owner.ts';
import { createPurposeOf, type Reason } from './edit-purpose.ts';
import { createEditQueue } from './edit-queue.ts';
import { createLiveCards, type RateLimited } from './live-cards.ts';
import { createSendEdit, restAfter } from './send-edit.ts';
import { createSharedBudgets } from './shared-budgets.ts';
import type { Slot, Wish } from './slot.ts';
import type { Time } from './time.ts';

export type RateLimitedCards = {
  /** @param slot what it was waiting for; given back by the caller where it stays unused. */
  look(job: Job, platform: RateLimited, reason: Reason, slot?: Slot): Promise<void>;
  /** As `Publisher.show`. */
  show(job: Job, platform: RateLimited, once: boolean): Promise<void>;
  /** Takes on a job that was on its way before this process was. */
  resume(job: Job, platform: RateLimited): Promise<void>;
  /** A look ended with this error. */
  failed(id: string, error: unknown): void;
  forget(id: string): void;
  /** Resolves when no timer is left. */
  close(): Promise<void>;
};

/** How long a step of a job waits for room. Longer, and the steps of other jobs would wait behind it. */
const patienceMs = 2000;
const resumeMs = 5000;
const afterFaultMs = 20_000;
/** So long it is remembered that an end was shown after its step had gone; the step comes again. */
const rememberMs = 10 * 60_000;

export function createRateLimitedCards(context: {
  store: Store;
  log: Log;
  viewOf: (job: Job) => Promise<View>;
  /** ms since 1970. */
  clock: () => number;
  time: Time;
  /** Has the card looked at in so many ms, or earlier when its job changes. */
  lookLater: (id: string, ms: number) => void;
  /** Has the card looked at after the edits of it that are on their way. */
  lookSoon: (id: string, reason: Reason, slot?: Slot) => void;
}): RateLimitedCards {
  const { store, log, viewOf, clock, time, lookLater, lookSoon } = context;
  const cardOwner = createCardOwner(store, clock);
  const editQueue = createEditQueue(time, createSharedBudgets(store, time, log));
  const liveCards = createLiveCards(clock, editQueue.slowness);
  const send = createSendEdit({ store, viewOf, time, editQueue });
  const purposeOf = createPurposeOf({ cardOwner, time, lookLater });
  const cards = new Map<string, Card>();

  function cardOf(id: string): Card {
    const card = cards.get(id) ?? { editedAt: -Infinity, raced: false, owed: false };
    cards.set(id, card);
    return card;
  }
  function forget(id: string): void {
    cards.delete(id);
    cardOwner.forget(id);
    liveCards.leave(id);
    editQueue.leave(id);
  }
  const whenThereIsRoom = (id: string) => (slot: Slot) => lookSoon(id, 'notice', slot);
  /** What cannot be edited any more shows no progress. */
  function editLimitsOf(card: Card, job: Job, platform: RateLimited): EditLimits {
    const editLimits = liveCards.editLimitsOf(job, platform);
    return card.closedAt === addressOf(job) ? { ...editLimits, progressMs: undefined } : editLimits;
  }

  async function look(job: Job, platform: RateLimited, reason: Reason, slot?: Slot): Promise<void> {
    const { id } = job;
    const card = cardOf(id);
    const editLimits = editLimitsOf(card, job, platform);
    const now = shownOf(await viewOf(job), job.address, editLimits.frame);
    card.raced &&= newsIn(now, card.shown) !== undefined;
    let purpose: Purpose | undefined;
    if (!isOver(job.state)) purpose = await purposeOf(card, job, { now, editLimits, reason });
    else if (card.owed || card.raced) purpose = 'end';
    else if (reason === 'timer' || card.shown?.version !== job.version) return forget(id);
    if (!purpose) return editQueue.leave(id);

    const own = slot ?? (await editQueue.now(id, { ...editLimits, purpose }, whenThereIsRoom(id)));
    if (!own) return;
    try {
      await send(card, job, { platform, editLimits, slot: own });
    } finally {
      own.unused();
    }
    if (isOver(job.state)) lookLater(id, rememberMs);
    else lookSoon(id, 'notice');
  }

  async function show(job: Job, platform: RateLimited, once: boolean): Promise<void> {
    const { id, version } = job;
    const card = cardOf(id);
    const over = isOver(job.state);
    // It was shown when its step had gone, or the job has gone on.
    if (card.shown?.print !== undefined && card.shown.version >= version)
      return over ? forget(id) : undefined;
    if (once) {
      if (card.shown?.state === (await viewOf(job)).state) return lookSoon(id, 'notice');
      if (!(await cardOwner.version(job))) return;
    }
    const editLimits = editLimitsOf(card, job, platform);
    const wish: Wish = { ...editLimits, purpose: over ? 'end' : 'state' };
    const slot = await editQueue.soon(id, wish, { patienceMs, later: whenThereIsRoom(id) });
    if (!slot) {
      card.owed = over;
      if (once) return;
      throw new Error('there is no room to edit the card yet; it is shown as soon as there is');
    }
    await send(card, job, { platform, editLimits, slot });
    if (over) forget(id);
    else lookSoon(id, 'notice');
  }

  return {
    look,
    show,
    forget,
    async resume(job, platform) {
      if (cards.has(job.id) || isOver(job.state)) return;
      const card = cardOf(job.id);
      // As if it had just been shown: an edit of every card at once would be too much.
      shownElsewhere(card, shownOf(await viewOf(job), job.address), time.now());
      liveCards.editLimitsOf(job, platform);
      lookLater(job.id, resumeMs);
    },
    // A lane that was told to rest does so by itself, and the card waits for room.
    failed: (id, error) => cards.has(id) && lookLater(id, restAfter(error) === undefined ? afterFaultMs : 0),
    close: () => editQueue.close(),
  };
}
