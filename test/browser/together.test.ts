/** Several people in one channel, what is done with several files, and what an admin may. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { photo } from '../helpers/sample-media.ts';
import { openForm, openPage, post, run, say, watchStates } from './people.ts';

let at: Awaited<ReturnType<typeof openPage>>;
let picture: Buffer;
beforeAll(async () => {
  at = await openPage({ processingMs: 300 });
  picture = await photo({ width: 96, height: 64 });
});
afterAll(() => at.close());

const seen = (page: Page, text: string | RegExp) => page.locator('#log').getByText(text).first();
/** The next job stays in work until it is cancelled. */
const goesOn = () => at.harness.fixture.lab.behave({ processingMs: 50_000, aside: true });

describe('two people in one channel', () => {
  it('see what the other does as it happens, and not what is said to one alone', async () => {
    const ann = await at.people.come('Ann', 'both');
    const ben = await at.people.come('Ben', 'both');
    await ann.locator('[data-person="ben"]').waitFor();
    const states = await watchStates(ben);
    await post(ann, [{ name: 'shared.jpg', bytes: picture }]);
    await seen(ben, 'shared.jpg').waitFor();
    await openForm(ann);
    await run(ann);
    await ben.locator('.result .wipe').waitFor();
    await expect.poll(states).toEqual(['QUEUED', 'PROCESSING', 'COMPLETED']);
    await seen(ben, /shared-2x\.jpg/).waitFor();
    await say(ann, '/credits');
    await ann
      .locator('[data-only]')
      .getByText(/199\.5 credits/)
      .first()
      .waitFor();
    // What Ben says comes after it, in the same channel.
    await say(ben, 'Lovely.');
    await seen(ann, 'Lovely.').waitFor();
    await seen(ben, 'Lovely.').waitFor();
    expect(await ben.locator('[data-only]').count()).toBe(0);
    await ben.reload();
    await seen(ben, 'Lovely.').waitFor();
    expect(await ben.locator('[data-only]').count()).toBe(0);
    await ben.goto('about:blank');
    await ann.locator('[data-person="ben"]').waitFor({ state: 'detached' });
  });

  it('only who wrote a message may delete it; its results go with it, and nothing else', async () => {
    const cleo = await at.people.come('Cleo', 'deletes');
    const dan = await at.people.come('Dan', 'deletes');
    await say(cleo, 'Only words.');
    for (const name of ['kept.jpg', 'gone.jpg']) {
      await post(cleo, [{ name, bytes: picture }]);
      await openForm(cleo);
      await run(cleo);
      await seen(cleo, name.replace('.', '-2x.')).waitFor();
    }
    await seen(dan, 'gone-2x.jpg').waitFor();
    const message = (page: Page) => page.locator('.msg[data-kind="said"]', { hasText: 'gone.jpg' });
    expect(await message(dan).getByRole('button', { name: 'Delete' }).count()).toBe(0);
    await message(cleo).hover();
    await message(cleo).getByRole('button', { name: 'Delete' }).click();
    await cleo.locator('#confirm[open]').getByRole('button', { name: 'Keep' }).click();
    expect(await message(cleo).count()).toBe(1);
    await message(cleo).hover();
    await message(cleo).getByRole('button', { name: 'Delete' }).click();
    await cleo.locator('#confirm[open]').getByRole('button', { name: 'Delete' }).click();
    for (const page of [cleo, dan]) {
      await message(page).waitFor({ state: 'detached' });
      await expect.poll(() => page.locator('.result').count()).toBe(1);
      await seen(page, 'kept-2x.jpg').waitFor();
      await seen(page, 'kept.jpg').waitFor();
      await seen(page, 'Only words.').waitFor();
    }
  });
});

