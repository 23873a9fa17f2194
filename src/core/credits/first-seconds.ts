/** The beginning of a clip, for less than the whole. */

import type { z } from 'zod';
import type { MediaRecord, sourceSchema } from '../domain/media-record.ts';

/** What is offered, and of how much longer a clip. */
const offered = 10;
const worthwhile = 1.5;

/** Seconds; undefined where the whole is hardly longer, or does not move. */
export const firstOffered = (source: MediaRecord | undefined): number | undefined =>
  source?.medium === 'video' && source.seconds >= offered * worthwhile ? offered : undefined;

/** What is in the first seconds of what this is about. */
export const firstOf = (source: MediaRecord, seconds: number): MediaRecord =>
  source.medium !== 'video' || source.seconds <= seconds
    ? source
    : { ...source, seconds, frames: Math.max(1, Math.round(seconds * source.fps)) };

type Source = z.infer<typeof sourceSchema>;

/** The same source, as far as it is meant: its job cuts it. */
export const partOf = (source: Source, first: number | undefined): Source =>
  source.kind !== 'stored' || first === undefined
    ? source
    : { ...source, first, ...(source.record && { record: firstOf(source.record, first) }) };
