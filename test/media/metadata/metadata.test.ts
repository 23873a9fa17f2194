/**
 * One test for each type: what was sent to the provider and what was posted, as bytes, where the provider gives back what
 * it was given. Neither says anything of people, and both look and sound as before.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../../src/core/log.ts';
import { openFiles } from '../../../src/core/media/files.ts';
import { createFit } from '../../../src/core/media/fit/fit.ts';
import { cleaned } from '../../../src/core/media/metadata/clean.ts';
import { markIn } from '../../../src/core/media/metadata/xmp.ts';
import { type Fixture, openFixture } from '../../helpers/fixture.ts';
import { ask, streamOf } from '../../helpers/requests.ts';
import { textured } from '../../helpers/sample-media.ts';
import { clip, movingWebp, pictures, secret, seen, shown } from './samples.ts';

let fixture: Fixture;
const inFolder = (name: string) => join(fixture.folder, name);
beforeAll(async () => {
  fixture = await openFixture();
  // Enough earlier runs for the engine to know that asking soon is worth it.
  await Promise.all(Array.from({ length: 30 }, () => fixture.store.addRun('lab flashvsr', { ms: 300 })));
});
afterAll(() => fixture.close());

const says = (bytes: Uint8Array) => Buffer.from(bytes).includes(secret);
const found = async (name: string, bytes: Uint8Array) => {
  await writeFile(inFolder(name), bytes);
  return inFolder(name);
};

/** Runs a file through everything; the provider answers with the very same. */
async function through(bytes: Buffer, type: string, model: 'esrgan' | 'flashvsr') {
  const { engine, lab, platform } = fixture;
  expect(says(bytes)).toBe(true);
  lab.behave({ instead: { bytes, type } });
  const stored = await engine.keep(streamOf(bytes));
  const job = await ask(engine, { model, source: { kind: 'stored', ...stored } });
  expect(await engine.settled(job.id)).toMatchObject({ state: 'done' });
  const link = String(lab.submits().at(-1)?.body[model === 'esrgan' ? 'image' : 'video']);
  const sent = Buffer.from(await (await fetch(link)).arrayBuffer());
  const posted = platform.posts.find(({ id }) => id === job.id)?.bytes ?? Buffer.alloc(0);
  // The person's own stays as it is.
  expect(await readFile(join(fixture.folder, 'files', stored.name))).toEqual(bytes);
  return { sent, posted };
}

describe('a picture', () => {
  it.each(Object.entries(pictures))('as %s', async (name, { type, make, marked = true }) => {
    const bytes = await make();
    const { sent, posted } = await through(bytes, type, 'esrgan');
    expect({ sent: says(sent), posted: says(posted) }).toEqual({ sent: false, posted: false });
    const before = await shown(bytes);
    expect(await shown(posted)).toEqual(before);
    // What a model cannot take is converted on its way, so that it is not the same file any more.
    if (['jpeg', 'png', 'webp'].includes(name)) expect(await shown(sent)).toEqual(before);
    expect(await markIn(await found(`${name}.posted`, posted))).toBe(
      marked ? 'algorithmicallyEnhanced' : undefined,
    );
    expect(await markIn(await found(`${name}.sent`, sent))).toBeUndefined();
    if (!marked) return;
    // As any program finds it.
    if (type !== 'image/gif')
      expect((await sharp(posted).metadata()).xmpAsString).toContain(
        'digitalsourcetype/algorithmicallyEnhanced"',
      );
  });
});

describe('a video', () => {
  it.each([
    ['clip.mp4', 'video/mp4', ['-movflags', 'use_metadata_tags+faststart']],
    ['pieces.mp4', 'video/mp4', ['-movflags', 'frag_keyframe+empty_moov', '-g', '8']],
    ['clip.mov', 'video/quicktime', ['-timecode', '01:00:00:00']],
    ['clip.webm', 'video/webm', []],
    ['live.mkv', 'video/x-matroska', ['-live', '1']],
  ])('as %s', async (name, type, options) => {
    const path = await clip(fixture.folder, name, options);
    const { sent, posted } = await through(await readFile(path), type, 'flashvsr');
    expect({ sent: says(sent), posted: says(posted) }).toEqual({ sent: false, posted: false });
    // Its program's name, and its times as QuickTime counts them.
    expect(posted.includes('Lavf')).toBe(false);
    expect(await seen(await found(`posted-${name}`, posted))).toBe(await seen(path));
    expect(await markIn(inFolder(`posted-${name}`))).toBe('compositeWithTrainedAlgorithmicMedia');
    expect(await markIn(await found(`sent-${name}`, sent))).toBeUndefined();
  });
});

describe('a copy', () => {
  it('of a file that says nothing is not made', async () => {
    const bytes = await pictures.avif?.make();
    const path = await found('said.avif', bytes ?? Buffer.alloc(0));
    const body = await cleaned({ path, type: 'image/avif' });
    if (!body) throw new Error('it says much');
    await writeFile(inFolder('quiet.avif'), body);
    expect(await cleaned({ path: inFolder('quiet.avif'), type: 'image/avif' })).toBeUndefined();
  });

  it('that is made to fit says what its original says', async () => {
    const { engine, lab } = fixture;
    const { data, info } = {
      data: textured(300, 200),
      info: { width: 300, height: 200, channels: 3 as const },
    };
    const bytes = await sharp(data, { raw: info }).png().toBuffer();
    lab.behave({ instead: { bytes, type: 'image/png' } });
    const { result } = await engine.settled((await ask(engine)).id);
    if (!result) throw new Error('no result');
    const files = await openFiles(join(fixture.folder, 'files'));
    const log = createLog({ level: 'silent', human: false });
    const { signal } = new AbortController();
    const copy = await createFit({ files, log }).fitTo(result, result.bytes * 0.6, { signal });
    expect(copy.change?.kind).not.toBe('none');
    expect(copy.name).not.toBe(result.name);
    expect(await markIn(files.path(copy.name))).toBe('algorithmicallyEnhanced');
  });

  it('of a WebP that moves keeps its pictures, their times and how often it is shown', async () => {
    const bytes = await movingWebp();
    const { posted } = await through(bytes, 'image/webp', 'esrgan');
    expect(says(posted)).toBe(false);
    expect(await shown(posted)).toEqual(await shown(bytes));
    expect((await sharp(posted).metadata()).pages).toBe(3);
  });
});
