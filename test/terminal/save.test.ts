/** Nothing that lies in a person's folder is written over, and what is paid for can be had where it could not be saved. */
import { link, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { jobs, readJobs, saveResult } from '../../src/bots/terminal/commands/jobs.ts';
import { checkOut } from '../../src/bots/terminal/out.ts';
import { save } from '../../src/bots/terminal/save.ts';
import { movingPicture } from '../helpers/copies.ts';
import { temporaryFolder } from '../helpers/fixture.ts';
import { until } from '../helpers/requests.ts';
import { openTerminalFixture, refusal, type TerminalFixture } from './fixture.ts';

describe('a file that is saved', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const at = (name: string) => join(folder.path, name);
  const text = (name: string) => readFile(at(name), 'utf8');
  beforeEach(async () => {
    folder = await temporaryFolder();
    await writeFile(at('photo.jpg'), 'the photo');
    return folder.remove;
  });
  const saved = (content: string, name: string, more: { force?: boolean; source?: string } = {}) =>
    save(Buffer.from(content), { path: at(name), ...more }, `id-${content}`);

  it('gets a number where its name is taken, once for each that is saved', async () => {
    expect(await saved('one', 'photo-4x.jpg')).toBe(at('photo-4x.jpg'));
    expect(await saved('two', 'photo-4x.jpg')).toBe(at('photo-4x-2.jpg'));
    // Handed over again, as after a crash.
    expect(await saved('two', 'photo-4x.jpg')).toBe(at('photo-4x-2.jpg'));
    expect([await text('photo-4x.jpg'), await text('photo-4x-2.jpg')]).toEqual(['one', 'two']);
    expect((await readdir(folder.path)).sort()).toEqual(['photo-4x-2.jpg', 'photo-4x.jpg', 'photo.jpg']);
  });

  it('takes no name from another that is saved at the same moment', async () => {
    const contents = Array.from({ length: 8 }, (_, index) => `content ${index}`);
    const names = await Promise.all(contents.map((content) => saved(content, 'race.png')));
    expect(new Set(names).size).toBe(contents.length);
    expect(await Promise.all(names.map((name) => readFile(name, 'utf8')))).toEqual(contents);
  });

  it('replaces what is there where it is told to, but never its source, by whatever name', async () => {
    const source = at('photo.jpg');
    await symlink(source, at('linked.jpg'));
    await link(source, at('same.jpg'));
    await writeFile(at('old.jpg'), 'old');
    expect(await saved('new', 'old.jpg', { force: true, source })).toBe(at('old.jpg'));
    expect(await text('old.jpg')).toBe('new');
    for (const name of ['photo.jpg', 'linked.jpg', 'same.jpg']) {
      expect(await saved(name, name, { force: true, source })).toBe(at(name.replace('.', '-2.')));
      expect(await text(name)).toBe('the photo');
      expect(await refusal(checkOut({ path: at(name), exact: true, force: true, source }))).toBe(
        `${at(name)} is the very file that is to be enhanced; choose another --out.`,
      );
    }
  });

  it('may have as long a name as the disk takes; a longer one is refused before anything is spent', async () => {
    const longest = `${'n'.repeat(251)}.jpg`;
    await checkOut({ path: at(longest), exact: true });
    expect(await saved('long', longest)).toBe(at(longest));
    expect(await refusal(checkOut({ path: at('n'.repeat(300)), exact: true }))).toMatch(
      /^The name of the file to save is longer than the disk takes; choose a shorter --out\.$/,
    );
  });
});

