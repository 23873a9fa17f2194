/** What a channel does by itself is priced by the file: its bound a day, and what an offer says it costs. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pricesWith } from '../../src/core/credits/prices.ts';
import type { Person } from '../../src/core/domain/command.ts';
import { potAccount } from '../../src/core/domain/pots/pot.ts';
import { learnedFrom } from '../../src/core/learned/learned.ts';
import { createSkeleton } from '../chat/skeleton.ts';
import { type Fixture, mistakesInBooks, openFixture } from '../helpers/fixture.ts';
import { ask } from '../helpers/requests.ts';
import { clip, photo } from '../helpers/sample-media.ts';

let fixture: Fixture;
let skeleton: ReturnType<typeof createSkeleton>;
/** What is usual costs 0.5, and so does the small one; this one costs more, as runs have shown. */
const files = { small: { width: 40, height: 30 }, large: { width: 400, height: 300 } };
const atMost = (work: number) => (work > 0.4 && work < 1 ? 1_800 : 500);
const urls = { small: '', large: '', clip: '' };
const person = (requester: string): Person => ({
  platform: 'skeleton',
  scope: 'home',
  requester,
  channel: 'here',
  admin: requester === 'eve',
});
const pot = { scope: 'home', requester: potAccount };
let count = 0;
const doing = (who: string) => {
  count += 1;
  return { key: `done ${count}`, conversation: 'here', scope: 'home', user: person(who) };
};
const typed = (text: string) => skeleton.say(doing('eve'), text);
const newest = async (who = 'ann') => (await fixture.engine.jobs(person(who), 1)).at(0);

beforeAll(async () => {
  skeleton = createSkeleton({ filePath: (name) => join(fixture.folder, 'files', name) });
  fixture = await openFixture({
    platforms: [skeleton.platform],
    overrides: {
      prices: pricesWith([], (model) => (model === 'esrgan' ? { ...learnedFrom([]), atMost } : undefined)),
    },
  });
  await skeleton.platform.start(fixture.engine);
  for (const name of ['small', 'large'] as const) {
    const path = join(fixture.folder, `${name}.jpg`);
    await writeFile(path, await photo(files[name]));
    urls[name] = pathToFileURL(path).href;
  }
  const video = { width: 64, height: 48, seconds: 0.5, fps: 8, audio: false };
  urls.clip = pathToFileURL(await clip(fixture.folder, video)).href;
  const limits = { monthly: 'none', jobs_per_person: 'none', confirm_above: 'none' };
  await fixture.engine.credits.setLimits(person('eve'), limits);
  await fixture.ledger.setPolicy('home', 'eve', { pot: { most: 10_000, approvals: 0 } });
  await give(50_000);
});
afterAll(() => fixture.close());

function give(amount: number) {
  const gift = { ...pot, amount, by: 'eve', reason: 'a test', key: `${amount}` };
  return fixture.ledger.give('grant', { ...gift, period: '2026-11-01', monthly: 0, keepLimit: true });
}

/** What stands there since then, and the job that came of it, once that is over. */
async function post(file: keyof typeof urls) {
  const [from, before] = [skeleton.messages.length, (await newest())?.id];
  const medium = file === 'clip' ? ('video' as const) : ('image' as const);
  await skeleton.post(doing('ann'), { url: urls[file], name: file, medium, author: 'ann' });
  const now = await newest();
  const job = now && now.id !== before ? await fixture.engine.settled(now.id) : undefined;
  return { job, said: skeleton.messages.slice(from).filter((it) => it.job === undefined) };
}

