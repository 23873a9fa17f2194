/** Pictures and clips for tests, made on the spot: textured, moving, with sound, and never the same by accident. */
import { join } from 'node:path';
import sharp from 'sharp';
import { findFfmpeg, runFfmpeg } from '../../src/ffmpeg/ffmpeg.ts';

/** Grey levels of a picture with edges, fine texture and soft gradients: like a photograph, but repeatable. */
export function textured(width: number, height: number): Buffer {
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3;
      const texture = 18 * Math.sin(x * 0.9 + y * 0.35) + 12 * Math.sin(x * 0.23 - y * 0.71);
      const shape = Math.hypot(x - width * 0.4, y - height * 0.5) < height * 0.3 ? 60 : 0;
      const stripe = Math.floor((x + y) / 12) % 3 === 0 ? 25 : 0;
      const light = 60 + (90 * x) / width + texture + shape + stripe;
      pixels[at] = clamp(light + (40 * y) / height);
      pixels[at + 1] = clamp(light);
      pixels[at + 2] = clamp(light + 30 - (50 * x) / width);
    }
  return pixels;
}

const clamp = (value: number): number => Math.max(0, Math.min(255, Math.round(value)));

/** A textured JPEG; `orientation` is its EXIF orientation (1 to 8), which does not change the stored pixels. */
export async function photo(options: {
  width: number;
  height: number;
  orientation?: number;
}): Promise<Buffer> {
  const { width, height, orientation } = options;
  const image = sharp(textured(width, height), { raw: { width, height, channels: 3 } });
  return (orientation ? image.withMetadata({ orientation }) : image).jpeg({ quality: 90 }).toBuffer();
}

let clips = 0;

/** An MP4 in `folder` of a picture that slides and a tone that sounds throughout; resolves with its path. */
export async function clip(
  folder: string,
  options: { width: number; height: number; seconds: number; fps: number; audio?: boolean },
): Promise<string> {
  const { width, height, seconds, fps, audio = true } = options;
  clips += 1;
  const path = join(folder, `clip-${clips}.mp4`);
  const still = join(folder, `clip-${clips}.png`);
  // Wide enough to slide across at eight pixels a frame without coming round again within four seconds at 15 fps.
  const across = width + 480;
  await sharp(textured(across, height), { raw: { width: across, height, channels: 3 } })
    .png()
    .toFile(still);
  await runFfmpeg(await findFfmpeg(), {
    inputs: [
      { path: still, options: ['-loop', '1', '-framerate', String(fps), '-t', String(seconds)] },
      ...(audio
        ? [{ path: `sine=frequency=440:sample_rate=48000:duration=${seconds}`, options: ['-f', 'lavfi'] }]
        : []),
    ],
    options: [
      ...['-vf', `crop=${width}:${height}:x='mod(8*n,480)':y=0,format=yuv420p`],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '12', '-c:a', 'aac', '-b:a', '96k'],
      ...['-frames:v', String(Math.round(seconds * fps)), '-movflags', '+faststart'],
    ],
    output: path,
    signal: new AbortController().signal,
    timeoutMs: 30_000,
  });
  return path;
}
