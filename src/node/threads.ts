/** How many threads FFmpeg's decoders and encoders may take: each holds some frames of its own. */
import { availableParallelism } from 'node:os';

/** Pixels in all of them together. A thread holds up to four frames, of a byte and a half for each pixel. */
const mostPixels = 18_000_000;

/** @param pixels of a frame. @param spare cores that are left for others */
export const threadsFor = (pixels: number, spare = 0): number =>
  Math.max(1, Math.min(availableParallelism() - spare, Math.floor(mostPixels / pixels)));
