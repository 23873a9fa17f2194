/** What a kept file really holds, read before money is spent on it. */
import { stat } from 'node:fs/promises';
import type { MediaField } from '../../../models/fields.ts';
import { Failure } from '../../domain/failure.ts';
import type { MediaRecord } from '../../domain/media-record.ts';
import { kindOf } from './kinds.ts';
import { probePicture } from './picture.ts';
import { probeVideo } from './video.ts';

/** Pixels: 50 megapixels are 200 MB once decoded, and more than any model here takes. */
const defaultMaxPixels = 50_000_000;

/** ms for reading a video, most of them for starting its reader. A file made to be slow is given up. */
const defaultReadingMs = 10_000;

/**
 * Reads a file of any name. A picture's size is read before anything is decoded, and then the picture is decoded
 * once, so a damaged file is refused here and not by the provider.
 * @throws Failure file-empty, file-not-media, file-damaged, picture-too-large; the file system's error
 */
export async function probe(
  path: string,
  options: { maxPixels?: number; readingMs?: number } = {},
): Promise<MediaRecord> {
  if ((await stat(path)).size === 0) throw new Failure('file-empty');
  const { medium, type } = await kindOf(path);
  return medium === 'image'
    ? probePicture(path, type, options.maxPixels ?? defaultMaxPixels)
    : probeVideo(path, type, options.readingMs ?? defaultReadingMs);
}

/**
 * Refuses what the model would not take.
 * @throws Failure file-wrong-medium, video-too-long
 */
export function checkSource(probe: MediaRecord, field: MediaField): void {
  if (probe.medium !== field.medium)
    throw new Failure('file-wrong-medium', { medium: probe.medium, needed: field.medium });
  if (probe.medium === 'video' && field.maxSeconds !== undefined && probe.seconds > field.maxSeconds)
    throw new Failure('video-too-long', { seconds: probe.seconds, limit: field.maxSeconds });
}
