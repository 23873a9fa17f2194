/** At which sizes and rates a clip is worth being a picture that moves. */
import type { ClipRecord } from '../../domain/media-record.ts';

/** A rate, and the sizes at it: natural logarithms of what the edges are multiplied by. */
export type Rung = { fps: number; low: number; high: number };

/** A GIF counts in hundredths of a second, and browsers take a delay of one of them for ten. */
export const mostFps = 50;

/** Whole hundredths for each picture. */
const slowerFps = [25, 12.5];

/** Pixels along the longer edge below which a slower picture is worth more than a smaller one. */
const leastEdge = (fps: number): number => (fps > 25 ? 480 : fps > 12.5 ? 320 : 160);

/** Pixels in all pictures together: a GIF of so many takes 30 s of a processor, and browsers tire of more. */
const mostPixels = 400_000_000;

type Clip = Pick<ClipRecord, 'width' | 'height' | 'seconds' | 'fps'>;

/** From the rate that the clip has down to the least. */
export function rungsFor(clip: Clip): Rung[] {
  const own = Math.min(mostFps, clip.fps);
  const longest = Math.max(clip.width, clip.height);
  return [own, ...slowerFps.filter((fps) => fps < own * 0.8)].map((fps) => {
    const high = Math.min(0, Math.log(mostPixels / pixelsOf(clip, { fps, power: 0 })) / 2);
    return { fps, high, low: Math.min(high, Math.log(leastEdge(fps) / longest)) };
  });
}

/** Of all pictures together, at a size and a rate. */
export const pixelsOf = (
  { width, height, seconds }: Clip,
  { fps, power }: { fps: number; power: number },
): number => width * height * Math.exp(2 * power) * Math.max(1, seconds * fps);

/** Width and height in whole pixels. */
export const sizeAt = (
  { width, height }: Pick<Clip, 'width' | 'height'>,
  power: number,
): { width: number; height: number } => {
  const [wide, high] = [width, height].map((edge) => Math.max(1, Math.round(edge * Math.exp(power))));
  return { width: wide ?? 1, height: high ?? 1 };
};