describe('enhance', () => {
  let here: TerminalFixture;
  const at = (...names: string[]) => join(here.fixture.folder, ...names);
  beforeAll(async () => {
    here = await openTerminalFixture();
  });
  afterAll(() => here.close());

  it('keeps an earlier result, and its source', async () => {
    const photo = await readFile(at('photo.jpg'));
    expect(await here.enhance(['--scale', '2'])).toBe(0);
    expect(await here.enhance(['--scale', '4'])).toBe(0);
    expect(here.printed()).toBe(`Saved as ${at('photo-upscale.jpg')}\nSaved as ${at('photo-upscale-2.jpg')}`);
    expect((await sharp(at('photo-upscale.jpg')).metadata()).width).toBe(32);
    expect((await sharp(at('photo-upscale-2.jpg')).metadata()).width).toBe(64);
    expect(await refusal(here.enhance(['--out', 'photo.jpg', '--force']))).toMatch(/ is the very file that/);
    expect(await readFile(at('photo.jpg'))).toEqual(photo);
  });

  it('says why a result could not be saved, and how it is had; and it is had there, paid for once', async () => {
    const { engine, lab } = here.fixture;
    await mkdir(at('disk'));
    lab.behave({ processingMs: 1500 });
    const before = lab.submits().length;
    const run = here.enhance(['--out', 'disk/big.jpg']);
    await until(() => lab.submits().length > before);
    await rm(at('disk'), { recursive: true });
    expect(await run).toBe(1);
    const [sentence = ''] = here.complained.splice(0);
    const [, id = ''] = /npm run jobs -- (\w+) --out/.exec(sentence) ?? [];
    expect(sentence).toBe(
      `The result could not be saved: the folder ${at('disk')} is not there. It is kept and paid for; npm run jobs -- ${id} --out <file> saves it.`,
    );

    const { terminal } = here;
    const again = (...args: string[]) => {
      const { out, ...asked } = readJobs([id, ...args], here.fixture.folder);
      if (!out) throw new Error('it names a file');
      const print = () => {};
      return saveResult({ ...asked, out }, { requests: engine, terminal, print });
    };
    expect(await refusal(again('--out', 'disk/big.jpg'))).toMatch(/^The folder .*disk does not exist; /);
    expect(await refusal(again('--out', 'photo.jpg'))).toMatch(/ is the very file that/);
    expect(await again('--out', 'big.jpg')).toBe(0);
    expect((await sharp(at('big.jpg')).metadata()).width).toBe(32);
    expect(await engine.read(id)).toMatchObject({ state: 'done', charged: 500 });
    expect(lab.submits()).toHaveLength(before + 1);
    expect(await refusal(again('--out', 'twice.jpg'))).toMatch(/ has no result that waits to be saved: /);
    expect(await jobs({ id, json: true }, { requests: engine, clock: Date.now, print: () => {} })).toBe(0);
  });
});

describe('several files', () => {
  it('are one request: each result is named after its source, each has a line, and one that fails is in the exit code', async () => {
    const at = await openTerminalFixture();
    const inFolder = (name: string) => join(at.fixture.folder, name);
    try {
      await mkdir(inFolder('more'));
      const photo = await readFile(inFolder('photo.jpg'));
      await writeFile(inFolder('more/photo.jpg'), photo);
      await writeFile(inFolder('broken.jpg'), photo.subarray(0, 250));
      expect(await at.enhance([], { more: ['more/photo.jpg'] })).toBe(0);
      expect(at.printed().split('\n')).toEqual(
        ['photo-upscale.jpg', 'photo-upscale-2.jpg'].map((name) => `Saved as ${inFolder(name)}`),
      );
      at.screen.splice(0);
      expect(await at.enhance(['--force'], { more: ['broken.jpg', 'missing.jpg'] })).toBe(1);
      expect(at.printed()).toBe(`Saved as ${inFolder('photo-upscale.jpg')}`);
      const shown = at.screen.join('');
      for (const line of [
        '1. photo.jpg: COMPLETED · 16 × 12 → 32 × 24',
        '2. broken.jpg: FAILED · The picture is damaged and cannot be read.',
        '3. missing.jpg: FAILED · ',
      ])
        expect(shown.split('\n').filter((it) => it.startsWith(line))).toHaveLength(1);
    } finally {
      await at.close();
    }
  });
});

describe('a video that is wanted as a GIF as well', () => {
  let at: TerminalFixture;
  const inFolder = (name: string) => join(at.fixture.folder, name);
  beforeAll(async () => {
    at = await openTerminalFixture();
    await writeFile(inFolder('moving.gif'), await movingPicture());
  });
  afterAll(() => at.close());

  it('is saved as both under one name; neither takes the place of what is there', async () => {
    const args = ['--model', 'smooth', '--out', 'moving.mp4', '--also', 'GIF', '--force', '--json'];
    expect(await at.enhance(args, { source: 'moving.gif' })).toBe(0);
    const { result, also } = JSON.parse(at.printed());
    expect(result.path).toBe(inFolder('moving.mp4'));
    // The source has the name, and stays.
    expect(also.path).toBe(inFolder('moving-2.gif'));
    expect(also.change).toMatch(/^As GIF .*the original MP4 has/);
    expect(await readFile(inFolder('moving.gif'))).toEqual(await movingPicture());
    const { pages = 1, loop, delay = [] } = await sharp(also.path).metadata();
    expect({ loop, ms: delay.reduce((sum, each) => sum + each, 0) }).toEqual({ loop: 0, ms: 600 });
    expect(pages).toBeGreaterThan(3);
  });

  it('is refused for pictures and for other types, before anything is run', async () => {
    expect(await refusal(at.enhance(['--also', 'gif']))).toBe(
      'Only a video can be saved as a GIF or a WebP as well; leave --also out.',
    );
    expect(await refusal(at.enhance(['--model', 'smooth', '--also', 'png']))).toBe(
      '--also is gif or webp, not png.',
    );
  });
});
