/** `npm run jobs` beside a service that works on the same data folder, and alone. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Installation, openInstallation, sentenceOf } from '../helpers/program.ts';
import { picture, until } from '../helpers/requests.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await openInstallation();
  await writeFile(join(installation.folder, 'photo.jpg'), await picture());
});
afterAll(() => installation.close());
const run = (...args: string[]) => installation.run(args);

it('has nothing to list where nothing was ever asked for, and starts no lab for it', async () => {
  expect(await run('jobs')).toEqual({ code: 0, signal: null, stdout: 'No job is on its way.\n', stderr: '' });
  expect(JSON.parse((await run('jobs', '--json')).stdout)).toEqual([]);
  expect(installation.services().length).toBeLessThanOrEqual(1);
});

it('refuses what it does not know in one sentence', async () => {
  const refusals: [string[], RegExp][] = [
    [['zzzzzzz'], /^There is no job zzzzzzz; a record is kept for 30 days\. npm run jobs lists /],
    [['one', 'two'], /^two is one word too many; leave it out\.$/],
    [['--all'], /^There is no flag --all\.$/],
  ];
  for (const [args, sentence] of refusals) {
    const ended = await run('jobs', ...args);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(sentenceOf(ended)).toMatch(sentence);
  }
});

it('shows a job of a running service by its id, also when it is over', async () => {
  const service = installation.start([]);
  await service.says('Darkroom is running.');
  const asking = installation.start([
    'enhance',
    'photo.jpg',
    '--model',
    'esrgan',
    '--json',
    '--out',
    'big.png',
  ]);
  const { code, stdout } = await asking.ended;
  expect(code).toBe(0);
  const { id } = JSON.parse(stdout);
  const shown = await run('jobs', id);
  expect(shown).toMatchObject({ code: 0, stderr: '' });
  expect(shown.stdout).toMatch(new RegExp(`^Job ${id} · Larger picture \\(ESRGAN\\)\nState: done, for `));
  expect(shown.stdout).toContain('\nWaits for: nothing; it is over and its person was told\n');
  expect(shown.stdout).toMatch(/\nShown at: .*out\.path /);
  const told = JSON.parse((await run('jobs', id, '--json')).stdout);
  // The lab charges by the work, and each time a little differently.
  expect(told.charged).toBeGreaterThan(0);
  expect(told.charged).toBeLessThanOrEqual(told.price);
  expect(told).toMatchObject({
    ...{ id, state: 'done', price: 0.5, hold: 'settled' },
    createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
    lastAnswer: { status: 'completed', at: expect.stringMatching(/Z$/) },
    result: { kept: true },
  });
  service.child.kill('SIGTERM');
  expect(await service.ended).toMatchObject({ code: 0 });
});

it('lists a job whose process was killed, and what would have to come', async () => {
  const asking = installation.start(['enhance', 'photo.jpg', '--model', 'esrgan', '--out', 'late.png']);
  await asking.says('QUEUED');
  if (asking.child.pid) process.kill(-asking.child.pid, 'SIGKILL');
  await asking.ended;
  const oldest = async (): Promise<{ id: string; waits: { for: string } } | undefined> =>
    JSON.parse((await run('jobs', '--json')).stdout)[0];
  await until(async () => (await oldest()) !== undefined);
  const { id = '', waits } = (await oldest()) ?? {};
  expect(waits?.for).toMatch(/^[a-z]+$/);
  const { stdout } = await run('jobs');
  expect(stdout).toMatch(new RegExp(`^${id} · .* · Larger picture \\(ESRGAN\\) · .+ · .+\n$`));
  const near = id.slice(0, -1);
  expect(sentenceOf(await run('jobs', near))).toBe(`There is no job ${near}; did you mean ${id}?`);
});
