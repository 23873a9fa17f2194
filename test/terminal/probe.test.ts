/** `enhance --probe FILE`: what the file holds, or the sentence that a chat would say; nothing is started for it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Installation, openInstallation, sentenceOf } from '../helpers/program.ts';
import { photo } from '../helpers/sample-media.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await openInstallation();
  await writeFile(join(installation.folder, 'photo.jpg'), await photo({ width: 64, height: 48 }));
  await writeFile(join(installation.folder, 'text.jpg'), 'This is not a photo at all.\n');
});
afterAll(() => installation.close());

it('prints what people and scripts can read of it, and says what is not taken', async () => {
  const [lines, json, refused] = await Promise.all(
    [['photo.jpg'], ['photo.jpg', '--json'], ['text.jpg']].map((args) =>
      installation.run(['enhance', '--probe', ...args]),
    ),
  );
  if (!lines || !json || !refused) throw new Error('three runs have three ends');
  expect(lines).toMatchObject({ code: 0, stderr: '' });
  expect(lines.stdout).toMatch(/^Type +image\/jpeg\nSize +64 × 48\nColour +8 bits, /);
  expect(JSON.parse(json.stdout)).toMatchObject({
    medium: 'image',
    type: 'image/jpeg',
    width: 64,
    height: 48,
  });
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(sentenceOf(refused)).toMatch(/^The file is text, not a picture/);
  expect(installation.services()).toEqual([]);
});
