/** A copy that plays, for a result that does not where it is posted; the original stays. */
import { stat } from 'node:fs/promises';
import type { MediaRecord } from '../../domain/media-record.ts';
import { convert } from '../convert/convert.ts';
import { conversionOf } from '../convert/plan.ts';
import type { Encoder } from '../encoder.ts';
import { probe } from '../probe/probe.ts';
import type { SmallerCopy } from './smaller-copy.ts';

/**
 * Undefined where the copy has more than `target` bytes: then it is made to fit like any other that is too large, which
 * makes it play as well.
 * @throws the signal's reason; Failure where there is no way
 */
export async function playableCopy(
  work: { path: string; target: number; folder: string; signal: AbortSignal; encoder: Encoder | undefined },
  record: MediaRecord,
  way: 'repack' | 'encode' | 'picture',
): Promise<SmallerCopy | undefined> {
  const usual = conversionOf(record, record.medium);
  const path = await convert(
    { ...work, record },
    way === 'picture' && usual
      ? usual
      : { to: 'video/mp4', way: way === 'repack' ? way : 'encode', why: 'codec' },
  );
  if ((await stat(path)).size > work.target) return undefined;
  const found = await probe(path);
  const { width, height } = found;
  const seconds = found.medium === 'video' ? { seconds: found.seconds } : {};
  return { path, kind: 'playable', width, height, ...seconds };
}
