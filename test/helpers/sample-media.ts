/**
 * Pictures and clips for tests, made on the spot: textured, moving, with sound, never the same by accident, or lying; and
 * figures about what became of them.
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { ALL_FORMATS, FilePathSource, Input } from 'mediabunny';
import sharp from 'sharp';
import { findFfmpeg, runFfmpeg } from '../../src/ffmpeg/ffmpeg.ts';
import { makerPath } from './ffmpeg.ts';

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
export async function photo(options: { width: number; height: number; orientation?: number }) {
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
  await runFfmpeg(await findFfmpeg(makerPath), {
    inputs: [
      { path: still, options: ['-loop', '1', '-framerate', String(fps), '-t', String(seconds)] },
      ...(audio
        ? [{ path: `sine=frequency=440:sample_rate=48000:duration=${seconds}`, options: ['-f', 'lavfi'] }]
        : []),
    ],
    options: [
      // Not by -frames:v, at which older FFmpegs end the sound, too, wherever it is.
      ...[
        '-vf',
        `crop=${width}:${height}:x='mod(8*n,480)':y=0,format=yuv420p,trim=end_frame=${Math.round(seconds * fps)}`,
      ],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '12', '-c:a', 'aac', '-b:a', '96k'],
      ...['-movflags', '+faststart'],
    ],
    output: path,
    signal: new AbortController().signal,
    timeoutMs: 30_000,
  });
  return path;
}

/** A PNG chunk: length, name, data, checksum. */
export function chunk(name: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}

/** A PNG that claims a size, with far fewer pixels in it. */
export function declaredPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const data = chunk('IDAT', deflateSync(Buffer.alloc(100_000)));
  return Buffer.concat([signature, chunk('IHDR', header), data, chunk('IEND', Buffer.alloc(0))]);
}

/** A video file's tracks. */
export async function tracks(path: string) {
  const input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS });
  const picture = await input.getPrimaryVideoTrack();
  const sound = await input.getPrimaryAudioTrack();
  if (!picture) throw new Error('no picture');
  const facts = {
    path,
    width: await picture.getDisplayWidth(),
    height: await picture.getDisplayHeight(),
    codec: await picture.getCodec(),
    frames: (await picture.computePacketStats()).packetCount,
    start: await picture.getFirstTimestamp(),
    end: await picture.computeDuration(),
    colour: await picture.getColorSpace(),
    sound: sound && { codec: await sound.getCodec(), end: await sound.computeDuration() },
  };
  input.dispose();
  return facts;
}

/** The grey planes of every frame. */
export async function luma(path: string): Promise<Buffer[]> {
  const { width, height } = await tracks(path);
  const output = `${path}.raw`;
  const signal = new AbortController().signal;
  const options = ['-f', 'rawvideo', '-pix_fmt', 'gray'];
  await runFfmpeg(await findFfmpeg(makerPath), {
    inputs: [{ path }],
    options,
    output,
    signal,
    timeoutMs: 20_000,
  });
  const all = await readFile(output);
  const size = width * height;
  return Array.from({ length: all.length / size }, (_, index) =>
    all.subarray(index * size, (index + 1) * size),
  );
}

/** Mean absolute difference of two equally large planes. */
export function difference(one: Buffer, other: Buffer): number {
  if (one.length !== other.length) throw new Error(`${one.length} pixels beside ${other.length}`);
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += Math.abs((one[at] ?? 0) - (other[at] ?? 0));
  return sum / one.length;
}

export const grey = async (content: Buffer) =>
  sharp(content).greyscale().raw().toBuffer({ resolveWithObject: true });

/** Mean squared difference of neighbouring pixels: how much fine contrast there is. */
export async function gradientEnergy(content: Buffer): Promise<number> {
  const { data, info } = await grey(content);
  let sum = 0;
  for (let y = 1; y < info.height; y += 1)
    for (let x = 1; x < info.width; x += 1) {
      const at = y * info.width + x;
      const here = data[at] ?? 0;
      sum += (here - (data[at - 1] ?? 0)) ** 2 + (here - (data[at - info.width] ?? 0)) ** 2;
    }
  return sum / data.length;
}
