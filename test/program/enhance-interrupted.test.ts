/** `enhance` that is interrupted: by its person, and by a kill. */
import { access, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Lab, startLab } from '../../src/lab/server/server.ts';
import { temporaryFolder } from '../helpers/fixture.ts';
import { type Installation, openInstallation, sentenceOf } from '../helpers/program.ts';
import { until } from '../helpers/requests.ts';
import { photo } from '../helpers/sample-media.ts';

let installation: Installation;
let lab: Lab;
let labFolder: Awaited<ReturnType<typeof temporaryFolder>>;
const inFolder = (name: string) => join(installation.folder, name);
const exists = (name: string) =>
  access(inFolder(name)).then(
    () => true,
    () => false,
  );

beforeAll(async () => {
  labFolder = await temporaryFolder();
  lab = await startLab({ dataDir: labFolder.path, parallel: 4 });
  installation = await openInstallation({
    SEGMIND_API_KEY: 'SG_0123456789abcdef',
    SEGMIND_API_URL: lab.url,
    SEGMIND_UPLOAD_URL: lab.url,
  });
  await writeFile(inFolder('photo.jpg'), await photo({ width: 64, height: 48 }));
});
afterAll(async () => {
  await installation.close();
  await lab.close();
  await labFolder.remove();
});

it('a Ctrl-C while a slow job runs cancels it, says so, and ends soon', async () => {
  lab.behave({ processingMs: 600_000 });
  const args = ['enhance', 'photo.jpg', '--model', 'clarity', '--json'];
  const program = installation.start(args, { through: 'launcher' });
  await program.says('Waiting at the provider');
  const began = performance.now();
  // Twice, as when the program that started ours hands the signal on although the terminal sent it to both.
  for (const _ of [1, 2]) if (program.child.pid) process.kill(-program.child.pid, 'SIGINT');
  const ended = await program.ended;
  expect(performance.now() - began).toBeLessThan(5000);
  expect(ended.code).toBe(1);
  expect(sentenceOf(ended)).toBe(
    'Cancelled. The provider already had the job and cannot be stopped, so it is paid for. It cost 168.4 credits. Run it again whenever you like.',
  );
  expect(JSON.parse(ended.stdout)).toMatchObject({
    state: 'cancelled',
    price: { hold: 'settled', charged: 168.4 },
    result: null,
    failure: { code: 'cancelled', sentence: sentenceOf(ended) },
  });
  expect(await readdir(join(installation.dataDir, 'files'))).toEqual([]);
  expect(await readdir(installation.folder)).toEqual(['photo.jpg']);
});

it('a Ctrl-C while the file is still on its way to the provider spends nothing', async () => {
  const before = lab.submits().length;
  const release = lab.fault({ at: 'upload', kind: 'delay', ms: 20_000 });
  const program = installation.start(['enhance', 'photo.jpg', '--model', 'esrgan']);
  await until(() => lab.log.at(-1)?.route === 'upload');
  program.child.kill('SIGINT');
  const ended = await program.ended;
  release();
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(sentenceOf(ended)).toBe(
    'Cancelled before the provider had the job. Nothing was charged. Run it again whenever you like.',
  );
  expect(lab.submits()).toHaveLength(before);
  expect(await readdir(join(installation.dataDir, 'files'))).toEqual([]);
  expect(await readdir(installation.folder)).toEqual(['photo.jpg']);
});

it('a job whose terminal was killed is finished by the next process, once, and its file appears', async () => {
  const before = lab.submits().length;
  lab.behave({ processingMs: 1500 });
  const args = ['enhance', 'photo.jpg', '--model', 'esrgan', '--scale', '4', '--out', 'first.png'];
  const first = installation.start(args);
  await first.says('Waiting at the provider');
  first.child.kill('SIGKILL');
  expect(await first.ended).toMatchObject({ signal: 'SIGKILL' });
  expect(await exists('first.png')).toBe(false);

  const next = installation.start([]);
  await next.says('Darkroom is running.');
  await until(() => exists('first.png'));
  // It appears whole.
  expect(await sharp(inFolder('first.png')).stats()).toMatchObject({ isOpaque: true });
  expect(await sharp(inFolder('first.png')).metadata()).toMatchObject({ width: 256, height: 192 });
  next.child.kill('SIGTERM');
  expect(await next.ended).toMatchObject({ code: 0 });
  expect(lab.submits()).toHaveLength(before + 1);
  expect((await readdir(installation.folder)).sort()).toEqual(['first.png', 'photo.jpg']);
});
