/** What a kept file really holds, read before money is spent on it. */
import type { MediaField } from '../../../models/fields.ts';
import { Failure } from '../../domain/failure.ts';
import type { MediaRecord } from '../../domain/media-record.ts';
import type { Encoder } from '../encoder.ts';
import { isBusy, readingBusy, tooHeavy } from './busy.ts';
import { readStreams } from './clip/streams.ts';
import { firstPicture, type Work } from './decoded.ts';
import { fileKinds, type Kind, kindOf } from './kinds.ts';
import { readHeader } from './picture/headers.ts';
import { type Bounds, readApart } from './reader.ts';

/** Pixels: 50 megapixels are 200 MB once decoded, and more than any model here takes. */
export const mostPixels = 50_000_000;

/**
 * Pixels of those whose decoder holds the whole picture several times: up to 18 bytes for each (libheif, measured in
 * 4:4:4; JPEG 2000 in FFmpeg), and 50 megapixels of them 950 MB. More than this is refused by its size.
 */
const ofType: Readonly<Record<string, number>> = {
  'image/avif': 28_000_000,
  'image/jp2': 30_000_000,
  'image/j2c': 30_000_000,
};

/** An hour of video takes one second of a processor, 50 megapixels take three. */
const defaultBounds: Readonly<Record<MediaRecord['medium'], Bounds>> = {
  image: { processorMs: 30_000, readingMs: 120_000 },
  video: { processorMs: 8_000, readingMs: 60_000 },
};

export type ProbeOptions = Partial<Bounds> & {
  /** Of pictures; 50 megapixels when left out. */
  maxPixels?: number;
  /** Reads what nothing else here does; without one such a file is refused. */
  encoder?: Encoder | undefined;
  /** MIME type by content, where it was looked at already, as `keep` does: it is not looked at again. */
  type?: string;
  /** How often a file is tried that could not be read for want of time; once when left out. */
  tries?: number;
};

/**
 * Reads a file of any name. A picture's size is read before anything is decoded, and then the picture is decoded
 * once, so a damaged file is refused here and not by the provider.
 * @throws Failure file-empty, file-not-media, file-damaged, picture-too-large, file-too-heavy, file-needs-ffmpeg;
 * reader-busy, which is no fault of the file; the file system's error
 */
export async function probe(path: string, options: ProbeOptions = {}): Promise<MediaRecord> {
  const kind = (options.type !== undefined && kindOfType(options.type)) || (await kindOf(path));
  for (let left = options.tries ?? 1; ; left -= 1)
    try {
      return await read(path, kind, options);
    } catch (error) {
      if (!isBusy(error) || left <= 1) throw error;
    }
}

/** Undefined where several kinds have this type, and not all of them are read alike. */
function kindOfType(type: string): Kind | undefined {
  const [kind, ...others] = fileKinds.filter((each) => each.type === type);
  return others.every(({ foreign }) => foreign === kind?.foreign) ? kind : undefined;
}

async function read(path: string, kind: Kind, options: ProbeOptions): Promise<MediaRecord> {
  const { medium, type } = kind;
  const { encoder, ...own } = options;
  const most = options.maxPixels ?? mostPixels;
  const maxPixels = Math.min(most, ofType[type] ?? most);
  const bounds = { ...defaultBounds[medium], ...own };
  const tooLarge = (size: { width: number; height: number }) =>
    new Failure('picture-too-large', { ...size, limit: maxPixels });
  if (kind.foreign) {
    const size = medium === 'image' ? await headerOf(path, type) : undefined;
    if (size && size.width * size.height > maxPixels) throw tooLarge(size);
    if (!encoder) throw new Failure('file-needs-ffmpeg', { found: type });
    const work: Work = { path, kind, encoder, maxPixels, bounds };
    if (!size) return readStreams(work);
    return { medium: 'image', type, frames: 1, ...(await firstPicture(work, [])), ...size };
  }
  const found = await readApart({ path, type, maxPixels }, bounds);
  if (found === 'busy') throw readingBusy(medium);
  if (found === 'heavy') throw tooHeavy(medium);
  if ('refused' in found) throw new Failure('file-not-media', { found: found.refused });
  if ('tooLarge' in found) throw tooLarge(found.tooLarge);
  if ('damaged' in found) throw new Failure('file-damaged', { medium }, { cause: new Error(found.damaged) });
  return found;
}

const headerOf = (path: string, type: string) =>
  readHeader(path, type).catch((cause: unknown) => {
    throw new Failure('file-damaged', { medium: 'image' }, { cause });
  });

/**
 * Refuses what the model would not take. A picture that moves is a clip to a model that takes clips.
 * @throws Failure file-wrong-medium, video-too-long
 */
export function checkSource(probe: MediaRecord, field: MediaField): void {
  const moving = probe.medium === 'image' ? probe.moving : probe;
  if (probe.medium !== field.medium && !(field.medium === 'video' && moving))
    throw new Failure('file-wrong-medium', { medium: probe.medium, needed: field.medium });
  if (
    field.medium === 'video' &&
    moving &&
    field.maxSeconds !== undefined &&
    moving.seconds > field.maxSeconds
  )
    throw new Failure('video-too-long', { seconds: moving.seconds, limit: field.maxSeconds });
}
