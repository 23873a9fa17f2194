/** An animation, and what makes a clip one again. */
import { join } from 'node:path';
import sharp from 'sharp';
import { openFiles } from '../../src/core/media/files.ts';
import { type AsMoving, createMoving } from '../../src/core/media/moving/moving.ts';
import { ffmpegEncoder } from '../../src/ffmpeg/encoder.ts';
import { ffmpegPath } from './ffmpeg.ts';

/** As a program has it. @param folder asked for when it is used, which may be made later */
export const movingIn =
  (folder: () => string): AsMoving =>
  async (...asked) => {
    const files = await openFiles(join(folder(), 'files'));
    return createMoving({ files, log: { warn: () => {} }, encoder: ffmpegEncoder(ffmpegPath) })(...asked);
  };

/** Three frames of 32 × 32 that are told apart by their colour, as a GIF. */
export async function movingPicture(): Promise<Buffer> {
  const frames = ['#f00', '#0f0', '#00f'].map((background) =>
    sharp({ create: { width: 32, height: 32, channels: 3, background } })
      .png()
      .toBuffer(),
  );
  const joined = sharp(await Promise.all(frames), { join: { animated: true } });
  return joined.gif({ delay: [200, 200, 200], loop: 0 }).toBuffer();
}
