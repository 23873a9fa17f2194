/** Steps one after the other as one request: one price, one card, one result, and no step is ever paid for twice. */
import { readFile } from 'node:fs/promises';
import { afterEach, expect, it } from 'vitest';
import type { RecipeCommand, Step } from '../../../src/core/domain/asked/recipe.ts';
import type { Job } from '../../../src/core/domain/job.ts';
import type { Behaviour } from '../../../src/lab/server/faults.ts';
import { type Fixture, mistakesInBooks, openFixture, recorder } from '../../helpers/fixture.ts';
import { picture, streamOf, until } from '../../helpers/requests.ts';
import { clip } from '../../helpers/sample-media.ts';

const person = { platform: 'recorder', scope: 'scope', requester: 'ann' };
const admin = { ...person, requester: 'admin', admin: true };
let fixture: Fixture;
afterEach(() => fixture.close());

const three: readonly Step[] = [
  { model: 'esrgan', settings: { scale: 2 } },
  { model: 'clarityai-flux-upscaler', settings: {} },
  { model: 'esrgan', settings: { scale: 4 } },
];
const prices = [500, 168_400, 500];

let count = 0;
async function recipe(steps: readonly Step[] = three): Promise<RecipeCommand> {
  const kept = await fixture.engine.keep(streamOf(await picture()));
  count += 1;
  const source = { kind: 'stored' as const, ...kept, fileName: 'lake.jpg' };
  return { ...person, key: `recipe ${count}`, address: null, steps, source };
}
async function begin(command: RecipeCommand): Promise<Job> {
  const answer = await fixture.engine.recipes.request(command);
  if (!('job' in answer)) throw new Error('a price was asked for');
  return answer.job;
}
const jobsOf = async ({ id }: Job) => (await fixture.engine.batch(id))?.jobs ?? [];
async function over(last: Job): Promise<Job[]> {
  await fixture.engine.settled(last.id);
  const jobs = await jobsOf(last);
  return Promise.all(jobs.map(({ id }) => fixture.engine.settled(id)));
}
const lastCard = () => fixture.platform.views.at(-1);
const charged = (jobs: readonly Job[]) => jobs.map((job) => job.charged ?? 0);
const taken = () => fixture.lab.submits().map(({ slug }) => slug);
const quick = async (): Promise<Behaviour> => ({ instead: { bytes: await picture(), type: 'image/jpeg' } });

