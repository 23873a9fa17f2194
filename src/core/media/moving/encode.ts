/** Writes a clip as a GIF or a WebP that moves, with FFmpeg: every picture at its own time. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClipRecord, MovingType } from '../../domain/media-record.ts';
import type { Encoder } from '../encoder.ts';
import { decodedWith } from '../h264.ts';
import { readerOf } from '../readers.ts';
import { lastUntil } from './last-frame.ts';
import { mostFps } from './plan.ts';

export type Work = {
  path: string;
  clip: ClipRecord;
  type: MovingType;
  /** How often it is shown; 0 for ever. */
  loops: number;
  encoder: Encoder;
  folder: string;
  signal: AbortSignal;
  /** ms since the process began, performance.now(). */
  deadline: number;
};

export type Step = { width: number; height: number; fps: number };
export type Encoded = Step & { path: string; bytes: number };

/** Pictures that the 256 colours of a GIF are chosen from, and pixels along their longer edge. */
const [mostLookedAt, lookedAtEdge] = [60, 640];

/**
 * The colours for a GIF, as a picture. By itself, not within the encode: that would hold all pictures in memory.
 * @throws as Encoder.run
 */
export async function paletteOf(work: Work): Promise<string> {
  const { clip, folder } = work;
  const output = join(folder, 'palette.png');
  const each = Math.ceil(clip.frames / mostLookedAt);
  const scale = Math.min(1, lookedAtEdge / Math.max(clip.width, clip.height));
  const [width, height] = [clip.width, clip.height].map((edge) => Math.max(1, Math.round(edge * scale)));
  const filters = `select='not(mod(n,${each}))',scale=${width}:${height}:flags=area,palettegen`;
  const options = ['-map', `0:V:${clip.track}`, '-vf', filters, '-frames:v', '1', '-update', '1'];
  await run(work, [], [...options, '-c:v', 'png', '-f', 'image2'], output);
  return output;
}

/** @param palette of a GIF. @throws as Encoder.run */
export async function encodeMoving(work: Work, step: Step, palette: string | undefined): Promise<Encoded> {
  const { clip, type, loops, folder } = work;
  const { width, height, fps } = step;
  const output = join(folder, `${width}-${fps}.${type}`);
  const filters = [
    'setpts=PTS-STARTPTS',
    rateOf(clip, fps),
    ...(width === clip.width && height === clip.height ? [] : [`scale=${width}:${height}:flags=lanczos`]),
    'setsar=1',
  ].join(',');
  const from = `[0:V:${clip.track}]${filters}`;
  const graph =
    type === 'gif'
      ? `${from}[pictures];[pictures][1:v]paletteuse=dither=bayer:bayer_scale=3:diff_mode=rectangle[out]`
      : `${from},format=yuv420p[out]`;
  await run(
    work,
    palette === undefined ? [] : [{ path: palette, options: ['-f', 'png_pipe'] }],
    [
      ...['-filter_complex', graph, '-map', '[out]', '-an', '-map_metadata', '-1'],
      ...['-fps_mode', 'passthrough', '-enc_time_base', '1/1000'],
      ...(type === 'gif'
        ? ['-c:v', 'gif', '-loop', String(repeats(loops)), '-f', 'gif']
        : [
            '-c:v',
            'libwebp_anim',
            '-quality',
            '75',
            '-compression_level',
            '2',
            '-loop',
            String(loops),
            '-f',
            'webp',
          ]),
    ],
    output,
  );
  await lastUntil(output, type, clip.seconds * 1000);
  return { ...step, path: output, bytes: (await stat(output)).size };
}

/** A GIF says how often it is shown again, and where it says nothing it is shown once. */
const repeats = (loops: number): number => (loops === 0 ? 0 : loops === 1 ? -1 : loops - 1);

/**
 * At the clip's own rate its pictures keep their uneven times; what would be shown for less than two hundredths of a second
 * is left out.
 */
const rateOf = (clip: ClipRecord, fps: number): string =>
  fps < clip.fps && (fps < mostFps || !clip.uneven)
    ? `fps=${fps}`
    : "select='isnan(prev_selected_t)+gte(round(t*100)-round(prev_selected_t*100),2)'";

async function run(
  work: Work,
  more: { path: string; options: string[] }[],
  options: string[],
  output: string,
): Promise<void> {
  const { path, clip, encoder, signal, deadline } = work;
  const timeoutMs = Math.round(deadline - performance.now());
  if (timeoutMs <= 0) throw new Error('making a picture of a video took too long');
  const decoder = decodedWith(clip.width * clip.height);
  const inputs = [{ path, options: ['-f', readerOf(clip.type), ...decoder] }, ...more];
  await encoder.run({ inputs, options, output, signal, timeoutMs });
}
