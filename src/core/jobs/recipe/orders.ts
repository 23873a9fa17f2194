/** Other orders of the same steps that come to the same and cost less, or take much less time for the same. */
import type { MediaRecord } from '../../domain/media-record.ts';
import type { Context } from '../context.ts';
import type { Judged } from '../request/judge.ts';
import { type Folded, fold } from './fold.ts';

/** It waits so much shorter that it is worth a button. */
const muchShorter = 0.75;
/** Seconds; and frames per second. */
const nearly = 0.1;

/** Whether nobody could tell the two apart by what they are. */
function isAlike(one: MediaRecord, other: MediaRecord): boolean {
  if (one.medium !== other.medium || one.width !== other.width || one.height !== other.height) return false;
  if (one.alpha !== other.alpha) return false;
  if (one.medium !== 'video' || other.medium !== 'video') return one.type === other.type;
  const isNear = Math.abs(one.seconds - other.seconds) < nearly && Math.abs(one.fps - other.fps) < nearly;
  return isNear && one.audio === other.audio;
}

/** Where it is dearer or much slower, nothing speaks for it. */
function isBetter(other: Pick<Folded, 'price' | 'wait'>, own: Pick<Folded, 'price' | 'wait'>): boolean {
  if (other.price !== own.price) return other.price < own.price;
  return (
    other.wait !== undefined && own.wait !== undefined && other.wait.lowMs < own.wait.lowMs * muchShorter
  );
}

/** The best of those that swap two neighbours; undefined where the order that was asked for is as good. */
export async function betterOrder(
  context: Context,
  all: readonly Judged[],
  source: MediaRecord,
  own: Folded,
): Promise<Folded | undefined> {
  let best: Folded | undefined;
  for (let at = 0; at + 1 < all.length; at += 1) {
    const order = all.toSpliced(at, 2, ...all.slice(at, at + 2).toReversed());
    // What cannot follow one another is no order.
    if (order.some(({ model }, index) => index > 0 && order[index - 1]?.model.gives !== model.takes))
      continue;
    const folded = await fold(context, order, source).catch(() => undefined);
    if (folded && isAlike(folded.result, own.result) && isBetter(folded, best ?? own)) best = folded;
  }
  return best;
}
