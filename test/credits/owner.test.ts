/** The owner's money as people meet it: limits of what the provider takes, and what is left on the account there. */
import { afterEach, describe, expect, it } from 'vitest';
import { byModelLines } from '../../src/core/credits/words/usage.ts';
import type { Person } from '../../src/core/domain/command.ts';
import type { Failure } from '../../src/core/domain/failure.ts';
import { type Fixture, openFixture, recorder } from '../helpers/fixture.ts';
import { ask, picture, streamOf, until } from '../helpers/requests.ts';

const start = Date.UTC(2026, 10, 28, 12);
let ahead = 0;
const told: string[] = [];
let open: Fixture | undefined;

async function fixtureWith(
  balance: number,
  overrides: { costPerMonth?: number; jobsAtProvider?: number } = {},
) {
  [ahead, told.length] = [start - Date.now(), 0];
  const platform = {
    ...recorder(),
    notify: async (_scope: string, _at: string | null, text: string) => void told.push(text),
  };
  const clock = () => Date.now() + ahead;
  // What people are charged says nothing of what it costs: here next to nothing.
  const prices = [{ model: 'clarityai-flux-upscaler', price: 1 }];
  open = await openFixture({
    platform,
    lab: { balance },
    overrides: { lab: false, clock, prices, ...overrides },
  });
  return open;
}
afterEach(async () => {
  await open?.close();
  open = undefined;
});

const ada: Person = { platform: 'recorder', scope: 'north', requester: 'ada' };
const dear = { ...ada, model: 'clarityai-flux-upscaler', settings: {} };
const refusal = (asked: Promise<unknown>): Promise<Failure> =>
  asked.then(
    () => Promise.reject(new Error('it was not refused')),
    (error: Failure) => error,
  );
const held = async ({ ledger }: Fixture) => (await ledger.holds()).length;

describe('a limit of what the provider takes', () => {
  it('stops a job, an album, all steps of a recipe and a chip-in before they could pass it, and is told once at 80 %', async () => {
    const fixture = await fixtureWith(100);
    const { engine } = fixture;
    const admin = { ...ada, requester: 'owner', admin: true };
    await engine.credits.setLimits(admin, { cost_per_day: '1', confirm_above: 'none' });
    fixture.lab.behave({ processingMs: 600_000 }, { jobs: 2 });
    for (let made = 0; made < 2; made += 1) await ask(engine, ada);
    expect(await refusal(ask(engine, ada))).toMatchObject({
      code: 'cost-day',
      message: expect.stringContaining(
        'may come to 1 credit a day. Spent or reserved so far: 1 credit. This could take 0.5',
      ),
    });
    await fixture.maintain();
    await until(() => told.length >= 2);
    expect(told.filter((text) => text.includes('the 1 credit that cost_per_day allows'))).toHaveLength(2);

    await engine.credits.setLimits(admin, { cost_per_day: '1.6' });
    const source = async () => ({
      kind: 'stored' as const,
      ...(await engine.keep(streamOf(await picture()))),
    });
    const step = { model: 'esrgan', settings: {} };
    const steps = [step, step];
    const recipe = { ...ada, key: 'r', address: null, steps, source: await source() };
    expect((await refusal(engine.recipes.request(recipe))).code).toBe('cost-day');
    const items = [
      { ...step, address: null, name: 'a.jpg', source: await source() },
      { ...step, address: null, name: 'b.jpg', source: await source() },
    ];
    // Of an album as many as it allows are offered.
    const answer = await engine.requestBatch({ ...ada, key: 'a', items });
    expect(answer).toMatchObject({ quote: { price: 500, choices: [{ payable: true }] } });

    const quote = await engine.quote({ ...ada, key: 'q', address: null, ...step, source: await source() });
    await engine.credits.setLimits(admin, { cost_per_day: '1' });
    const chip = engine.purchases.open('chip', quote.id, { person: ada, turn: null });
    expect((await refusal(chip)).code).toBe('cost-day');
    expect(await held(fixture)).toBe(2);
  });

  it('of all places together counts by what a job may cost, whatever its price; then by what it cost', async () => {
    // Clarity costs up to ten times what ESRGAN does.
    const fixture = await fixtureWith(100, { costPerMonth: 1000 });
    const { engine } = fixture;
    const refused = await refusal(ask(engine, dear));
    expect(refused).toMatchObject({
      code: 'cost-all',
      message: expect.stringContaining('wait for the new month on 1 Dec'),
    });
    await engine.settled((await ask(engine, ada)).id);
    await engine.settled((await ask(engine, { ...ada, scope: 'south' })).id);
    expect((await refusal(ask(engine, { ...ada, scope: 'west' }))).code).toBe('cost-all');
    ahead += 4 * 86_400_000;
    await engine.settled((await ask(engine, { ...ada, scope: 'west' })).id);
    expect(await held(fixture)).toBe(0);
  });
});

