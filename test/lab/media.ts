/** A lab for a whole file of tests, runs of its models, and figures about their results. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALL_FORMATS, FilePathSource, Input } from 'mediabunny';
import sharp from 'sharp';
import { afterAll, beforeAll, expect } from 'vitest';
import { z } from 'zod';
import { findFfmpeg, runFfmpeg } from '../../src/ffmpeg/ffmpeg.ts';
import { type Lab, startLab } from '../../src/lab/server/server.ts';

export const headers = { 'x-api-key': 'any', 'content-type': 'application/json' };
const uploadedSchema = z.object({ file_urls: z.tuple([z.url()]) });

/** Call once per file. */
export function useMediaLab() {
  let folder = '';
  let lab: Lab | undefined;
  let written = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'darkroom-lab-media-'));
    lab = await startLab({ dataDir: folder, queuedMs: 0, processingMs: 0, balance: 10_000 });
  });
  afterAll(async () => {
    await lab?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Uploads the source and runs the model on it through v1; resolves with the result, or the error's text. */
  async function run(slug: string, field: string, source: Buffer, settings: Record<string, unknown> = {}) {
    const type = field === 'image' ? 'image/png' : 'video/mp4';
    const dataUrl = `data:${type};base64,${source.toString('base64')}`;
    const post = (path: string, body: unknown) =>
      fetch(lab?.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    const uploaded = uploadedSchema.parse(
      await (await post('/upload-asset', { data_urls: [dataUrl] })).json(),
    );
    const answer = await post(`/v1/${slug}`, { [field]: uploaded.file_urls[0], ...settings });
    const content = Buffer.from(await answer.arrayBuffer());
    if (answer.status !== 200) throw new Error(content.toString());
    return { content, type: answer.headers.get('content-type'), seed: answer.headers.get('x-seed-value') };
  }

  return {
    folder: () => folder,
    run,
    /** The video as a file with its tracks. */
    async video(content: Buffer) {
      written += 1;
      const path = join(folder, `result-${written}.mp4`);
      await writeFile(path, content);
      return tracks(path);
    },
  };
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
  await runFfmpeg(await findFfmpeg(), { inputs: [{ path }], options, output, signal, timeoutMs: 20_000 });
  const all = await readFile(output);
  const size = width * height;
  return Array.from({ length: all.length / size }, (_, index) =>
    all.subarray(index * size, (index + 1) * size),
  );
}

/** Mean absolute difference of two equally large planes. */
export function difference(one: Buffer, other: Buffer): number {
  expect(one.length).toBe(other.length);
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
