/** Stable Video Diffusion in the lab: a slow camera move over a still picture. */
import { join } from 'node:path';
import sharp from 'sharp';
import { coloured, television } from './colour.ts';
import { lenient } from './pictures/picture.ts';
import { numberOf, seedOf, type Work, WorkRefused } from './task.ts';
import { type Tool, work } from './tool.ts';

/** Pixels of a frame that keeps the picture's shape. */
const frameArea = 1024 * 1024;
/** Pixels of a frame's longer edge: past it players, and H.264 itself, give up. */
const longestEdge = 4096;
const smallestEdge = 16;
/** More than this would only show the picture's own pixels. */
const largestEnlargement = 2;
/** The camera moves over a picture this many times the frame, so that zooming in finds detail and nothing jumps. */
const oversampling = 1.5;
const timeoutMs = 5 * 60_000;

/** Exactly `frames` frames at `fps`; the same seed gives the same move, `motion` scales how far it goes. */
export const svd =
  (tool: Tool): Work =>
  async (task) => {
    const { settings } = task;
    const { width, height, narrow } = await frameSize(task.source, settings.resize_method === 'crop_to_16_9');
    const still = join(task.scratch, 'still.png');
    await sharp(task.source, lenient)
      .autoOrient()
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .resize(even(width * oversampling), even(height * oversampling), {
        // A strip is shown whole, with black beside it, where a frame cannot be as narrow.
        fit: narrow ? 'contain' : 'cover',
        background: 'black',
        kernel: 'lanczos3',
      })
      .png({ compressionLevel: 1 })
      .toFile(still)
      .catch(unreadable);

    const fps = numberOf(settings, 'fps');
    const frames = numberOf(settings, 'frames');
    const seed = seedOf(task);
    const grain = Math.round(numberOf(settings, 'cond_aug') * 12);
    const { filter, options } = coloured(television);
    const filters = [
      `scale=out_color_matrix=bt709:out_range=tv`,
      // Halving the colour costs nothing visible before a reduction by two.
      filter,
      // Decoded once, shown in every frame.
      `loop=loop=${frames - 1}:size=1,setpts=N/(${fps}*TB)`,
      camera(seed, numberOf(settings, 'motion') / 180, frames),
      `scale=${width}:${height}:flags=lanczos+accurate_rnd`,
      ...(grain > 0 ? [`noise=c0_strength=${grain}:c0_flags=t:c0_seed=${seed % 2 ** 31}`] : []),
      'setsar=1',
    ];
    const type = 'video/mp4';
    await work(tool, {
      inputs: [{ path: still, options: ['-framerate', String(fps)] }],
      options: [
        ...['-vf', filters.join(','), '-r', String(fps), '-frames:v', String(frames), '-an'],
        ...['-c:v', 'libx264', '-preset', 'medium', '-crf', '17', ...options, '-movflags', '+faststart'],
      ],
      output: task.target(type),
      signal: task.signal,
      timeoutMs,
    });
    return { type };
  };

function unreadable(error: unknown): never {
  throw new WorkRefused('The source is not a picture that can be read.', { cause: error });
}

/** Even sizes: 1024 × 576, or about a megapixel in the picture's own shape. */
async function frameSize(
  source: string,
  crop: boolean,
): Promise<{ width: number; height: number; narrow: boolean }> {
  if (crop) return { width: 1024, height: 576, narrow: false };
  const { width, height } = (await sharp(source, lenient).metadata().catch(unreadable)).autoOrient;
  const factor = Math.min(
    Math.sqrt(frameArea / (width * height)),
    largestEnlargement,
    longestEdge / Math.max(width, height),
  );
  const narrow = Math.min(width, height) * factor < smallestEdge;
  return { width: even(width * factor), height: even(height * factor), narrow };
}

/** Down to even, so that an area is never more than promised. */
const even = (size: number): number => Math.max(smallestEdge, 2 * Math.floor(size / 2));

/**
 * The move as FFmpeg's perspective filter, whose corners are fractions of a pixel: it zooms, drifts and turns a little
 * at once. `strength` 0 to 1. All parts are proportional to it, and together stay inside the picture.
 */
function camera(seed: number, strength: number, frames: number): string {
  const random = generator(seed);
  const angle = random() * 2 * Math.PI;
  const inwards = random() < 0.5 ? 1 : -1;
  const turn = (random() < 0.5 ? 1 : -1) * 0.012 * strength;
  const drift = { x: Math.cos(angle) * 0.028 * strength, y: Math.sin(angle) * 0.028 * strength };

  // From -1 to 1 over the clip, slower at both ends; `on` counts from 1.
  const linear = `(2*(on-1)/${frames - 1}-1)`;
  const time = `(${linear}*(1.15-0.15*${linear}*${linear}))`;
  // How much is cut off on each side, as a part of the whole: never less than drift and turn need.
  const margin = `(${(0.075 * strength).toFixed(6)}+${(inwards * 0.032 * strength).toFixed(6)}*${time})`;
  const corner = (right: boolean, bottom: boolean) => {
    // Turning the camera makes one side of the picture higher than the other.
    const lean = `${((right ? 1 : -1) * (bottom ? 1 : -1) * turn).toFixed(6)}*${time}`;
    const x = `${right ? `1-${margin}` : margin}+${drift.x.toFixed(6)}*${time}`;
    const y = `${bottom ? `1-${margin}` : margin}+${drift.y.toFixed(6)}*${time}+${lean}`;
    return { x: `W*(${x})`, y: `H*(${y})` };
  };
  const corners = [corner(false, false), corner(true, false), corner(false, true), corner(true, true)];
  const places = corners.map(({ x, y }, index) => `x${index}='${x}':y${index}='${y}'`);
  return `perspective=${places.join(':')}:interpolation=cubic:sense=source:eval=frame`;
}

/** Repeatable numbers from 0 to 1 (mulberry32, with both halves of a 53-bit seed). */
function generator(seed: number): () => number {
  let state = ((seed % 2 ** 32) ^ (Math.floor(seed / 2 ** 32) * 0x9e3779b1)) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
