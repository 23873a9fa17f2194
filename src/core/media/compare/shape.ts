/** What a file's record says of what models' rules are about. */
import type { Medium } from '../../../models/fields.ts';
import type { Shape } from '../../../models/model.ts';
import type { MediaRecord } from '../../domain/media-record.ts';
import { conversionOf } from '../convert/plan.ts';

/** @param takes what the model takes that gets it: a clip that is written for it has even sizes, as 4:2:0 has. */
export function shapeOf(record: MediaRecord, takes?: Medium): Shape {
  const { alpha, frames } = record;
  const way = takes && conversionOf(record, takes)?.way;
  const even = (size: number) => (way === 'frames' || way === 'encode' ? size + (size % 2) : size);
  const [width, height] = [even(record.width), even(record.height)];
  const { seconds, fps } = (record.medium === 'video' ? record : record.moving) ?? {};
  return { width, height, alpha, frames, seconds, fps, audio: record.medium === 'video' && record.audio };
}

/** Whether it shows more than one picture, one after the other. TIFFs have pages. */
export const isMoving = (record: MediaRecord): boolean =>
  record.medium === 'video' ||
  record.moving !== undefined ||
  (record.frames > 1 && record.type !== 'image/tiff');
