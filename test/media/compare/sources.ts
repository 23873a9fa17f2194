/** Sources of any shape, for the test of what is expected of a result: what they are, and the files. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { findFfmpeg, runFfmpeg } from '../../../src/ffmpeg/ffmpeg.ts';
import { makerPath } from '../../helpers/ffmpeg.ts';

const writers = {
  mp4: ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-preset', 'ultrafast'],
  mov: ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p'],
  webm: ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8'],
  mkv: ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-preset', 'ultrafast'],
  avi: ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p'],
  ts: ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-preset', 'ultrafast'],
} as const;
const sounds = { mp4: 'aac', mov: 'pcm_s16le', webm: 'libopus', mkv: 'aac', avi: 'pcm_s16le', ts: 'aac' };
/** Those whose tracks can be turned and begin within a picture. */
const withBoxes = ['mp4', 'mov'];

/** What was asked of the maker, and so is true of the file, whatever anybody reads in it. */
export type Truth = {
  width: number;
  height: number;
  alpha: boolean;
  audio: boolean;
  /** Of what moves. */
  seconds?: number;
  fps?: number;
};
export type Source = { name: string; truth: Truth; write: (folder: string) => Promise<string> };

const sides = { width: fc.integer({ min: 1, max: 60 }), height: fc.integer({ min: 1, max: 60 }) };

const clips = fc
  .record({
    container: fc.constantFrom(...(Object.keys(writers) as (keyof typeof writers)[])),
    width: fc.integer({ min: 8, max: 40 }).map((half) => half * 2),
    height: fc.integer({ min: 8, max: 40 }).map((half) => half * 2),
    rate: fc.constantFrom(8, 10, 12.5, 23.976, 25, 29.97, 30, 50, 60),
    frames: fc.integer({ min: 6, max: 30 }),
    alpha: fc.boolean(),
    audio: fc.boolean(),
    turns: fc.integer({ min: 0, max: 3 }),
    wide: fc.constantFrom('1', '2', '1/2', '4/3'),
    cut: fc.integer({ min: 0, max: 5 }),
  })
  .map((asked) => {
    const boxes = withBoxes.includes(asked.container);
    // Only what the container can say.
    const { container, width, height, rate, frames, audio } = asked;
    const alpha = asked.alpha && container === 'webm';
    const turns = boxes ? asked.turns : 0;
    const wide = container === 'avi' ? '1' : asked.wide;
    const cut = boxes && container === 'mp4' ? Math.min(asked.cut, frames - 3) : 0;
    return { container, width, height, rate, frames, alpha, audio, turns, wide, cut };
  })
  .map((clip): Source => {
    const { width, height, rate, frames, alpha, audio, turns, wide, cut } = clip;
    const [over = 1, under = 1] = wide.split('/').map(Number);
    const across = over > under ? Math.round((width * over) / under) : width;
    const down = over < under ? Math.round((height * under) / over) : height;
    const [shownWidth, shownHeight] = turns % 2 === 1 ? [down, across] : [across, down];
    const seconds = (frames - cut) / rate;
    const truth = { width: shownWidth, height: shownHeight, alpha, audio, seconds, fps: rate };
    return { name: JSON.stringify(clip), truth, write: (folder) => writeClip(folder, clip) };
  });

type Clip = {
  container: keyof typeof writers;
  width: number;
  height: number;
  rate: number;
  frames: number;
  alpha: boolean;
  audio: boolean;
  turns: number;
  wide: string;
  cut: number;
};

let written = 0;

async function writeClip(folder: string, clip: Clip): Promise<string> {
  const { container, width, height, rate, frames, alpha, audio, turns, wide, cut } = clip;
  written += 1;
  const seconds = frames / rate;
  const whole = join(folder, `whole-${written}.${container}`);
  await ffmpeg(whole, [
    ...['-f', 'lavfi', '-i', `testsrc2=s=${width}x${height}:r=${rate}:d=${seconds + 1}`],
    ...(audio ? ['-f', 'lavfi', '-i', `sine=440:d=${seconds}:r=48000`] : []),
    ...['-vf', `trim=end_frame=${frames},setsar=${wide}${alpha ? ',format=yuva420p' : ''}`],
    ...[...writers[container], '-g', '1000'],
    ...(alpha ? ['-pix_fmt', 'yuva420p', '-auto-alt-ref', '0'] : []),
    ...(audio ? ['-c:a', sounds[container]] : []),
  ]);
  let path = whole;
  if (cut > 0) {
    path = join(folder, `cut-${written}.${container}`);
    await ffmpeg(path, ['-ss', String(cut / rate), '-i', whole, '-c', 'copy']);
  }
  if (turns > 0) await turn(path, turns);
  return path;
}

