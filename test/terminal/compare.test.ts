/** `enhance compare BEFORE AFTER`: what a chat posts of a result, saved and said; nothing is started for it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Installation, openInstallation, sentenceOf } from '../helpers/program.ts';
import { photo } from '../helpers/sample-media.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await openInstallation();
  const small = await photo({ width: 64, height: 48 });
  await writeFile(join(installation.folder, 'small.jpg'), small);
  await writeFile(join(installation.folder, 'large.jpg'), await sharp(small).resize(256).jpeg().toBuffer());
  await writeFile(join(installation.folder, 'text.jpg'), 'This is not a photo at all.\n');
});
afterAll(() => installation.close());

it('saves it, prints how faithful it is, and says what is wrong with what was given', async () => {
  const given = [
    ['small.jpg', 'large.jpg'],
    ['small.jpg', 'large.jpg', '--as', 'wipe', '--json'],
    ['small.jpg'],
    ['small.jpg', 'text.jpg'],
    ['small.jpg', 'large.jpg', '--as', 'collage'],
  ];
  const [picture, wipe, one, text, other] = await Promise.all(
    given.map((args) => installation.run(['enhance', 'compare', ...args])),
  );
  if (!picture || !wipe || !one || !text || !other) throw new Error('five runs have five ends');
  expect(picture).toMatchObject({ code: 0, stderr: '' });
  expect(picture.stdout).toMatch(/large-compared\.jpg\n9\d\.\d % faithful\. /);
  const saved = await sharp(join(installation.folder, 'large-compared.jpg')).metadata();
  expect(saved).toMatchObject({ format: 'jpeg', width: 1200 });
  expect(wipe.code).toBe(0);
  expect(JSON.parse(wipe.stdout)).toMatchObject({ path: expect.stringMatching(/large-compared\.mp4$/) });
  expect(JSON.parse(wipe.stdout).faithful).toBeGreaterThan(0.9);
  expect([one.code, sentenceOf(one)]).toEqual([1, expect.stringContaining('Name two files')]);
  expect([text.code, sentenceOf(text)]).toEqual([1, expect.stringMatching(/^The file is text/)]);
  expect([other.code, sentenceOf(other)]).toEqual([
    1,
    expect.stringContaining('--as is picture, wipe, heat or still'),
  ]);
  expect(installation.services()).toEqual([]);
});