it('usage sets what was charged against what was taken by model, and says where a price has been too low for 20 runs', async () => {
  const { engine, lab } = await fixtureWith(100);
  lab.behave({ instead: { bytes: await picture(), type: 'image/jpeg' } }, { jobs: Number.POSITIVE_INFINITY });
  const admin = { ...ada, requester: 'owner', admin: true };
  const run = async () => engine.settled((await ask(engine, dear)).id);
  await Promise.all(Array.from({ length: 19 }, run));
  expect((await engine.credits.usage(admin, 1)).above).toEqual([]);
  await run();
  const usage = await engine.credits.usage(admin, 1);
  const [it] = usage.totals.byModel;
  expect(it).toMatchObject({ jobs: 20, charged: 20 });
  const { title = '', cost = 0 } = it ?? {};
  expect(byModelLines(usage)).toEqual([
    `${title}: 0.02 charged, ${cost / 1000} taken by the provider, ${(cost - 20) / 1000} short`,
    expect.stringMatching(/has cost more than its price in each of its last 20 runs; .* PRICES/),
  ]);
});

describe('the account at the provider', () => {
  it('that is empty refuses a job in words, and nothing is reserved or sent', async () => {
    const fixture = await fixtureWith(0);
    expect((await refusal(ask(fixture.engine, dear))).message).toBe(
      'The owner of this bot has run out of credit with the provider. Ask them to top up.',
    );
    expect([await held(fixture), fixture.lab.submits().length]).toEqual([0, 0]);
  });

  it('that does not hold enough refuses the job that needs more, and takes one that needs less', async () => {
    const fixture = await fixtureWith(0.02);
    const refused = await refusal(ask(fixture.engine, dear));
    expect(refused.message).toMatch(
      /^The account of this bot’s owner with the provider does not hold enough/,
    );
    expect(await held(fixture)).toBe(0);
    expect(await fixture.engine.settled((await ask(fixture.engine, ada)).id)).toMatchObject({
      state: 'done',
    });
  });

  it('that is emptied while jobs run lets these end; what is refused then costs nothing, and the next is refused at once', async () => {
    const fixture = await fixtureWith(100);
    const { engine, lab } = fixture;
    lab.behave({ processingMs: 1500 });
    const running = await ask(engine, dear);
    await until(async () => (await engine.read(running.id))?.state === 'polling');
    lab.setBalance(0);
    expect(await engine.settled((await ask(engine, ada)).id)).toMatchObject({
      ...{ state: 'failed', hold: 'released', failure: { code: 'provider-credits' } },
    });
    expect((await refusal(ask(engine, ada))).code).toBe('provider-credits');
    expect(await engine.settled(running.id)).toMatchObject({ state: 'done' });
    expect(await held(fixture)).toBe(0);
  });

  it('whose key is refused stops what is asked for in words for a minute', async () => {
    const fixture = await fixtureWith(100);
    fixture.lab.fault({ at: 'credits', kind: 'answer', status: 401, body: { error: 'Unauthorized' } });
    for (const asked of [dear, ada])
      expect((await refusal(ask(fixture.engine, asked))).message).toBe(
        'The provider does not accept the key of this bot. Ask the owner to check SEGMIND_API_KEY.',
      );
    expect([await held(fixture), fixture.lab.submits().length]).toEqual([0, 0]);
    ahead += 61_000;
    expect(await fixture.engine.settled((await ask(fixture.engine, ada)).id)).toMatchObject({
      state: 'done',
    });
  });

  it.each([
    ['cannot be reached', { kind: 'drop' }, 'did not answer'],
    [
      'answers what nobody can read',
      { kind: 'answer', status: 200, body: { credits: 'many' } },
      'cannot be read',
    ],
  ] as const)(
    'of a provider that %s stops nothing, and whoever runs the place is told',
    async (_case, fault, said) => {
      const fixture = await fixtureWith(100);
      fixture.lab.fault({ at: 'credits', times: 2, ...fault });
      expect(await fixture.engine.settled((await ask(fixture.engine, dear)).id)).toMatchObject({
        state: 'done',
      });
      expect(await fixture.engine.provider()).toMatchObject({ problem: expect.stringContaining(said) });
    },
  );

  it('that holds little is told to admins once, while jobs run', async () => {
    const fixture = await fixtureWith(1.5);
    fixture.lab.behave({ processingMs: 600_000 });
    const job = await ask(fixture.engine, ada);
    await until(async () => (await fixture.engine.read(job.id))?.state === 'polling');
    const credits = () => fixture.lab.log.filter(({ path }) => path.endsWith('get-user-credits')).length;
    for (let round = 0; round < 3; round += 1) {
      await fixture.maintain();
      await until(() => told.length > 0);
    }
    expect(told).toEqual([expect.stringContaining('Little is left on the account')]);
    expect(credits()).toBe(1);
  });
});
