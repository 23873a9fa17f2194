/** The first visit, files in every way, each model from the form to its result, and before beside after. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { models } from '../../src/models/index.ts';
import { clip, photo } from '../helpers/sample-media.ts';
import { openForm, openPage, post, run, watchStates } from './people.ts';

let at: Awaited<ReturnType<typeof openPage>>;
let picture: Buffer;
let video: Buffer;
beforeAll(async () => {
  at = await openPage({ processingMs: 300 });
  const { engine, folder } = at.harness.fixture;
  const admin = {
    platform: 'web',
    scope: 'home',
    requester: 'mod',
    channel: 'prints',
    groups: [],
    admin: true,
  };
  await engine.credits.setLimits(admin, { monthly: 'none', jobs_per_person: 'none', confirm_above: 'none' });
  picture = await photo({ width: 96, height: 64 });
  const short = { width: 64, height: 48, seconds: 0.5, fps: 8, audio: false };
  video = await readFile(await clip(folder, short));
});
afterAll(() => at.close());

/** Pixels and seconds of what is shown, once the browser has read it; nothing where it could not. */
const shownSizes = (page: Page, selector: string) =>
  page.locator(selector).evaluateAll((all) =>
    Promise.all(
      all.map(async (it) => {
        if (it instanceof HTMLVideoElement) return [it.videoWidth, it.videoHeight];
        if (!(it instanceof HTMLImageElement)) return [];
        await it.decode();
        return [it.naturalWidth, it.naturalHeight];
      }),
    ),
  );

describe('somebody who has just come', () => {
  it('sees the first result two clicks after choosing a sample', async () => {
    const page = await at.people.come(undefined, 'first');
    // The first click: the name that is offered is theirs with it.
    await page.getByRole('button', { name: /Lake at night/ }).click();
    await page.locator('#form[open]').getByRole('heading', { name: 'Enhance lake.jpg' }).waitFor();
    const states = await watchStates(page);
    // The second, whose button has the price on it.
    await page.getByRole('button', { name: 'Run for 0.5 credits' }).click();
    await page.locator('.result .wipe').waitFor();
    expect(await shownSizes(page, '.result .wipe img')).toEqual([
      [360, 240],
      [720, 480],
    ]);
    await expect.poll(states).toEqual(['QUEUED', 'PROCESSING', 'COMPLETED']);
    expect(await page.locator('#first').isVisible()).toBe(false);
    await expect.poll(() => page.locator('#strip .frame').count()).toBe(1);
  });

  it('gives a name of their own; one that is taken is refused in words', async () => {
    const first = await at.people.come(undefined, 'names');
    await first.getByLabel('Who are you here?').fill('Dora');
    await first.getByRole('button', { name: 'Come in' }).click();
    await first.locator('[data-person="dora"]').getByText('you').waitFor();
    const second = await at.people.come(undefined, 'names');
    await second.getByLabel('Who are you here?').fill('dora');
    await second.getByRole('button', { name: 'Come in' }).click();
    await second.getByText('dora is somebody else here. Choose another name.').waitFor();
    expect(await second.locator('#say').count()).toBe(0);
  });
});

describe('a picture comes into the channel', () => {
  it('from the file chooser, by the + beside the box', async () => {
    const page = await at.people.come('Chooser', 'ways');
    const choosing = page.waitForEvent('filechooser');
    await page.locator('label[for="file"]').click();
    await (await choosing).setFiles({ name: 'chosen.jpg', mimeType: 'image/jpeg', buffer: picture });
    await page.locator('#chosen').getByText('chosen.jpg').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.locator('.posted figcaption', { hasText: 'chosen.jpg' }).waitFor();
    expect(await shownSizes(page, '.posted img')).toEqual([[96, 64]]);
  });

  it.each([
    { way: 'dropped', name: 'dropped.jpg' },
    { way: 'pasted', name: 'pasted.jpg' },
  ])('$way, with words beside it', async ({ way, name }) => {
    const page = await at.people.come(`by-${way}`, way);
    await page.evaluate(
      ({ bytes, file, how }) => {
        const data = new DataTransfer();
        data.items.add(
          new File([Uint8Array.from(atob(bytes), (it) => it.charCodeAt(0))], file, { type: 'image/jpeg' }),
        );
        const given = { bubbles: true, cancelable: true };
        if (how === 'dropped') {
          document.body.dispatchEvent(new DragEvent('dragenter', { ...given, dataTransfer: data }));
          document.body.dispatchEvent(new DragEvent('drop', { ...given, dataTransfer: data }));
        } else
          document
            .querySelector('#say')
            ?.dispatchEvent(new ClipboardEvent('paste', { ...given, clipboardData: data }));
      },
      { bytes: picture.toString('base64'), file: name, how: way },
    );
    await page.locator('#chosen').getByText(name).waitFor();
    expect(await page.locator('body[data-over]').count()).toBe(0);
    await page.locator('#say').fill('our lake');
    await page.locator('#say').press('Enter');
    await page.locator('.msg', { hasText: 'our lake' }).locator('figcaption', { hasText: name }).waitFor();
    expect(await shownSizes(page, '.posted img')).toEqual([[96, 64]]);
  });

  it('as a link, typed into the form that a command opens', async () => {
    const page = await at.people.come('Linker', 'links');
    await page.locator('#say').fill('/upsc');
    await page.locator('#say').press('Enter');
    await page
      .locator('#form[open]')
      .getByLabel('A link to a picture or a video')
      .fill('http://127.0.0.1:9/private.jpg');
    await page.locator('#form [type="submit"]').click();
    // An address of this machine is nobody's to ask for: that the refusal names it shows that the link arrived.
    await page.locator('#form [role="alert"]').getByText('The link leads to 127.0.0.1').waitFor();
    expect(await page.getByLabel('A link to a picture or a video').inputValue()).toBe(
      'http://127.0.0.1:9/private.jpg',
    );
    expect(await page.locator('.result').count()).toBe(0);
  });
});