it('a clip that would pass the bound of a day does not run, which is told once; what fails is free again', async () => {
  await typed('rules run upscale x2 daily 2');
  fixture.lab.behave({ fail: 'no' });
  expect((await post('small')).job).toMatchObject({ state: 'failed', price: 500 });
  // Nothing is spent: the large one has its room, and is corrected to what it was charged.
  const { job } = await post('large');
  expect(job).toMatchObject({ state: 'done', charged: 500, payer: potAccount });
  expect(job?.price).toBeGreaterThan(1_500);
  expect((await post('small')).job).toMatchObject({ charged: 500 });
  const refused = await post('large');
  expect(refused.job).toBeUndefined();
  expect(refused.said.map(({ text }) => text).join()).toMatch(
    /by itself here may cost 2 credits a day, of which 1 credit is spent or reserved today/,
  );
  // No card stood there for a moment, and the second time nothing is said at all.
  expect(refused.said).toHaveLength(1);
  expect(await post('large')).toEqual({ job: undefined, said: [] });
  expect((await post('small')).job).toMatchObject({ state: 'done' });
  expect(await mistakesInBooks(fixture.ledger, [pot])).toEqual([]);
}, 60_000);

it('is counted once however often it is delivered, and all steps of a recipe together', async () => {
  const daily = { channel: 'elsewhere', most: 1_000 };
  const address = { conversation: 'elsewhere', card: -1, confined: false };
  const asked = { ...person('ben'), payer: potAccount, daily, key: 'twice', address };
  const [one, same] = [await ask(fixture.engine, asked), await ask(fixture.engine, asked)];
  expect(same.id).toBe(one.id);
  await fixture.engine.settled(one.id);
  await fixture.engine.settled((await ask(fixture.engine, { ...asked, key: 'other' })).id);
  await expect(ask(fixture.engine, { ...asked, key: 'third' })).rejects.toMatchObject({
    code: 'channel-daily',
    facts: { spent: 1_000, most: 1_000, price: 500 },
  });
  const steps = [
    { model: 'video-frame-interpolation', settings: {} },
    { model: 'flashvsr', settings: {} },
  ];
  const recipe = { ...asked, key: 'steps', daily: { channel: 'third', most: 100_000 } };
  await expect(fixture.engine.recipes.check(recipe, steps)).rejects.toMatchObject({ code: 'pot-most' });
  await fixture.ledger.setPolicy('home', 'eve', { pot: { most: 500_000, approvals: 0 } });
  await give(200_000);
  await expect(fixture.engine.recipes.check(recipe, steps)).rejects.toMatchObject({
    code: 'channel-daily',
    facts: { spent: 0, price: 127_620 },
  });
});

it('an offer costs no more than it says: a price above it is shown first', async () => {
  await typed('rules run off');
  await typed('rules offer upscale x2');
  const { said } = await post('large');
  const [offer] = said.flatMap(({ actions }) => actions);
  expect(offer?.label).toContain('0.5 credits');
  if (!offer) throw new Error('nothing is offered');
  const from = skeleton.messages.length;
  await skeleton.press(doing('dan'), offer);
  const asked = skeleton.messages.slice(from).filter(({ gone }) => !gone);
  expect(await newest('dan')).toBeUndefined();
  const run = asked.flatMap(({ actions }) => actions).find(({ act }) => act === 'run');
  expect(run?.label).toMatch(/1\.\d+ credits/);
  if (!run) throw new Error(`no price is shown: ${asked.map(({ text }) => text)}`);
  await skeleton.press(doing('dan'), run);
  const job = await newest('dan');
  expect((await fixture.engine.settled(job?.id ?? '')).price).toBeGreaterThan(1_500);
});

it('an offer of several steps runs all of them at the price of all', async () => {
  await typed('rules offer smooth then upscale-video');
  const { said } = await post('clip');
  const [offer] = said.flatMap(({ actions }) => actions);
  expect(offer?.label).toMatch(/Smoother.*, then larger.* 127\.62 credits/);
  if (!offer) throw new Error('nothing is offered');
  await skeleton.press(doing('cleo'), offer);
  const job = await fixture.engine.settled((await newest('cleo'))?.id ?? '');
  expect(job).toMatchObject({ state: 'done', model: 'flashvsr' });
  expect((await fixture.engine.recipes.of(job))?.steps).toHaveLength(2);
  expect(await typed('rules')).toBeUndefined();
  expect(skeleton.messages.at(-1)?.text).toMatch(/Smoother video .*, then larger video/);
}, 60_000);
