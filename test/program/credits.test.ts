/** Credits, limits and usage through the program itself; what it calls is tried in terminal-credits.test.ts. */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Installation, openInstallation, sentenceOf } from '../helpers/program.ts';
import { picture } from '../helpers/requests.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await openInstallation();
  await writeFile(join(installation.folder, 'photo.jpg'), await picture());
});
afterAll(() => installation.close());
const run = (...args: string[]) => installation.run(args);

it('lets whoever sits there grant, and says what was done', async () => {
  const { code, stdout, stderr } = await run('credits', 'grant', 'bob', '2.5', 'for', 'the', 'contest');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe(
    'bob was granted 2.5 credits beside the monthly allowance, and has no limit here all the same; granted in all: 2.5 credits (before: 0 credits). Reason: for the contest\n',
  );
});

it('refuses the same to somebody whom they play', async () => {
  const ended = await run('credits', 'grant', 'bob', '5', 'please', '--as', 'bob');
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(sentenceOf(ended)).toBe('Only admins may do this. Ask one of them to do it for you.');
});

it('shows the price and runs nothing where a job is to be asked about and nobody is there to ask', async () => {
  expect(await run('credits', 'limits', 'confirm_above=0.4')).toMatchObject({
    code: 0,
    stdout: 'Everybody here is now asked before a job of more than 0.4 credits runs (before: never).\n',
  });
  const ended = await run('enhance', 'photo.jpg', '--model', 'esrgan', '--as', 'bob', '--limit', '1');
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  const [title, price, ...rest] = ended.stderr.trimEnd().split('\n');
  expect(title).toBe('Larger picture ×2');
  expect(price).toBe('It costs at most 0.5 credits; you have 3.5 credits.');
  expect(rest.at(-1)).toMatch(/; --yes runs it\.$/);
  expect(await readdir(installation.folder)).toEqual(['photo.jpg']);
  expect(await readdir(join(installation.dataDir, 'files'))).toEqual([]);
});

it('runs it with --yes, within the allowance of this call, and charges whom they play', async () => {
  const flags = ['--as', 'bob', '--limit', '1', '--yes', '--out', 'big.png'];
  expect(await run('enhance', 'photo.jpg', '--model', 'esrgan', ...flags)).toMatchObject({ code: 0 });
  expect(await readdir(installation.folder)).toContain('big.png');
  const { stdout } = await run('credits', '--as', 'bob', '--limit', '1', '--json');
  const said = JSON.parse(stdout);
  expect(said).toMatchObject({
    person: 'bob',
    allowance: { limit: 1 },
    granted: 2.5,
    entries: [{ kind: 'settle' }, { kind: 'reserve', allowance: -0.5 }, {}, {}],
  });
  // The lab takes what its work is worth, and nobody pays more than was said.
  const { charged } = said.entries[0];
  expect(charged).toBeGreaterThan(0);
  expect(charged).toBeLessThanOrEqual(0.5);
  expect(said.allowance.used).toBe(charged);
  expect(said.allowance.left).toBeCloseTo(1 - charged, 6);
  expect(said.available).toBeCloseTo(3.5 - charged, 6);
});

it('prints the table of usage, saves the picture and says what it shows', async () => {
  const { code, stdout, stderr } = await run('usage', '--days', '2', '--out', 'used.png');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^Used, .*: nothing yet \(1 lab preview, not counted\)\n/m);
  expect(stdout).toContain(`\nSaved as ${join(installation.folder, 'used.png')}\nAn empty bar chart: `);
  expect(await sharp(join(installation.folder, 'used.png')).metadata()).toMatchObject({
    format: 'png',
    width: 1200,
  });
});
