/** What a channel decides and pays for together, in a real browser: versions and votes, a chip-in. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { photo } from '../helpers/sample-media.ts';
import { faults } from './axe.ts';
import { openForm, openPage, post, run, say } from './people.ts';

let at: Awaited<ReturnType<typeof openPage>>;
let picture: Buffer;
beforeAll(async () => {
  at = await openPage({ processingMs: 300 });
  picture = await photo({ width: 96, height: 64 });
});
afterAll(() => at.close());

const press = (page: Page, name: RegExp) => page.locator('#log').getByRole('button', { name }).last().click();
const reads = (page: Page, where: string, text: RegExp) =>
  page.locator(where).getByText(text).first().waitFor();
const shot = async (page: Page, name: string) => {
  const folder = process.env.BROWSER_SHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
};

it('a source with two versions has a tree below its newest result; each person has one vote in it', async () => {
  const ann = await at.people.come('Ann', 'votes');
  const ben = await at.people.come('Ben', 'votes');
  await post(ann, [{ name: 'lake.jpg', bytes: picture }]);
  for (const count of [1, 2]) {
    await openForm(ann);
    await run(ann);
    await expect.poll(() => ann.locator('.result').count()).toBe(count);
  }
  const tree = (page: Page) => page.locator('.versions').last();
  await tree(ben).waitFor();
  // By its keys, as a reader of the screen does.
  await tree(ben).locator('summary').first().press('Enter');
  await tree(ben).getByRole('button', { name: /v1/ }).first().click();
  await expect.poll(() => tree(ann).textContent()).toMatch(/v1[\s\S]*1[\s\S]*v2/);
  // Whoever votes goes on looking.
  await tree(ben).locator('.tree').first().waitFor();
  await shot(ben, 'tree');
  expect(await faults(ben)).toEqual([]);
});

it('what is too dear for one is chipped in for by all, and goes back when it is stopped', async () => {
  const cleo = await at.people.come('Cleo', 'chips');
  const dan = await at.people.come('Dan', 'chips');
  await post(cleo, [{ name: 'still.jpg', bytes: picture }]);
  await say(cleo, '@Darkroom clarity');
  await shot(cleo, 'asked');
  await reads(cleo, '#log', /168\.4 credits/);
  await press(cleo, /^Chip in together/);
  await press(cleo, /^Post it here/);
  await reads(dan, '#log', /Chip in for/);
  await press(dan, /^20 credits/);
  await reads(cleo, '#log', /20 of 168\.4 credits/);
  await reads(dan, '.purse', /^180$/);
  await shot(dan, 'chip');
  expect(await faults(dan)).toEqual([]);
  await press(cleo, /^Stop…/);
  await press(cleo, /^Stop it/);
  await reads(dan, '#log', /It was stopped\./);
  // Whoever gave sees it without asking.
  await reads(dan, '.purse', /^200$/);
  await say(dan, '/credits');
  await reads(dan, '[data-only]', /Available: 200 credits/);
});
