/** Fitting as the bot does it, and FFmpeg as a second opinion on what came out. */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { MediaFile } from '../../../src/core/domain/job.ts';
import type { Plane } from '../../../src/core/media/fit/similarity.ts';
import { ffmpegEncoder } from '../../../src/ffmpeg/encoder.ts';
import { findFfmpeg, runFfmpeg } from '../../../src/ffmpeg/ffmpeg.ts';
import { ffmpegPath, makerPath } from '../../helpers/ffmpeg.ts';
import { textured } from '../../helpers/sample-media.ts';
import { compiled } from '../../run/programs.ts';
import { files, folder, pieces } from '../fixture.ts';

/** As JavaScript: what it starts from beside itself then starts quickly. */
export const { createFit }: typeof import('../../../src/core/media/fit/fit.ts') = await import(
  (await compiled(new URL('../../../src/core/media/fit/fit.ts', import.meta.url))).href
);

/** What could not be made to fit is seen by what comes back. */
export const silent = { warn: () => {} };

/** A signal that never aborts. */
export const never = () => ({ signal: new AbortController().signal });

/** Keeps a file under a record that knows nothing of it. */
export async function keep(content: Uint8Array): Promise<MediaFile> {
  const kept = await files.keep(pieces(content, 1_000_000), { maxBytes: 1e9 });
  return { ...kept, width: 1, height: 1 };
}

export const fitOf = (file: MediaFile, limit: number) =>
  createFit({ files, log: silent, encoder: ffmpegEncoder(ffmpegPath) }).fitTo(file, limit, never());

/** The message it ended with. */
export const aborted = (fitting: Promise<unknown>): Promise<string> =>
  fitting.then(
    (value) => `came through: ${JSON.stringify(value)}`,
    (error: Error) => error.message,
  );

export async function lightIn(picture: string | Buffer): Promise<Plane> {
  const { data, info } = await sharp(picture).greyscale().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

const run = async (inputs: string[], options: string[], output: string) =>
  runFfmpeg(await findFfmpeg(makerPath), {
    inputs: inputs.map((path) => ({ path })),
    options,
    output,
    signal: new AbortController().signal,
    timeoutMs: 30_000,
  });

export const ffmpeg = {
  /** Its own mean SSIM of the light of two pictures or videos of one size. */
  async ssim(one: string, other: string): Promise<number> {
    const notes = join(folder, 'ssim.txt');
    const filter = `[0:v]format=yuv444p[a];[1:v]format=yuv444p[b];[a][b]ssim=stats_file=${notes}`;
    await run([one, other], ['-filter_complex', filter, '-f', 'null'], join(folder, 'nothing'));
    const values = [...(await readFile(notes, 'utf8')).matchAll(/ Y:([\d.]+)/g)].map(([, value]) =>
      Number(value),
    );
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  },

  /** The path of what became of it. */
  async convert(path: string, output: string, options: string[]): Promise<string> {
    await run([path], options, output);
    return output;
  },

  /** An APNG of an animation. */
  async movingPng(at: string, animation: Buffer): Promise<Buffer> {
    const { pages = 1 } = await sharp(animation).metadata();
    for (let page = 0; page < pages; page += 1)
      await writeFile(join(at, `frame-${page}.png`), await sharp(animation, { page }).png().toBuffer());
    const output = join(at, 'moving.apng');
    await run([join(at, 'frame-%d.png')], ['-f', 'apng', '-plays', '0'], output);
    return readFile(output);
  },
};

const [width, height] = [480, 320];

export const photograph = () => sharp(textured(width, height), { raw: { width, height, channels: 3 } });

/** With an edge to full transparency, and 60 % there within it. */
export const cutOut = () => {
  const shape = `<svg width="${width}" height="${height}"><circle cx="240" cy="160" r="150" fill-opacity=".6"/></svg>`;
  return photograph()
    .ensureAlpha()
    .composite([{ input: Buffer.from(shape), blend: 'dest-in' }]);
};

export const noise = (wide: number, high = wide) => {
  const grain = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  return sharp({ create: { width: wide, height: high, channels: 3, background: '#888', noise: grain } });
};

/** Frames that slide over a picture, each shown for 80 ms; the first two are equal. */
export async function animation(frames: number, format: 'gif' | 'webp'): Promise<Buffer> {
  const whole = await photograph().png().toBuffer();
  const window = { top: 40, width: 240, height: 160 };
  const made = await Promise.all(
    Array.from({ length: frames }, (_, at) =>
      sharp(whole)
        .extract({ ...window, left: Math.max(1, at) * 20 })
        .png()
        .toBuffer(),
    ),
  );
  const joined = sharp(made, { join: { animated: true } });
  const delay = Array(frames).fill(80);
  return format === 'gif'
    ? joined.gif({ delay }).toBuffer()
    : joined.webp({ lossless: true, effort: 0, delay }).toBuffer();
}
