/** A clip's frames at another rate, with new ones between them. */
import { FfmpegFailed } from '../../ffmpeg/failures.ts';
import type { Settings } from '../../models/model.ts';
import type { Pair } from './between/worker.ts';
import type { Clip } from './clip.ts';
import type { Frame } from './frames.ts';
import { momentsBetween, type Plan } from './moments.ts';
import { numberOf } from './task.ts';

/** Seconds between frames of a recorded screen past which nothing moved. */
const stillSeconds = 0.3;

export type Made = {
  /** The pixels may be read once it resolves. */
  ready: Promise<void>;
  pixels: SharedArrayBuffer;
  /** What nobody needs any more once these pixels have been written. */
  spare: SharedArrayBuffer[];
};

/** The result's frames in order, from the file's beginning; `fill` makes those that are not the clip's own. */
export async function* smoother(
  frames: AsyncIterable<Frame>,
  clip: Clip,
  settings: Settings,
  { fill, take }: { fill: (pair: Pair) => Promise<void>; take: () => SharedArrayBuffer },
): AsyncGenerator<Made> {
  const plan = planOf(clip, settings);
  const spare: SharedArrayBuffer[] = [];
  let before: Frame | undefined;
  let count = 0;
  for await (const frame of frames) {
    // What comes before the first frame shows the first frame.
    const one = before ?? frame;
    const moments = momentsBetween(plan, count, one.at, frame.at);
    count += moments.length;
    const made = moments
      .filter((moment) => moment > 0 && moment < 1)
      .map((position) => ({ position, frame: take() }));
    const filled = made.length > 0 ? fill({ one: one.pixels, other: frame.pixels, made }) : Promise.resolve();
    // Heard by whoever waits for a frame of it.
    filled.catch(() => {});
    let next = 0;
    for (const moment of moments) {
      const own = moment === 0 ? one.pixels : moment === 1 ? frame.pixels : undefined;
      const fresh = own ? undefined : made[next++]?.frame;
      yield {
        ready: own ? Promise.resolve() : filled,
        pixels: own ?? fresh ?? frame.pixels,
        spare: [...spare.splice(0), ...(fresh ? [fresh] : [])],
      };
    }
    // Every frame that shows it has been given by now.
    if (before) spare.push(before.pixels);
    before = frame;
  }
  if (!before) throw new FfmpegFailed('no frame came');
  const end = Math.max(clip.seconds, before.at + 0.5 / plan.fps);
  for (const total = Math.max(1, Math.round(end * plan.fps)); count < total; count += 1)
    yield { ready: Promise.resolve(), pixels: before.pixels, spare: [] };
}

function planOf(clip: Clip, settings: Settings): Plan {
  const fps = numberOf(settings, 'output_fps');
  const multiplier = numberOf(settings, 'frame_multiplier');
  const more = multiplier > 1 && fps > clip.fps * 1.01;
  const everywhere = clip.fps * multiplier > fps * 0.99;
  return {
    fps,
    steps: !more ? 1 : everywhere ? Number.POSITIVE_INFINITY : multiplier,
    longest: clip.uneven ? Math.max(stillSeconds, 2 / clip.fps) : Number.POSITIVE_INFINITY,
  };
}
