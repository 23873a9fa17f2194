/** By keyboard alone, with reduced motion, at the width of a telephone, and for who hears the page. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { photo } from '../helpers/sample-media.ts';
import { faults } from './axe.ts';
import { openForm, openPage, post, run, say } from './people.ts';

let at: Awaited<ReturnType<typeof openPage>>;
let picture: Buffer;
beforeAll(async () => {
  at = await openPage({ processingMs: 300 });
  picture = await photo({ width: 360, height: 240 });
});
afterAll(() => at.close());

const goesOn = () => at.harness.fixture.lab.behave({ processingMs: 50_000, aside: true });
const focused = (page: Page, selector: string) =>
  page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);

/** Presses Tab until this has the focus. @throws Error where it never does */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let pressed = 0; pressed < 60; pressed += 1) {
    if (await focused(page, selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${selector} is not reached by Tab`);
}

describe('by keyboard alone', () => {
  it('the list of commands opens with a stroke, is walked through, and goes with Escape', async () => {
    const page = await at.people.come('Kim', 'keys');
    await page.locator('#say').focus();
    await page.keyboard.type('/');
    const list = page.getByRole('listbox', { name: 'What should happen?' });
    const chosen = () =>
      page.evaluate(() => {
        const id = document.activeElement?.getAttribute('aria-activedescendant') ?? '';
        const [marked, ...more] = document.querySelectorAll('#list [aria-selected="true"]');
        return marked?.id === id && more.length === 0 ? marked.querySelector('code')?.textContent : undefined;
      });
    await list.waitFor();
    expect(await chosen()).toBe('/upscale');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    expect(await chosen()).toBe('/clarity');
    await page.keyboard.press('Escape');
    expect(await list.isVisible()).toBe(false);
    expect(await page.locator('#say').getAttribute('aria-expanded')).toBe('false');
    expect(await page.locator('#say').inputValue()).toBe('/');
    await page.keyboard.type('cla');
    expect(await page.locator('#list [role="option"]:visible').count()).toBe(1);
    await page.keyboard.press('Enter');
    await page
      .locator('#form[open] [name="model"][value="clarityai-flux-upscaler"]:checked')
      .waitFor({ state: 'attached' });
    await page.keyboard.press('Escape');
    await page.locator('#form[open]').waitFor({ state: 'hidden' });
    expect(await focused(page, '#say')).toBe(true);
  });

  it('somebody who has just come gets to the first result and slides over it', async () => {
    const page = await at.people.come(undefined, 'first-keys');
    await tabTo(page, '[data-sample="still"]');
    await page.keyboard.press('Enter');
    await page.locator('#form[open]').waitFor();
    await tabTo(page, '#form [type="submit"]');
    await page.keyboard.press('Enter');
    await page.locator('.result .wipe').waitFor();
    await tabTo(page, '.wipe input');
    await page.keyboard.press('ArrowLeft');
    expect(await page.locator('.wipe').evaluate((it) => it.style.getPropertyValue('--x'))).toBe('49');
    await tabTo(page, '.result details.more summary');
    await page.keyboard.press('Enter');
    await page
      .locator('.result .more-list')
      .getByRole('button', { name: 'Run again', exact: true })
      .waitFor();
  });

  it('the link before all else leads past everything to the box', async () => {
    const page = await at.people.come('Lea', 'skips');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page, '#say')).toBe(true);
  });
});

it('with reduced motion nothing moves by itself, and the picture still develops', async () => {
  const page = await at.people.come('Mia', 'still', { reducedMotion: 'reduce' });
  await post(page, [{ name: 'calm.jpg', bytes: picture }]);
  goesOn();
  await openForm(page);
  await run(page);
  await page.locator('.job[data-state="PROCESSING"] .print.thumb img + img').waitFor();
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap((it) => {
      const { transitionDuration, animationName } = getComputedStyle(it);
      const still =
        transitionDuration.split(', ').every((time) => parseFloat(time) === 0) && animationName === 'none';
      return still ? [] : [`${it.tagName}.${it.className}: ${transitionDuration} ${animationName}`];
    }),
  );
  expect(moving).toEqual([]);
});

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

it('at the width of a telephone nothing is cut off, and all can be reached', async () => {
  const page = await at.people.come('Nia', 'phone', phone);
  const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(await tooWide()).toBeLessThanOrEqual(0);
  await post(page, [{ name: 'a-picture-with-a-rather-long-name-for-a-small-screen.jpg', bytes: picture }]);
  await openForm(page);
  const outside = await page.locator('#form').evaluate((form) =>
    [...form.querySelectorAll('button, input, label, select, p')].flatMap((it) => {
      const { right, left } = it.getBoundingClientRect();
      return right > window.innerWidth + 1 || left < -1 ? [it.outerHTML.slice(0, 80)] : [];
    }),
  );
  expect(outside).toEqual([]);
  await run(page);
  await page.locator('.result .wipe').waitFor();
  expect(await tooWide()).toBeLessThanOrEqual(0);
  await say(page, '/help');
  await page.locator('[data-only]').first().waitFor();
  expect(await tooWide()).toBeLessThanOrEqual(0);
  await page.locator('.result').getByText('More', { exact: true }).tap();
  const list = await page.locator('.result .more-list').boundingBox();
  expect((list?.x ?? -1) >= 0 && (list?.x ?? 0) + (list?.width ?? 0) <= 390).toBe(true);
  await page.getByRole('button', { name: 'Channels, people and credits' }).tap();
  await page.getByRole('switch', { name: 'Act as admin' }).tap();
  await expect
    .poll(() => page.getByRole('switch', { name: 'Act as admin', includeHidden: true }).isChecked())
    .toBe(true);
  await page.getByRole('button', { name: 'Channels, people and credits' }).tap();
  await page.getByRole('link', { name: 'Just me' }).tap();
  await page.getByRole('heading', { name: 'Just me' }).waitFor();
});

describe('axe finds nothing serious', () => {
  const looks = [
    { colorScheme: 'light', width: 1280 },
    { colorScheme: 'dark', width: 1280 },
    { colorScheme: 'dark', width: 390 },
  ] as const;
  /** In both themes, and at the width of a telephone. */
  async function sound(page: Page, what: string): Promise<void> {
    for (const { colorScheme, width } of looks) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      expect(await faults(page), `${what}, ${colorScheme}, ${width} wide`).toEqual([]);
    }
  }

  it('on the first visit, the list, the form, results, running jobs and a question', async () => {
    await sound(await at.people.come(undefined, 'axe'), 'the first visit');
    const page = await at.people.come('Axel', 'axe');
    await page.locator('#say').fill('/');
    await page.locator('#list').waitFor();
    await sound(page, 'the list of commands');
    await page.locator('#say').press('Escape');
    await post(
      page,
      ['one', 'two'].map((name) => ({ name: `${name}.jpg`, bytes: picture })),
    );
    await openForm(page);
    await sound(page, 'the form');
    await run(page);
    await page.locator('.result.several').waitFor();
    await openForm(page, page.locator('[data-enhance]').first());
    await run(page);
    await page.locator('.result .wipe').waitFor();
    await say(page, '/credits');
    await page
      .locator('[data-only]')
      .getByText(/Available:/)
      .first()
      .waitFor();
    goesOn();
    await openForm(page, page.locator('[data-enhance]').first());
    await run(page);
    await page.locator('.job[data-state="PROCESSING"]').waitFor();
    await sound(page, 'the channel');
    await page.getByRole('button', { name: 'Cancel…' }).click();
    await page.locator('#confirm[open]').waitFor();
    await sound(page, 'the question');
  });
});