describe('each model, from the form to its result', () => {
  /** Of pictures, before and after; a video shows that it can be played. */
  const sizes: Readonly<Record<string, number[][]>> = {
    esrgan: [
      [96, 64],
      [192, 128],
    ],
    'clarityai-flux-upscaler': [
      [96, 64],
      [384, 256],
    ],
  };

  it.each(models.map(({ name, does, takes }) => ({ name, does, takes })))(
    '$does',
    async ({ name, does, takes }) => {
      const page = await at.people.come(`m-${name.slice(0, 4)}`, `model-${name}`);
      const isVideo = takes === 'video';
      await post(page, [isVideo ? { name: 'walk.mp4', bytes: video } : { name: 'walk.jpg', bytes: picture }]);
      await openForm(page);
      await page.locator('#form .pick label', { hasText: does }).first().click();
      // What this model costs stands on the button once it is drawn for it.
      const price = await page
        .locator('#form .pick label:has(:checked) .cost')
        .evaluate((it) => it.firstChild?.textContent?.trim());
      await page.locator('#form [type="submit"]', { hasText: /credits/ }).waitFor();
      expect(price).toMatch(/credits$/);
      const states = await watchStates(page);
      await run(page);
      const result = page.locator('.result');
      await result.first().waitFor();
      await expect.poll(states).toEqual(['QUEUED', 'PROCESSING', 'COMPLETED']);
      if (sizes[name]) expect(await shownSizes(page, '.result .wipe img')).toEqual(sizes[name]);
      else
        await expect
          .poll(() =>
            result
              .locator('video')
              .evaluateAll((all) => all.map((it) => (it as HTMLVideoElement).videoWidth > 0)),
          )
          .toEqual(isVideo ? [true, true] : [true]);
    },
  );
});

describe('before and after', () => {
  it('slides by mouse, by touch and by arrows, Home and End', async () => {
    const page = await at.people.come('Slider', 'slides', { hasTouch: true });
    await post(page, [{ name: 'slide.jpg', bytes: await photo({ width: 360, height: 240 }) }]);
    await openForm(page);
    await run(page);
    const wipe = page.locator('.result .wipe');
    await wipe.waitFor();
    await wipe.scrollIntoViewIfNeeded();
    const where = () => wipe.evaluate((it) => Math.round(Number(it.style.getPropertyValue('--x'))));
    expect(await where()).toBe(50);
    const box = await wipe.boundingBox();
    if (!box) throw new Error('the slider is not drawn');
    const spot = (share: number) => [box.x + box.width * share, box.y + box.height / 3] as const;
    await page.mouse.move(...spot(0.5));
    await page.mouse.down();
    await page.mouse.move(...spot(0.8), { steps: 4 });
    await page.mouse.up();
    expect(Math.abs((await where()) - 80)).toBeLessThan(4);
    await page.touchscreen.tap(...spot(0.25));
    await expect.poll(where).toBeLessThan(29);
    const slider = page.getByRole('slider', { name: 'Compare before and after' });
    await slider.press('Home');
    expect(await where()).toBe(0);
    await slider.press('ArrowRight');
    await slider.press('ArrowRight');
    expect(await where()).toBe(2);
    expect(await slider.getAttribute('aria-valuetext')).toBe('2 % Before');
    await slider.press('End');
    expect(await where()).toBe(100);
  });

  it('plays two videos in step, also where one is moved', async () => {
    const page = await at.people.come('Stepper', 'steps');
    await post(page, [{ name: 'step.mp4', bytes: video }]);
    await openForm(page);
    await run(page);
    const pair = page.locator('.pair');
    await pair.waitFor();
    const [other, leader] = [pair.locator('video:not([controls])'), pair.locator('video[controls]')];
    const time = (it: typeof leader) => it.evaluate((video) => (video as HTMLVideoElement).currentTime);
    await leader.evaluate((it) => {
      (it as HTMLVideoElement).currentTime = 0.3;
    });
    await expect.poll(() => time(other)).toBeGreaterThan(0.2);
    await leader.evaluate((it) => (it as HTMLVideoElement).play());
    await expect.poll(() => other.evaluate((it) => (it as HTMLVideoElement).paused)).toBe(false);
    await leader.evaluate((it) => (it as HTMLVideoElement).pause());
    await expect.poll(() => other.evaluate((it) => (it as HTMLVideoElement).paused)).toBe(true);
    await expect.poll(async () => Math.abs((await time(leader)) - (await time(other)))).toBeLessThan(0.15);
  });
});
