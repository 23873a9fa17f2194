/** The server ends in the middle of a job and comes back: the page goes on by itself, and the job ends once. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Lab, startLab } from '../../src/lab/server/server.ts';
import { type Installation, openInstallation } from '../helpers/program.ts';
import { photo } from '../helpers/sample-media.ts';
import { freePort } from '../helpers/serve.ts';
import { faults } from './axe.ts';
import { openForm, openPeople, type People, post, run } from './people.ts';

let installation: Installation;
let lab: Lab;
let people: People;
let port = 0;
beforeAll(async () => {
  port = await freePort();
  installation = await openInstallation();
  lab = await startLab({ dataDir: join(installation.folder, 'lab'), processingMs: 4000 });
  people = await openPeople(() => `http://127.0.0.1:${port}`);
});
afterAll(async () => {
  await people.close();
  await lab.close();
  await installation.close();
});

it('a page that was open shows the one result of a job that a dying server left, and the history', async () => {
  const start = () =>
    installation.start([], {
      env: {
        WEB_PORT: String(port),
        SEGMIND_API_KEY: 'SG_0123456789abcdef',
        SEGMIND_API_URL: lab.url,
        SEGMIND_UPLOAD_URL: lab.url,
      },
    });
  const first = start();
  await first.says('Darkroom is running');
  expect((await first.child.exitCode) === null && installation.services().length > 0).toBe(true);
  const page = await people.come('Oda');
  await post(page, [{ name: 'long.jpg', bytes: await photo({ width: 96, height: 64 }) }]);
  await openForm(page);
  await run(page);
  await page.locator('.job[data-state="PROCESSING"]').waitFor();
  await page.evaluate(() => Object.assign(window, { sameWindow: true }));
  first.child.kill('SIGKILL');
  await first.ended;
  await page.getByText('The connection is lost; it comes back by itself.').waitFor();
  const second = start();
  await second.says('Darkroom is running');
  await page.locator('.result .wipe').waitFor();
  await page.getByText('The connection is lost; it comes back by itself.').waitFor({ state: 'hidden' });
  expect(await page.evaluate(() => 'sameWindow' in window), 'nobody has loaded it again').toBe(true);
  await expect.poll(() => page.locator('.over[data-state="COMPLETED"]').count()).toBe(1);
  expect(await page.locator('.result').count()).toBe(1);
  expect(lab.submits()).toHaveLength(1);
  // What is typed now arrives: the cookie and its token are known to the server that came.
  await page.locator('#say').fill('And on it goes.');
  await page.locator('#say').press('Enter');
  await page.locator('.words', { hasText: 'And on it goes.' }).waitFor();

  second.child.kill('SIGTERM');
  await second.ended;
  const third = start();
  await third.says('Darkroom is running');
  await page.goto(`http://127.0.0.1:${port}/`);
  expect(
    await page.locator('.msg').evaluateAll((all) => all.map((it) => (it as HTMLElement).dataset.kind)),
  ).toEqual(['said', 'card', 'result', 'said']);
  await page
    .locator('.result .wipe img')
    .last()
    .evaluate((it) => (it as HTMLImageElement).decode());
  await ownersView(page);
  third.child.kill('SIGTERM');
  await third.ended;
});

/** As it stands after that one job: the sentence, the job and its timeline, BullMQ's queues below it. */
async function ownersView(page: Page): Promise<void> {
  await page.goto(`http://127.0.0.1:${port}/admin/`);
  await page.getByText('long.jpg').first().waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await faults(page), colorScheme).toEqual([]);
  }
  await page.goto(`http://127.0.0.1:${port}/admin?find=Oda`);
  await page.getByText('long.jpg').first().waitFor();
  await page.goto(`http://127.0.0.1:${port}/admin?find=nobody-at-all`);
  await expect.poll(() => page.getByText('long.jpg').count()).toBe(0);
  await page.goto(`http://127.0.0.1:${port}/admin/queues/`);
  await page.getByText('submit').first().waitFor();
}
