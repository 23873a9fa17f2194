/** For what a card is edited, if it is this process that is to edit it now. */
import type { Job } from '../domain/job.ts';
import type { EditLimits, Purpose } from '../ports/edit-limits.ts';
import { type Card, shownElsewhere } from './card.ts';
import { cardDiff, newsIn, type Shown, shownAsPosted } from './card-diff.ts';
import type { CardOwner } from './card-owner.ts';
import type { Time } from './time.ts';

/** Why a card is looked at: its job changed or room was found, its place in line moved, or time has passed. */
export type Reason = 'notice' | 'move' | 'timer';
type Seen = { now: Shown; editLimits: EditLimits; reason: Reason };

export type PurposeOf = (card: Card, job: Job, seen: Seen) => Promise<Purpose | undefined>;

export function createPurposeOf(context: {
  cardOwner: CardOwner;
  time: Time;
  lookLater: (id: string, ms: number) => void;
}): PurposeOf {
  const { cardOwner, time, lookLater } = context;

  /** What a job that goes on is to be shown for; undefined: nothing now, and it is known when to look again. */
  return async (card, job, seen) => {
    const { now, editLimits, reason } = seen;
    if (editLimits.posted !== undefined && card.editedAt === -Infinity) {
      card.editedAt = time.now();
      card.shown ??= shownAsPosted(now, editLimits.posted);
    }
    const { shown } = card;
    const diff = cardDiff(now, shown, editLimits, time.now() - card.editedAt);
    const news = newsIn(now, shown);
    // What changes while the version stays, such as the place in line, is for whoever shows its progress.
    const isOfVersion = news === 'state' || (news === 'news' && now.version !== shown?.version);
    if (isOfVersion && 'purpose' in diff && diff.purpose !== 'progress') {
      // Before there is room: of many processes only one is to ask for it.
      if ((await cardOwner.version(job)) || card.raced) return diff.purpose;
      shownElsewhere(card, now, time.now());
      return void lookLater(job.id, cardOwner.nextTry());
    }
    // A change of the version that only comes too early is anybody's.
    const progress = editLimits.progressMs !== undefined && !isOfVersion;
    if (progress && !(await cardOwner.progress(job, reason === 'timer')))
      lookLater(job.id, cardOwner.nextTry());
    else if ('purpose' in diff) return diff.purpose;
    else lookLater(job.id, diff.lookInMs);
    return undefined;
  };
}
