/** `npm run screenshots`: the page as the README shows it, on the lab, light and dark, at a desk and on a telephone. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { createLog } from '../../src/core/log.ts';
import { connectRedis } from '../../src/core/store/redis.ts';
import { createRooms } from '../../src/core/store/rooms/rooms.ts';
import { until } from '../helpers/requests.ts';
import { launchOptions } from '../run/chromium.ts';
import { type Harness, openHarness, type Visitor } from '../web/harness.ts';

const pictures = fileURLToPath(new URL('../../docs/pictures', import.meta.url));
const sample = (name: string) =>
  readFile(fileURLToPath(new URL(`../../src/pages/samples/${name}.jpg`, import.meta.url)));
/** ms. Long enough for all pictures to be taken. */
const forever = { processingMs: 3_600_000, aside: true };
/** ms. After it a job of Clarity, which takes nearly six minutes, is well on its way. */
const meanwhile = 215_000;

/** Posts it with these words, and asks for this about it. */
async function ask(visitor: Visitor, words: string, name: string, request: string): Promise<void> {
  const file = await visitor.upload(`${name}.jpg`, await sample(name));
  const key = `${visitor.id}-${name}-${request.length}`;
  await visitor.post('/say', { key, text: words, files: [file] });
  const about = [{ message: `m-${key}`, index: 0 }];
  await visitor.post('/say', { key: `${key}-asks`, text: `/${request}`, files: [], about });
}

const results = (harness: Harness) => harness.all().filter(({ message }) => message.kind === 'result').length;

/** How far the job is that was asked for last. */
const newest = (harness: Harness) => {
  const card = harness.all().findLast(({ message }) => message.kind === 'card')?.message;
  return card?.kind === 'card' ? card.view?.state : undefined;
};

/** A channel in the middle of a morning: results, a job in work, one that waits. */
async function play(harness: Harness, later: (ms: number) => void): Promise<void> {
  const { lab, engine, store } = harness.fixture;
  // As many earlier runs as make an estimate.
  for (let count = 0; count < 30; count += 1) {
    await store.addRun('lab clarityai-flux-upscaler', { ms: 344_000 });
    await store.addRun('lab svd', { ms: 29_600 });
  }
  const admin = {
    platform: 'web',
    scope: 'home',
    requester: 'ann',
    channel: 'prints',
    groups: [],
    admin: true,
  };
  await engine.credits.setLimits(admin, { monthly: '200', jobs_per_person: 'none', confirm_above: 'none' });
  const [ben, cleo, ann] = [
    await harness.enter('ben'),
    await harness.enter('cleo'),
    await harness.enter('ann'),
  ];
  const earlier = [
    [cleo, 'still', 'upscale x2'],
    [ben, 'city', 'upscale x4'],
    [cleo, 'still', 'animate'],
    [ann, 'city', 'upscale x2'],
  ] as const;
  for (const [index, [who, name, request]] of earlier.entries()) {
    await ask(who, '', name, request);
    await until(() => results(harness) > index);
    later(240_000);
  }
  await ask(ann, 'Found our lake picture on an old phone. Can it go on the wall?', 'lake', 'upscale x4');
  await until(() => results(harness) > earlier.length);
  later(420_000);
  lab.behave(forever);
  await ask(ben, 'The skyline deserves it, too.', 'city', 'clarity');
  await until(() => newest(harness) === 'PROCESSING');
  later(meanwhile);
  lab.behave({ queuedMs: 3_600_000, aside: true });
  await ask(cleo, '', 'still', 'animate motion=90');
  await until(() => newest(harness) === 'QUEUED');
}

async function shoot(page: Page, name: string, width: number): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForFunction(() =>
    [...document.querySelectorAll('img')].every(
      (it) => it.loading === 'lazy' || (it.complete && it.naturalWidth > 0),
    ),
  );
  const png = await page.screenshot();
  const small = await sharp(png)
    .resize({ width, withoutEnlargement: true })
    .png({ palette: true, colours: 200, effort: 10 })
    .toBuffer();
  await writeFile(`${pictures}/${name}.png`, small);
  console.log(`${name}.png ${Math.round(small.length / 1000)} kB`);
}

const views = [
  { name: 'page', width: 1280, height: 1250, deviceScaleFactor: 1 },
  { name: 'page-phone', width: 390, height: 844, deviceScaleFactor: 1.5 },
] as const;

/** @param it.here makes people be here, for a minute. @param it.name the next one to look */
async function take(
  browser: Browser,
  url: string,
  { here, name: names }: { here: () => Promise<void>; name: () => string },
): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const { name, width, height, deviceScaleFactor } of views) {
      const context = await browser.newContext({
        viewport: { width, height },
        deviceScaleFactor,
        colorScheme,
        reducedMotion: 'reduce',
        locale: 'en-GB',
        timezoneId: 'UTC',
      });
      const page = await context.newPage();
      await here();
      await context.request.post(`${url}/enter`, { data: { name: names() } });
      await page.goto(url);
      await page.locator('.job[data-state="PROCESSING"] progress').waitFor();
      await page
        .locator('.result')
        .last()
        .evaluate((it) => it.closest('.msg')?.scrollIntoView());
      await shoot(page, `${name}-${colorScheme}`, width * deviceScaleFactor);
      await context.close();
    }
}

let passed = 0;
const harness = await openHarness({ clock: () => Date.now() + passed, processingMs: 300 });
const { redisUrl, prefix } = harness.fixture;
const log = createLog({ level: 'silent', human: false });
const redis = connectRedis(redisUrl, { log });
const rooms = createRooms(redis, { prefix, log, clock: () => Date.now() + passed, keptMs: 3_600_000 });
const browser = await chromium.launch(launchOptions());
try {
  await mkdir(pictures, { recursive: true });
  await play(harness, (ms) => {
    passed += ms;
  });
  const people = ['dora', 'dan', 'didi', 'dilan'];
  await take(browser, harness.platform.url() ?? '', {
    name: () => people.shift() ?? '',
    async here() {
      for (const person of ['ben', 'cleo']) await rooms.come('prints', person);
    },
  });
} finally {
  await rooms.close();
  redis.disconnect();
  await browser.close();
  await harness.close();
}