async function ffmpeg(output: string, options: string[]): Promise<void> {
  const run = { inputs: [], options, output, signal: new AbortController().signal, timeoutMs: 60_000 };
  await runFfmpeg(await findFfmpeg(makerPath), run);
}

/** Quarters, as a telephone that was held otherwise writes them (ISO/IEC 14496-12, 8.3.2): in the track, not its pixels. */
async function turn(path: string, turns: number): Promise<void> {
  const bytes = await readFile(path);
  const at = bytes.indexOf('tkhd', 0, 'latin1') + 44;
  const [cos, sin] = [[1, 0, -1, 0][turns] ?? 1, [0, 1, 0, -1][turns] ?? 0];
  for (const [index, value] of [cos, sin, 0, -sin, cos, 0].entries())
    bytes.writeInt32BE(value * 65_536, at + index * 4);
  await writeFile(path, bytes);
}

const pictures = fc
  .record({
    ...sides,
    format: fc.constantFrom('jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'),
    alpha: fc.boolean(),
    orientation: fc.integer({ min: 1, max: 8 }),
    deep: fc.boolean(),
  })
  .map((asked) => ({
    ...asked,
    alpha: asked.alpha && asked.format !== 'jpeg',
    orientation: asked.format === 'jpeg' || asked.format === 'tiff' ? asked.orientation : 1,
    deep: asked.deep && asked.format === 'png',
  }))
  .map((picture): Source => {
    const { width, height, format, alpha, orientation, deep } = picture;
    const [across, down] = orientation > 4 ? [height, width] : [width, height];
    const truth = { width: across, height: down, alpha, audio: false };
    const write = async (folder: string) => {
      written += 1;
      const path = join(folder, `picture-${written}`);
      const made = painted({ width, height, alpha, hue: 0 });
      const tagged = orientation === 1 ? made : made.withMetadata({ orientation });
      const own = deep ? tagged.toColourspace('rgb16') : tagged;
      await writeFile(
        path,
        await (format === 'tiff' ? own.tiff({ compression: 'deflate' }) : own.toFormat(format)).toBuffer(),
      );
      return path;
    };
    return { name: JSON.stringify(picture), truth, write };
  });

const moving = fc
  .record({
    ...sides,
    // Of one column all that is see-through would be the same, and so one frame.
    width: fc.integer({ min: 2, max: 60 }),
    format: fc.constantFrom('gif', 'webp'),
    alpha: fc.boolean(),
    delays: fc.array(fc.constantFrom(40, 50, 100, 200), { minLength: 2, maxLength: 6 }),
    loop: fc.integer({ min: 0, max: 3 }),
  })
  .map((picture): Source => {
    const { width, height, format, alpha, delays, loop } = picture;
    const seconds = delays.reduce((sum, delay) => sum + delay, 0) / 1000;
    const truth = { width, height, alpha, audio: false, seconds, fps: delays.length / seconds };
    const write = async (folder: string) => {
      written += 1;
      const path = join(folder, `moving-${written}`);
      const frames = await Promise.all(
        delays.map((_, hue) => painted({ width, height, alpha, hue }).png().toBuffer()),
      );
      const joined = sharp(frames, { join: { animated: true } });
      const made =
        format === 'gif' ? joined.gif({ delay: delays, loop }) : joined.webp({ delay: delays, loop });
      await writeFile(path, await made.toBuffer());
      return path;
    };
    return { name: JSON.stringify(picture), truth, write };
  });

/** Two colours side by side, which no check takes for blank; half of one is see-through with `alpha`. */
function painted({
  width,
  height,
  alpha,
  hue,
}: {
  width: number;
  height: number;
  alpha: boolean;
  hue: number;
}) {
  const pixels = Buffer.alloc(width * height * 4);
  for (let at = 0; at < width * height; at += 1) {
    const left = at % width < width / 2;
    pixels.set([left ? 220 : 20, (hue * 40) % 256, left ? 20 : 220, alpha && left ? 0 : 255], at * 4);
  }
  const picture = sharp(pixels, { raw: { width, height, channels: 4 } });
  return alpha ? picture : picture.removeAlpha();
}

export const sources = { image: fc.oneof(pictures, moving), video: fc.oneof(clips, clips, clips, moving) };
