/** Converts pictures, in processes that can be ended (picture-converter.ts and heif-decoder.ts say why). */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runApart } from '../../../node/apart.ts';

/** ms; 50 megapixels take about ten seconds on a machine with nothing else to do. */
const longestMs = 120_000;

export type PictureWork = {
  path: string;
  output: string;
  way: 'picture' | 'drawing' | 'frames';
  to: 'image/jpeg' | 'image/png' | 'video/mp4';
  /** Pixels, for what has none of its own. */
  size: { width: number; height: number };
};

const converter = fileURLToPath(new URL('./picture-converter.ts', import.meta.url));
const heifDecoder = fileURLToPath(new URL('./heif-decoder.ts', import.meta.url));

/** What bounds it; `timeoutMs` is two minutes when left out. */
export type PictureBounds = { signal: AbortSignal; timeoutMs?: number | undefined };

/** @throws the signal's reason; Stopped when it takes too long; HeldTooMuch; Error when it cannot be read */
export async function convertPicture(work: PictureWork, bounds: PictureBounds): Promise<void> {
  await runApart(converter, [JSON.stringify(work)], {
    signal: bounds.signal,
    timeoutMs: bounds.timeoutMs ?? longestMs,
    folder: dirname(work.output),
  });
}

/** A TIFF of the first picture of a HEIF. @throws as `convertPicture` */
export async function decodeHeif(path: string, output: string, bounds: PictureBounds): Promise<void> {
  const { signal, timeoutMs = longestMs } = bounds;
  await runApart(heifDecoder, [path, output], { signal, timeoutMs, folder: dirname(output) });
}
