/** Whether a picture or clip is of one colour all over: what a model makes that has failed without saying so. */
import { join } from 'node:path';
import type { MediaRecord } from '../../domain/media-record.ts';
import type { Encoder } from '../encoder.ts';
import { inFolder } from '../probe/decoded.ts';
import { isEven } from '../probe/even.ts';
import { readerOf } from '../readers.ts';

/** Pixels a side at which it is looked at. */
const sample = 64;
const longestSeconds = 20;

/** Parts of its length at which a clip is looked at; the first look is enough for nearly every one. */
const looks = [0, 0.5, 0.9];

/**
 * @param file.record of a clip: it is looked at with FFmpeg, where there is one; of a picture it may say that it is not
 * @throws what sharp or FFmpeg throws where it cannot be read; the signal's reason
 */
export function isBlank(
  { path, record }: { path: string; record: MediaRecord | undefined },
  { encoder, signal }: { encoder: Encoder | undefined; signal: AbortSignal },
): Promise<boolean> {
  if (record?.medium !== 'video') return record?.varied ? Promise.resolve(false) : isOfOneColour(path);
  const { seconds, track, type } = record;
  return inFolder(async (folder) => {
    const output = join(folder, 'look.png');
    const frame = ['-map', `0:V:${track}`, '-frames:v', '1', '-vf', `scale=${sample}:${sample}`];
    const picture = [...frame, '-an', '-c:v', 'png', '-f', 'image2', '-update', '1'];
    for (const part of looks) {
      if (!encoder) return false;
      const inputs = [{ path, options: ['-f', readerOf(type), '-ss', String(part * seconds)] }];
      await encoder.run({ inputs, options: picture, output, signal, timeoutMs: longestSeconds * 1000 });
      if (!(await isOfOneColour(output))) return false;
    }
    return true;
  });
}

async function isOfOneColour(path: string): Promise<boolean> {
  // Only now: most of what the program is started for decodes nothing.
  const { default: sharp } = await import('sharp');
  const { data, info } = await sharp(path, { limitInputPixels: false, sequentialRead: true })
    .resize({ width: sample, height: sample, fit: 'fill' })
    .timeout({ seconds: longestSeconds })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return isEven(data, info.channels);
}