describe('a job', () => {
  it('is cancelled after a question, which can be answered with no', async () => {
    const page = await at.people.come('Eva', 'cancels');
    await post(page, [{ name: 'stop.jpg', bytes: picture }]);
    goesOn();
    await openForm(page);
    await run(page);
    const cancel = page.locator('.job[data-state="PROCESSING"]').getByRole('button', { name: 'Cancel…' });
    await cancel.click();
    const question = page.locator('#confirm[open]');
    await question.getByRole('heading', { name: 'Cancel this job?' }).waitFor();
    await question.getByText(/0\.5 credits/).waitFor();
    await question.getByRole('button', { name: 'Keep it running' }).click();
    await cancel.waitFor();
    await cancel.click();
    await question.getByRole('button', { name: 'Cancel the job' }).click();
    await page.locator('.over[data-state="CANCELLED"]').waitFor();
    expect(await page.locator('.result').count()).toBe(0);
  });

  it('above what one job may cost is refused in the form’s words, and nothing is run', async () => {
    const place = { baseURL: (at.harness.platform.url() ?? '').replace('127.0.0.1', 'limits.localhost') };
    const page = await at.people.come(undefined, 'limits', place);
    await page.getByLabel('Who are you here?').fill('Fay');
    await page.getByRole('button', { name: 'Come in' }).click();
    // The page is loaded anew for whom they act as; what is said before that is not an admin's yet.
    const actAsAdmin = async (wanted: boolean) => {
      const toggle = page.getByRole('switch', { name: 'Act as admin' });
      await toggle.waitFor();
      const loaded = page.waitForEvent('load');
      await toggle.click();
      await loaded;
      expect(await toggle.isChecked()).toBe(wanted);
    };
    await actAsAdmin(true);
    await say(page, '/credits limits per_job=0.1');
    await page
      .locator('[data-only]')
      .getByText(/0\.1 credits/)
      .first()
      .waitFor();
    await actAsAdmin(false);
    await post(page, [{ name: 'dear.jpg', bytes: picture }]);
    const before = at.harness.fixture.lab.submits().length;
    await openForm(page);
    await page.locator('#form .sum', { hasText: '0.1 credits' }).waitFor();
    await page.locator('#form [type="submit"]').click();
    await page
      .locator('[data-only]', { hasText: /0\.1 credits/ })
      .last()
      .waitFor();
    await expect.poll(() => page.locator('.job').count()).toBe(0);
    expect(at.harness.fixture.lab.submits().length).toBe(before);
    // Whoever does not act as an admin changes nothing.
    await say(page, '/credits limits per_job=none');
    await seen(page, /admin/i).waitFor();
  });
});

describe('several files', () => {
  it('are enhanced as one, on a contact sheet', async () => {
    const page = await at.people.come('Gus', 'albums');
    await post(
      page,
      ['one', 'two', 'three'].map((name) => ({ name: `${name}.jpg`, bytes: picture })),
    );
    await openForm(page, page.getByRole('button', { name: 'Enhance all 3…' }));
    await page.locator('#form [type="submit"]', { hasText: '1.5 credits' }).waitFor();
    await run(page);
    await page.locator('.album').waitFor();
    const sheet = page.locator('.result.several .frame');
    await expect.poll(() => sheet.count()).toBe(3);
    await expect.poll(() => page.locator('.album .frame[data-is="done"]').count()).toBe(3);
  });

  it('or one in several ways: a taste test is offered with its price, made, and voted on', async () => {
    const page = await at.people.come('Hal', 'tastes');
    await post(page, [{ name: 'taste.jpg', bytes: await photo({ width: 360, height: 240 }) }]);
    await page.locator('#say').fill('/try');
    await page.locator('#say').press('Enter');
    await page.locator('[data-only]').getByRole('button', { name: 'Try all 2 for 168.9 credits' }).click();
    const result = page.locator('.result').first();
    await result.waitFor();
    const vote = result.getByRole('button', { name: /Vote/ }).first();
    await vote.click();
    await page.locator('#toast, [data-only]').getByText('Your vote is for 1.').waitFor();
  });
});

describe('what is typed', () => {
  it('is kept as a preset, which the form offers and takes', async () => {
    const page = await at.people.come('Ida', 'presets');
    await say(page, '/presets save crisp upscale x4 png');
    await seen(page, /crisp/).waitFor();
    await post(page, [{ name: 'set.jpg', bytes: picture }]);
    await openForm(page);
    await page.locator('#form').getByLabel('Preset').selectOption({ index: 1 });
    await page.locator('#form [name="set:scale"][value="4"]:checked').waitFor({ state: 'attached' });
    await run(page);
    await seen(page, 'set-4x.png').waitFor();
  });

  it.each([
    ['/credits', /200 credits|You have/],
    ['/help', /upscale/],
    ['/jobs', 'You have asked for nothing here yet.'],
  ])('%s is answered to whoever asked', async (command, words) => {
    const page = await at.people.come(`asks${command.slice(1)}`, 'questions');
    await say(page, command);
    const answer = page.locator('[data-only]').last();
    await answer.getByText(words).first().waitFor();
    await answer.getByRole('button', { name: 'Dismiss' }).click();
    await expect.poll(() => page.locator('[data-only]').count()).toBe(0);
  });
});
