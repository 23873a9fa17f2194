/** Whether what a card would say now is worth an edit of it, by its edit limits. Pure; durations in ms. */
import type { Json } from '../domain/job.ts';
import type { EditLimits, Purpose } from '../ports/edit-limits.ts';
import type { View, ViewState } from '../view/view.ts';

/** What a card shows, as far as this process knows. */
export type Shown = {
  version: number;
  state: ViewState;
  /** `View.news`, `View.cancelNote` and `View.losses`. */
  news: string;
  cost: string | undefined;
  losses: string;
  progress: number | undefined;
  cancellable: boolean;
  /** All of it, to compare; undefined where another process showed it. */
  print: string | undefined;
  /** `EditLimits.frame` at that time. */
  frame?: string | undefined;
};

/** What is noticed of progress before it has stood still for long. */
const visibleStep = 0.05;
/** What changes less is shown so often, such as the time it has been running. */
const stillMs = 20_000;
/** A card that shows no progress is looked at so often, lest a change was missed. */
const idleMs = 60_000;

/** @param address where it is shown; a card that has moved shows nothing yet. */
export function shownOf(view: View, address: Json, frame?: string): Shown {
  const { version, ...seen } = view;
  const { state, news, cancelNote: cost, progress, cancellable } = seen;
  const losses = seen.losses.join(' ');
  const print = JSON.stringify([address, seen]);
  return { version, state, news, cost, losses, progress, cancellable, frame, print };
}

/** What a card shows that was posted with these news and has not been edited, in a job's first state. */
export const shownAsPosted = (now: Shown, news: string): Shown =>
  now.news === news
    ? now
    : {
        version: 0,
        state: 'QUEUED',
        news,
        cost: undefined,
        losses: '',
        progress: undefined,
        cancellable: true,
        print: undefined,
      };

/**
 * What of it must be seen at once: another state, what cancelling costs or what will be lost, for which its job waits, or
 * anything else, such as the place in line. That moves for everybody who waits whenever one leaves, so it is less urgent and has a smaller share of each budget.
 */
export function newsIn(now: Shown, before: Shown | undefined): 'state' | 'news' | undefined {
  const costs = now.cost !== undefined && before?.cost !== now.cost;
  const loses = now.losses !== '' && before?.losses !== now.losses;
  if (before?.state !== now.state || costs || loses) return 'state';
  return before.news === now.news ? undefined : 'news';
}

/**
 * The edit that is due, or when to look again.
 * @param before undefined: it shows nothing yet.
 * @param sinceMs since the last edit.
 */
export function cardDiff(
  now: Shown,
  before: Shown | undefined,
  { spacingMs, progressMs }: Pick<EditLimits, 'spacingMs' | 'progressMs'>,
  sinceMs: number,
): { purpose: Purpose } | { lookInMs: number } {
  const purpose = newsIn(now, before);
  if (purpose === 'state' || (purpose && progressMs !== undefined))
    return sinceMs < spacingMs ? { lookInMs: spacingMs - sinceMs } : { purpose };
  if (!before || progressMs === undefined) return { lookInMs: idleMs };
  if (sinceMs < progressMs) return { lookInMs: progressMs - sinceMs };
  const still = Math.max(stillMs, progressMs);
  if (hasMoved(now, before) || (sinceMs >= still && now.print !== before.print))
    return { purpose: 'progress' };
  return { lookInMs: sinceMs < still ? Math.min(progressMs, still - sinceMs) : progressMs };
}

function hasMoved(now: Shown, before: Shown): boolean {
  if (now.cancellable !== before.cancellable || now.frame !== before.frame) return true;
  if (now.progress === undefined || before.progress === undefined) return now.progress !== before.progress;
  // 0.15 - 0.1 falls short of 0.05.
  return Math.abs(now.progress - before.progress) >= visibleStep - 1e-9;
}