it('three steps are one card and one result, named after the source; what is between them is kept and not posted', async () => {
  fixture = await openFixture();
  fixture.lab.behave(await quick(), { jobs: 3 });
  const command = await recipe();
  const [one, other] = await Promise.all([begin(command), begin(await again(command))]);
  expect(other.id).toBe(one.id);
  const jobs = await over(one);
  expect((await begin(await again(command))).id).toBe(one.id);
  expect(jobs.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  expect(charged(jobs)).toEqual(prices);
  expect(taken()).toEqual(three.map(({ model }) => model));
  const [, , last] = jobs;
  expect(fixture.platform.posts.map(({ id, fileName }) => [id, fileName])).toEqual([
    [last?.id, expect.stringMatching(/^lake-2x-detail-4x-4x\./)],
  ]);
  expect(one.id).toBe(last?.id);
  expect(new Set(fixture.platform.views.map(({ id }) => id))).toEqual(new Set([last?.id]));
  const ran = fixture.platform.views.find(({ batch, state }) => batch && state === 'PROCESSING');
  expect(ran?.batch?.map(({ name }) => name)).toEqual([
    'Larger picture ×2',
    'Larger, with new detail ×4',
    'Larger picture ×4',
  ]);
  expect(lastCard()).toMatchObject({
    state: 'COMPLETED',
    over: true,
    title: 'Larger picture ×4 after larger, with new detail ×4 after larger picture ×2',
    price: '169.4 credits',
    sourceName: 'lake.jpg',
    alt: expect.stringMatching(/^lake.jpg, larger picture ×4 after larger, with new detail/),
  });
  expect(await mistakesInBooks(fixture.ledger, [person])).toEqual([]);
  expect((await fixture.engine.jobs(person, 10)).map(({ id }) => id)).toEqual([last?.id]);
});

/** As a chat delivers the same once more, with a file of its own. */
async function again(command: RecipeCommand): Promise<RecipeCommand> {
  return { ...(await recipe(command.steps)), key: command.key };
}

it.each([1, 2, 3])(
  'step %i fails: the rest is released, and resumed from there nothing is paid for twice',
  async (at) => {
    fixture = await openFixture();
    fixture.lab.behave(await quick(), { jobs: at - 1 });
    fixture.lab.behave({ fail: 'it cannot be done' }, { jobs: 1 });
    fixture.lab.behave(await quick(), { jobs: 4 });
    const last = await begin(await recipe());
    const jobs = await over(last);
    const states = three.map((_, index) =>
      index + 1 < at ? 'done' : index + 1 === at ? 'failed' : 'cancelled',
    );
    expect(jobs.map(({ state }) => state)).toEqual(states);
    expect(charged(jobs)).toEqual(prices.map((price, index) => (index + 1 < at ? price : 0)));
    expect(taken()).toHaveLength(at);
    const left = prices.slice(at - 1).reduce((sum, price) => sum + price, 0);
    await expect.poll(() => lastCard()?.over).toBe(true);
    expect(lastCard()).toMatchObject({ state: 'FAILED', over: true });
    expect(lastCard()?.line).toContain(`${at - 1} of 3 steps done · It stopped at step ${at}`);
    const resume = { ...person, address: null, batch: last.id };
    if (at === 1) {
      expect(lastCard()?.recipe).toEqual({});
      await expect(fixture.engine.recipes.resume({ ...resume, key: 'resume' })).rejects.toThrow(/file/);
      return;
    }
    expect(lastCard()?.recipe?.resume).toEqual({ step: at, price: left, asks: false });
    const press = (key: string) => fixture.engine.recipes.resume({ ...resume, key });
    const [one, other] = await Promise.all([press('press'), press('other press')]);
    if (!('job' in one) || !('job' in other)) throw new Error('a price was asked for');
    expect(other.job.id).toBe(one.job.id);
    const rest = await over(one.job);
    expect(rest.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
    expect(charged(rest)).toEqual(prices);
    expect(taken()).toHaveLength(4);
    expect(fixture.platform.posts.map(({ fileName }) => fileName)).toEqual([
      expect.stringMatching(/^lake-2x-detail-4x-4x\./),
    ]);
    const sum = prices.reduce((all, price) => all + price, 0);
    expect(
      (await fixture.ledger.account(person, { period: '2000-01-01', monthly: null, keepLimit: true })).used,
    ).toBe(sum);
    expect(await mistakesInBooks(fixture.ledger, [person])).toEqual([]);
  },
);

it('cancelled in the middle: what is done stays paid, the rest goes back; what is no longer kept cannot be resumed', async () => {
  let later = 0;
  fixture = await openFixture({ overrides: { clock: () => Date.now() + later } });
  fixture.lab.behave(await quick(), { jobs: 1 });
  fixture.lab.behave({ processingMs: 600_000 }, { jobs: 1 });
  const last = await begin(await recipe());
  await until(async () => (await jobsOf(last))[1]?.state === 'polling');
  await until(() => lastCard()?.cancelNote !== undefined);
  expect(lastCard()?.price).toBe('0.5 credits so far, at most 169.4 credits');
  expect(lastCard()?.batch?.map(({ said }) => said)).toEqual([
    expect.stringMatching(/^\d+ s$/),
    expect.any(String),
    'waits for the step before it',
  ]);
  for (const job of await jobsOf(last)) await fixture.engine.cancel(job.id);
  const jobs = await over(last);
  expect(jobs.map(({ state }) => state)).toEqual(['done', 'cancelled', 'cancelled']);
  expect(charged(jobs)).toEqual([500, 168_400, 0]);
  expect(lastCard()).toMatchObject({ state: 'CANCELLED', recipe: { resume: { step: 2 } } });
  expect(await mistakesInBooks(fixture.ledger, [person])).toEqual([]);
  later = 3 * 3_600_000;
  await fixture.maintain();
  const resume = () =>
    fixture.engine.recipes.resume({ ...person, key: 'late', address: null, batch: last.id });
  await until(async () => (await resume().catch((error: Error) => error.message)) !== undefined);
  await expect
    .poll(() => resume().catch((error: Error) => error.message))
    .toMatch(/does not have the file any more/);
});

it('what does not fit, is too much or cannot be paid in full is refused before anything is spent', async () => {
  const platform = recorder();
  fixture = await openFixture({
    platform: { ...platform, limits: { ...platform.limits, jobs_per_person: 1 } },
  });
  const check = (...models: string[]) =>
    fixture.engine.recipes.check(
      person,
      models.map((model) => ({ model, settings: {} })),
    );
  await expect(check('svd', 'esrgan')).rejects.toThrow(
    'Step 2, Larger picture (ESRGAN), takes a picture, and step 1 gives a video.',
  );
  await expect(check('esrgan')).rejects.toThrow('2 to 4 steps');
  await expect(check('esrgan', 'esrgan', 'esrgan', 'esrgan', 'esrgan')).rejects.toThrow('this one has 5');
  await expect(check('esrgan', 'nonsense')).rejects.toThrow('Step 2, nonsense');
  const webp = { scale: 8, output_format: 'webp' };
  const large = [1, 2, 3, 4].map(() => ({ model: 'esrgan', settings: webp }));
  await expect(fixture.engine.recipes.request(await recipe(large))).rejects.toThrow(
    /^Step 4, Larger picture/,
  );
  await fixture.engine.credits.setLimits(admin, { monthly: '169' });
  await expect(fixture.engine.recipes.request(await recipe())).rejects.toThrow(/credits/);
  await fixture.engine.credits.setLimits(admin, { monthly: '200', per_job: '169' });
  await expect(fixture.engine.recipes.request(await recipe())).rejects.toThrow(/169\.4/);
  expect(await fixture.ledger.holds()).toEqual([]);
  await fixture.engine.credits.setLimits(admin, { per_job: 'default', confirm_above: '169' });
  const answer = await fixture.engine.recipes.request(await recipe());
  if (!('quote' in answer)) throw new Error('it was not asked about');
  expect(answer.quote.lines.join(' ')).toMatch(
    /All 3 steps cost at most 169.4 credits; you have 200 credits/,
  );
  expect(answer.quote.choices.map(({ label }) => label)).toEqual(['Run 3 steps for 169.4 credits']);
  fixture.lab.behave(await quick(), { jobs: 3 });
  const runs = await Promise.all([1, 2].map(() => fixture.engine.run(answer.quote.id, { person })));
  const [one, other] = runs.map((it) => ('job' in it ? it.job.id : ''));
  expect(other).toBe(one);
  // Its person may have one job at once, and all three run.
  const last = await fixture.engine.read(one ?? '');
  const jobs = last ? await over(last) : [];
  expect(charged(jobs)).toEqual(prices);
  expect(taken()).toHaveLength(3);
  expect(await mistakesInBooks(fixture.ledger, [person])).toEqual([]);
});

it('the cheaper order is offered where it comes to the same, and run as it is offered', async () => {
  const dear = { model: 'video-frame-interpolation', price: 90_000, field: 'output_fps', value: '20' };
  fixture = await openFixture({ overrides: { prices: [dear] } });
  const bytes = await readFile(await clip(fixture.folder, { width: 64, height: 48, seconds: 1, fps: 10 }));
  const kept = await fixture.engine.keep(streamOf(bytes));
  const smooth = (frame_multiplier: number) => ({
    model: 'video-frame-interpolation',
    settings: { frame_multiplier },
  });
  const source = { kind: 'stored' as const, ...kept, fileName: 'ten.mp4' };
  const asked = { ...person, key: 'dear', address: null, steps: [smooth(2), smooth(3)], source };
  const answer = await fixture.engine.recipes.request(asked);
  if (!('quote' in answer)) throw new Error('it was not asked about');
  const { id, choices, lines } = answer.quote;
  expect(choices.map(({ label }) => label)).toEqual([
    'Run 2 steps for 100 credits',
    'Swap: smooth then smooth, 20 credits',
  ]);
  expect(lines).toContain('In another order it comes to the same for 20 credits, 80 credits less.');
  fixture.lab.behave({ instead: { bytes, type: 'video/mp4' } }, { jobs: 2 });
  const run = await fixture.engine.run(id, { person, variant: 0 });
  if (!('job' in run)) throw new Error('it was not run');
  const jobs = await over(run.job);
  expect(jobs.map(({ settings }) => settings.frame_multiplier)).toEqual([3, 2]);
  expect(charged(jobs)).toEqual([10_000, 10_000]);
});
