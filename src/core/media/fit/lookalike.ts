/** How alike a copy looks to its original, an animation's frames compared at the times they are shown. */
import { lightOf, type Plane, similarity } from './similarity.ts';

/** Pixels of light held of an animation, twice; its first frames stand for the others. */
const mostCompared = 40_000_000;

/**
 * The mean SSIM of a copy of the same size, at full size.
 * @throws sharp's error when one cannot be decoded, RangeError when the copy has another size
 */
export async function lookalike(
  original: { path: string; width: number; height: number; frames: number },
  copy: string,
): Promise<number> {
  const { path, width, height } = original;
  const frames = Math.max(1, Math.min(original.frames, Math.floor(mostCompared / (width * height))));
  if (original.frames === 1) return similarity(await lightOf(path, 1), await lightOf(copy, 1));
  // Encoders join equal frames that follow one another, so the copy may have fewer, each shown for longer.
  const [one, other] = [await lightOf(path, frames), await lightOf(copy, frames)];
  const [starts, copied] = [startsOf(one.delays), startsOf(other.delays)];
  let [sum, count] = [0, 0];
  for (let frame = 0; (frame + 1) * height <= other.height; frame += 1) {
    const at = starts.findLastIndex((start) => start <= (copied[frame] ?? 0));
    if (at < 0 || (at + 1) * height > one.height) break;
    sum += similarity(frameOf(one, at, height), frameOf(other, frame, height));
    count += 1;
  }
  if (count === 0) throw new RangeError('no frames to compare');
  return sum / count;
}

const frameOf = ({ data, width }: Plane, at: number, height: number): Plane => ({
  data: data.subarray(at * width * height, (at + 1) * width * height),
  width,
  height,
});

/** When each frame begins, in ms. */
function startsOf(delays: readonly number[]): number[] {
  let next = 0;
  return delays.map((delay) => {
    const start = next;
    next += delay;
    return start;
  });
}
