/** Steps one after the other from the form, and what people put on pictures, in a real browser. */
import type { Locator, Page } from 'playwright-core';
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

it('a second step is chosen in the form, which says what both cost; they run to one result', async () => {
  const page = await at.people.come('Ann', 'steps');
  await post(page, [{ name: 'lake.jpg', bytes: picture }]);
  await openForm(page);
  const submit = page.locator('#form [type="submit"]');
  await expect.poll(() => submit.textContent()).toBe('Run for 0.5 credits');
  await page.locator('#form').getByLabel('Then').selectOption('esrgan');
  // The button is what the keys are at, from when the form was opened on.
  await expect.poll(() => submit.textContent()).toBe('Run for 1 credit');
  await page.locator('#form').getByText('All 2 steps cost at most 1 credit').waitFor();
  expect(await faults(page)).toEqual([]);
  await run(page);
  await expect.poll(() => page.locator('.result').count()).toBe(1);
  await page
    .locator('.result')
    .getByText(/384 × 256/)
    .first()
    .waitFor();
  expect(at.harness.fixture.lab.submits()).toHaveLength(2);
  expect(await page.locator('.result').count()).toBe(1);
});

it('two people put an emoji on a picture, which is made once; all see how many, and each what is theirs', async () => {
  const ann = await at.people.come('Cleo', 'emoji');
  // The page comes anew then: what was typed before that would be gone.
  const anew = ann.waitForEvent('load');
  await ann.locator('[data-role]').click();
  await anew;
  await say(ann, '/rules react 🔍 upscale x2');
  await ann
    .locator('[data-only]')
    .getByText(/Larger picture ×2/)
    .first()
    .waitFor();
  const ben = await at.people.come('Dan', 'emoji');
  const both = [ann, ben];
  await post(ben, [{ name: 'lake.jpg', bytes: picture }]);
  const on = (page: Page, kind: string, emoji: string) =>
    page.locator(`.msg[data-kind="${kind}"] [data-emoji="${emoji}"]`).last();
  const lens = (page: Page) => on(page, 'said', '🔍');
  const names = (button: (page: Page) => Locator) =>
    Promise.all(both.map((page) => button(page).getAttribute('aria-label')));
  const pressed = (button: (page: Page) => Locator) =>
    Promise.all(both.map((page) => button(page).getAttribute('aria-pressed')));
  const named = (name: string) => [name, name];
  // By its keys, and whoever is at it stays at it.
  await lens(ben).press('Enter');
  await expect.poll(() => names(lens)).toEqual(named('🔍 Larger picture ×2, put on it by 1'));
  expect(await pressed(lens)).toEqual(['false', 'true']);
  await lens(ann).click();
  await expect.poll(() => names(lens)).toEqual(named('🔍 Larger picture ×2, put on it by 2'));
  await expect.poll(() => pressed(lens)).toEqual(['true', 'true']);
  expect(await lens(ann).textContent()).toContain('2');
  await lens(ben).press('Enter');
  await expect.poll(() => names(lens)).toEqual(named('🔍 Larger picture ×2, put on it by 1'));
  expect(await ben.evaluate(() => document.activeElement?.getAttribute('data-emoji'))).toBe('🔍');

  // A vote is one, however it is given.
  for (const page of both) await expect.poll(() => page.locator('.result').count()).toBe(1);
  const like = (page: Page) => on(page, 'result', '👍');
  await like(ann).click();
  await expect.poll(() => names(like)).toEqual(named('👍 Vote for it, put on it by 1'));
  await expect.poll(() => pressed(like)).toEqual(['true', 'false']);
  expect(await ann.locator('.msg[data-kind="said"] [data-emoji="👍"]').count()).toBe(0);

  // What is picked stands at the head of the channel, for all.
  await openForm(ann, ann.locator('.msg[data-kind="said"] [data-enhance]').last());
  await run(ann);
  const tree = ann.locator('.versions').last();
  await tree.locator('summary').first().press('Enter');
  await tree.getByRole('button', { name: 'Pick v2' }).click();
  for (const page of both) await page.getByRole('link', { name: /^Picked: v2/ }).waitFor();
  expect(await faults(ben)).toEqual([]);
});
