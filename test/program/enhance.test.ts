/** `enhance` as `npm run enhance` runs it: a real process, its embedded Redis, the lab, a file at the end. */
import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { models } from '../../src/models/index.ts';
import { type Installation, openInstallation } from '../helpers/program.ts';
import { clip, photo, tracks } from '../helpers/sample-media.ts';

let installation: Installation;
const inFolder = (name: string) => join(installation.folder, name);
const enhance = (...args: string[]) => installation.run(['enhance', ...args]);

beforeAll(async () => {
  installation = await openInstallation();
  await writeFile(inFolder('photo.jpg'), await photo({ width: 64, height: 48 }));
  const made = await clip(installation.folder, { width: 96, height: 64, seconds: 1, fps: 15 });
  await rename(made, inFolder('clip.mp4'));
});
afterAll(() => installation.close());

/** Decodes all of it. */
async function decoded(name: string) {
  const { format, width, height } = await sharp(inFolder(name)).metadata();
  const { channels } = await sharp(inFolder(name)).stats();
  return { format, width, height, flat: channels.every(({ stdev }) => stdev < 2) };
}

// All at once, on a data folder that nobody has opened before.
describe.concurrent('from a fresh data folder, several processes at a time', () => {
  it('enlarges a photo exactly four times and replaces the file that was there, as it was told to', async () => {
    await writeFile(inFolder('big.png'), Buffer.alloc(1_000_000, 1));
    const args = ['photo.jpg', '--model', 'esrgan', '--scale', '4', '--out', 'big.png', '--force'];
    const { code, stdout, stderr } = await installation.run(['enhance', ...args], { through: 'tsx' });
    expect({ code, stdout }).toEqual({ code: 0, stdout: `Saved as ${inFolder('big.png')}\n` });
    const states = stderr.split('\n').flatMap((line) => line.split(' · ')[0] || []);
    expect([...new Set(states)]).toEqual(['QUEUED', 'PROCESSING', 'COMPLETED']);
    expect(await decoded('big.png')).toEqual({ format: 'png', width: 256, height: 192, flat: false });
    const { mode, size } = await stat(inFolder('big.png'));
    // As any program of this user would have made it; the data folder's own files are private.
    expect(mode & 0o777).toBe(0o666 & ~process.umask());
    expect(size).toBeLessThan(1_000_000);
  });

  it('shows what was made of a file, and says where nothing was', async () => {
    await writeFile(inFolder('lake.jpg'), await photo({ width: 48, height: 32 }));
    await writeFile(inFolder('other.jpg'), await photo({ width: 32, height: 48 }));
    expect(await enhance('lake.jpg', '--model', 'upscale', '--out', 'lake-2x.png')).toMatchObject({
      code: 0,
    });
    const { code, stdout } = await enhance('versions', 'lake.jpg');
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Versions of lake.jpg'),
    });
    expect(stdout).toMatch(/^v1 from lake\.jpg: Larger ×2.*, by \S+, 0 votes$/m);
    const nothing = await enhance('versions', 'other.jpg');
    expect(nothing).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Nothing was made of other.jpg'),
    });
  });

  it('writes the file type that the ending of --out asks for', async () => {
    expect(await enhance('photo.jpg', '--model=upscale', '--out=small.webp')).toMatchObject({ code: 0 });
    expect(await decoded('small.webp')).toEqual({ format: 'webp', width: 128, height: 96, flat: false });
  });

  it('runs Clarity with a negative creativity and tells a script everything in one JSON object', async () => {
    const settings = ['--creativity', '-3', '--scale_factor', '2', '--prompt', 'a test'];
    const { code, stdout } = await enhance('photo.jpg', '--model', 'clarity', ...settings, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      state: 'done',
      model: 'clarityai-flux-upscaler',
      settings: { creativity: -3, scale_factor: 2, prompt: 'a test' },
      price: { credits: 168.4, hold: 'settled' },
      source: { type: 'image/jpeg', width: 64, height: 48 },
      result: { path: inFolder('photo-clarity.png'), type: 'image/png', width: 128, height: 96 },
      failure: null,
    });
    expect(await decoded('photo-clarity.png')).toMatchObject({ width: 128, height: 96, flat: false });
  });

  it('enlarges a clip with FlashVSR and keeps its frames, its length and its sound', async () => {
    expect(await enhance('clip.mp4', '--model', 'flashvsr', '--seed', '-1')).toMatchObject({ code: 0 });
    const [source, result] = [
      await tracks(inFolder('clip.mp4')),
      await tracks(inFolder('clip-upscale-video.mp4')),
    ];
    expect(result).toMatchObject({ width: 192, height: 128, frames: source.frames, sound: { codec: 'aac' } });
    expect(Math.abs(result.end - source.end)).toBeLessThan(1 / 15);
  });

  it('doubles the frames of a clip, with its sound in step within a frame', async () => {
    const settings = ['--frame_multiplier', '2', '--output_fps', '30', '--preserve_audio'];
    const { code } = await enhance('clip.mp4', '--model', 'smooth', '--out', 'smooth.mp4', ...settings);
    expect(code).toBe(0);
    const [source, result] = [await tracks(inFolder('clip.mp4')), await tracks(inFolder('smooth.mp4'))];
    expect(source.frames).toBe(15);
    expect(Math.abs(result.frames - 30)).toBeLessThanOrEqual(1);
    expect(Math.abs(result.end - source.end)).toBeLessThan(1 / 30);
    expect(result.sound?.codec).toBe('aac');
    expect(Math.abs((result.sound?.end ?? 0) - (source.sound?.end ?? 0))).toBeLessThan(1 / 30);
  });

  it('animates a photo', async () => {
    const { code } = await enhance('photo.jpg', '--model', 'svd', '--fps', '14', '--seed', '-1');
    expect(code).toBe(0);
    expect(await tracks(inFolder('photo-animate.mp4'))).toMatchObject({ frames: 14, codec: 'avc' });
  });
});

describe('what is left', () => {
  it('is the results and nothing half-written', async () => {
    const made = [
      'lake-2x.png',
      'big.png',
      'small.webp',
      'photo-clarity.png',
      'clip-upscale-video.mp4',
      'smooth.mp4',
    ];
    const given = ['clip-1.png', 'clip.mp4', 'photo.jpg', 'lake.jpg', 'other.jpg'];
    expect((await readdir(installation.folder)).sort()).toEqual(
      [...made, 'photo-animate.mp4', ...given].sort(),
    );
    expect(await readFile(inFolder('photo.jpg'))).toEqual(await photo({ width: 64, height: 48 }));
  });

  it('was made by one Redis and one lab', () => {
    expect(installation.services()).toHaveLength(2);
  });
});

describe.concurrent('the list of models', () => {
  it('names every model and every flag, for people', async () => {
    const { code, stdout, stderr } = await enhance('--list');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const { name, fields } of models) {
      expect(stdout).toContain(`\n${name} · `);
      for (const field of fields)
        expect(stdout).toContain(field.kind === 'media' ? `<${field.name}>` : `--${field.name}`);
    }
  });

  it('is one JSON array for scripts', async () => {
    const { code, stdout, stderr } = await enhance('--list', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(
      models.map((model) => expect.objectContaining({ name: model.name, fields: model.fields })),
    );
  });
});
