/** What a file's record says of what models' rules are about. */
import type { Shape } from '../../../models/model.ts';
import type { MediaRecord } from '../../domain/media-record.ts';

export function shapeOf(record: MediaRecord): Shape {
  const { width, height, alpha, frames } = record;
  const { seconds, fps } = (record.medium === 'video' ? record : record.moving) ?? {};
  return { width, height, alpha, frames, seconds, fps, audio: record.medium === 'video' && record.audio };
}

/** Whether it shows more than one picture, one after the other. TIFFs have pages. */
export const isMoving = (record: MediaRecord): boolean =>
  record.medium === 'video' ||
  record.moving !== undefined ||
  (record.frames > 1 && record.type !== 'image/tiff');
