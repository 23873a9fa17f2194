/** People at the page in a real browser, each in a context of their own. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { browserVariable } from '../run/chromium.ts';
import { type Harness, openHarness } from '../web/harness.ts';

/** ms. A condition of the page's own comes true much sooner, unless something is wrong. */
const patienceMs = 60_000;

export type People = {
  /** A window of somebody who is in this channel under this name; without a name, of somebody who has just come. */
  come(name?: string, channel?: string, how?: BrowserContextOptions): Promise<Page>;
  /** What went wrong in any window: errors of the script, and what the content security policy refused. */
  faults: readonly string[];
  close(): Promise<void>;
};

/** @param url of the page, when it is asked for */
export async function openPeople(url: () => string): Promise<People> {
  const browser: Browser = await chromium.connect(process.env[browserVariable] ?? '');
  const faults: string[] = [];
  return {
    faults,
    async come(name, channel = 'prints', how = {}) {
      const { baseURL = url() } = how;
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...how });
      context.setDefaultTimeout(patienceMs);
      const page = await context.newPage();
      page.on('pageerror', (error) => faults.push(`${name}: ${error.message}`));
      page.on('console', (said) => {
        if (/Content Security Policy/.test(said.text())) faults.push(`${name}: ${said.text()}`);
      });
      if (name !== undefined) {
        const entered = await context.request.post(`${baseURL}/enter`, { data: { name } });
        if (!entered.ok()) throw new Error(await entered.text());
      }
      await page.goto(`${baseURL}/c/${channel}`);
      return page;
    },
    close: () => browser.close(),
  };
}

/** The page over an engine and a lab of this process, and people at it. */
export async function openPage(options: Parameters<typeof openHarness>[0] = {}): Promise<{
  harness: Harness;
  people: People;
  close(): Promise<void>;
}> {
  const harness = await openHarness(options);
  const people = await openPeople(() => harness.platform.url() ?? '');
  return {
    harness,
    people,
    async close() {
      await people.close();
      await harness.close();
      expect(people.faults).toEqual([]);
    },
  };
}

/** Which states the newest jobs of a window show from now on, each once and in order. */
export async function watchStates(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const seen: string[] = [];
    const look = () => {
      const [state] = [...document.querySelectorAll<HTMLElement>('.log [data-state]')].slice(-1);
      const name = state?.dataset.state;
      if (name !== undefined && seen.at(-1) !== name) seen.push(name);
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
    Object.assign(window, { seen });
  });
  // A load of the page would forget them.
  return () =>
    page.evaluate(() => (window as unknown as { seen?: string[] }).seen ?? ['the page was loaded anew']);
}

/** Sends them with the box, as the file chooser gives them to it, and waits until they stand in the channel. */
export async function post(
  page: Page,
  files: readonly { name: string; bytes: Buffer; type?: string }[],
): Promise<void> {
  const before = await page.locator('.posted').count();
  await page.locator('#file').setInputFiles(
    files.map(({ name, bytes, type = name.endsWith('.mp4') ? 'video/mp4' : 'image/jpeg' }) => ({
      name,
      mimeType: type,
      buffer: bytes,
    })),
  );
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect.poll(() => page.locator('.posted').count()).toBe(before + files.length);
}

/** Opens the form of what was posted last. */
export async function openForm(page: Page, button = page.locator('[data-enhance]').last()): Promise<void> {
  await button.click();
  await page.locator('#form[open] [type="submit"]').waitFor();
}

/** Presses the one button of the form. */
export async function run(page: Page): Promise<void> {
  await page.locator('#form [type="submit"]').click();
  await page.locator('#form[open]').waitFor({ state: 'hidden' });
}

/** Types it into the box, and sends it. */
export async function say(page: Page, text: string): Promise<void> {
  await page.locator('#say').fill(text);
  await page.locator('#say').press('Escape');
  await page.locator('#say').press('Enter');
}
