/** Credits as people meet them: through the engine, with the lab, to the end of a job. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { providerLines } from '../../src/chat/commands/setup-check.ts';
import type { Command, Person } from '../../src/core/domain/command.ts';
import type { Failure } from '../../src/core/domain/failure.ts';
import { createLog } from '../../src/core/log.ts';
import { connectRedis } from '../../src/core/store/redis.ts';
import { type Fixture, mistakesInBooks, openFixture, recorder } from '../helpers/fixture.ts';
import { ask, picture, streamOf, until } from '../helpers/requests.ts';

/** The engine's clock runs, from a day of our own. */
let ahead = 0;
const setTime = (at: number) => {
  ahead = at - Date.now();
};
setTime(Date.UTC(2026, 10, 21, 12));
const told: { scope: string; channel: string | null; text: string }[] = [];
let fixture: Fixture;
const people = new Set<string>();
let count = 0;

beforeAll(async () => {
  const { limits: _none, ...platform } = recorder();
  fixture = await openFixture({
    platform: {
      ...platform,
      notify: async (scope, channel, text) => void told.push({ scope, channel, text }),
    },
    overrides: {
      clock: () => Date.now() + ahead,
      jobsAtProvider: 2,
      prices: [
        { model: 'flashvsr', price: 20_000 },
        { model: 'esrgan', field: 'scale', value: '8', price: 30_000 },
      ],
    },
  });
});
afterAll(() => fixture.close());
afterEach(async () => {
  await until(async () => (await fixture.store.live()).length === 0);
  const owners = [...people].map((text) => ({
    scope: text.split(' ')[0] ?? '',
    requester: text.split(' ')[1] ?? '',
  }));
  expect(await mistakesInBooks(fixture.ledger, owners)).toEqual([]);
  people.clear();
});

/** Somebody in a scope that no other test uses. */
function somebody(facts: Partial<Person> = {}): Person {
  count += 1;
  const person = { platform: 'recorder', scope: `scope${count}`, requester: `person${count}`, ...facts };
  people.add(`${person.scope} ${person.requester}`);
  return person;
}
const commandOf = async (person: Person, rest: Partial<Command> = {}): Promise<Command> => ({
  ...{ key: `c${++count}`, address: null, model: 'esrgan', settings: {}, ...person },
  source: { kind: 'stored', ...(await fixture.engine.keep(streamOf(await picture()))) },
  ...rest,
});
const admin = (person: Person): Person => ({ ...person, requester: 'owner', admin: true });
const available = async (person: Person) => (await fixture.engine.credits.statement(person)).available;
const refusal = (asked: Promise<unknown>): Promise<Failure['code']> =>
  asked.then(
    () => Promise.reject(new Error('it was not refused')),
    (error: Failure) => error.code,
  );
const filesKept = () => readdir(join(fixture.folder, 'files'));

describe('a fresh scope', () => {
  it('gives everybody 200 credits a month, three jobs at once, and asks above 25 credits', async () => {
    const ada = somebody();
    const { available, refill, limits } = await fixture.engine.credits.statement(ada);
    expect({ available, refill }).toEqual({ available: 200_000, refill: Date.UTC(2026, 11, 1) });
    expect(limits).toMatchObject({ jobs_per_person: 3, confirm_above: 25_000 });
    expect(await fixture.engine.request(await commandOf(ada))).toHaveProperty('job');
    expect(await fixture.engine.request(await commandOf(ada, { model: 'clarity' }))).toHaveProperty('quote');
  });
});

describe('the price of a job', () => {
  it('is reserved at once and settled with the result, and the entry names its job', async () => {
    const ada = somebody();
    fixture.lab.behave({ processingMs: 500 });
    const job = await ask(fixture.engine, ada);
    expect(await fixture.engine.credits.statement(ada)).toMatchObject({ available: 199_500, reserved: 500 });
    await fixture.engine.settled(job.id);
    const { available, reserved, entries } = await fixture.engine.credits.statement(ada);
    expect({ available, reserved }).toEqual({ available: 199_500, reserved: 0 });
    expect(entries.slice(0, 2)).toMatchObject([
      { kind: 'settle', job: job.id, charged: 500 },
      { kind: 'reserve', job: job.id, allowance: -500 },
    ]);
  });

  it('is the lower of the price and what the provider reports', async () => {
    const ada = somebody();
    // Priced at 30 here; the lab reports the provider's 0.5.
    const { quote } = await asked(ada, { settings: { scale: 8 } });
    const answer = await fixture.engine.run(quote.id, { person: ada });
    const over = await fixture.engine.settled('job' in answer ? answer.job.id : '');
    expect(over).toMatchObject({ price: 30_000, charged: 500, cost: 0.005, hold: 'settled' });
    expect(await available(ada)).toBe(199_500);
    expect(await fixture.engine.credits.usage(admin(ada), 1)).toMatchObject({
      // It was the lab's, so it is no money.
      ...{ rows: [], previews: 1, totals: { jobs: 0, charged: 0, cost: 0 } },
    });
  });

  it('of the owner is told as it was last seen, with its time, and that it ran out', async () => {
    const start = Date.now();
    let now = 0;
    const own = await openFixture({
      lab: { balance: 12.5 },
      overrides: { lab: false, clock: () => start + now },
    });
    try {
      expect(await own.engine.provider()).toEqual({
        ...{ lab: false, problem: undefined, refusedAt: undefined, lookedAt: start },
        balance: { dollars: 12.5, at: start },
      });
      now = 60_000;
      own.lab.fault({ at: 'credits', kind: 'answer', status: 401, body: { error: 'Unauthorized' } });
      own.lab.fault({ at: 'submit', kind: 'answer', status: 402, body: { error: 'Insufficient credits' } });
      await own.engine.settled((await ask(own.engine)).id);
      const seen = await own.engine.provider();
      expect(seen).toMatchObject({
        ...{ problem: expect.stringContaining('SEGMIND_API_KEY'), refusedAt: start + now },
        balance: { dollars: 12.5, at: start },
      });
      // The two that are wrong are said before what is left.
      const { first, wrong, last } = providerLines(seen);
      expect([first.length, wrong.length]).toEqual([0, 2]);
      expect(last).toEqual([expect.stringMatching(/^The account .* 12\.50 US dollars, as of .* UTC\.$/)]);
    } finally {
      await own.close();
    }
    expect(await fixture.engine.provider()).toEqual({ lab: true });
  });

  it.each([
    ['failed', () => fixture.lab.behave({ fail: 'no' })],
    ['uncertain', () => fixture.lab.fault({ at: 'submit', kind: 'drop', accept: true })],
  ] as const)('comes back whole when the job ends %s', async (state, spoil) => {
    const ada = somebody();
    spoil();
    const over = await fixture.engine.settled((await ask(fixture.engine, ada)).id);
    expect(over).toMatchObject({ state, hold: 'released', charged: 0 });
    expect(await available(ada)).toBe(200_000);
    expect(fixture.platform.views.findLast(({ id }) => id === over.id)?.line).toContain(
      'Nothing was charged.',
    );
  });

  it('comes back when the job’s record is lost, and not while the job is on its way', async () => {
    const ada = somebody();
    fixture.lab.behave({ processingMs: 60_000 });
    const job = await ask(fixture.engine, ada);
    await until(async () => (await fixture.store.read(job.id))?.state === 'polling');
    await fixture.maintain();
    const [hold] = (await fixture.ledger.holds()).filter(({ id }) => id === job.id);
    expect(hold).toMatchObject({ price: 500, requester: ada.requester });
    expect(hold && (await fixture.ledger.void(hold))).toBe(false);
    expect(await available(ada)).toBe(199_500);
    const redis = connectRedis(fixture.redisUrl, { log: createLog({ level: 'silent', human: false }) });
    await redis.del(`${fixture.prefix}:job:${job.id}`);
    redis.disconnect();
    await fixture.maintain();
    await until(async () => (await available(ada)) === 200_000);
    await fixture.wake();
  });
});

async function asked(person: Person, rest: Partial<Command>) {
  const answer = await fixture.engine.request(await commandOf(person, rest));
  if (!('quote' in answer)) throw new Error('it was not asked about');
  return answer;
}

describe('a quote', () => {
  it('says price, wait, size and balance, and offers what is cheaper', async () => {
    const ada = somebody();
    const { quote } = await asked(ada, { model: 'clarity', settings: { scale_factor: 2 } });
    expect(quote.lines[0]).toBe('It costs at most 168.4 credits; you have 200 credits.');
    expect(quote.lines.at(-1)).toMatch(/^The result will be about 32 × 24, .*(kB|bytes)\.$/);
    expect(quote).toMatchObject({
      choices: [
        { label: 'Run for 168.4 credits', payable: true },
        { variant: 0, label: 'Larger ×2 for 0.5 credits', payable: true },
      ],
      cancel: 'Not now',
    });
    const { quote: other } = await asked(ada, { settings: { scale: 8 } });
    expect(other.choices.map(({ label }) => label).slice(1)).toEqual([
      'Scale ×2 for 0.5 credits',
      'Scale ×4 for 0.5 credits',
    ]);
    expect(await available(ada)).toBe(200_000);
  });

  it('run twice at once is one job and one price; a variant runs for its own price', async () => {
    const ada = somebody();
    const { quote } = await asked(ada, { settings: { scale: 8 } });
    const run = () => fixture.engine.run(quote.id, { person: ada, variant: 1 });
    const answers = await Promise.all([run(), run(), run()]);
    const ids = answers.map((answer) => ('job' in answer ? answer.job.id : 'none'));
    expect(new Set(ids).size).toBe(1);
    const over = await fixture.engine.settled(ids[0] ?? '');
    expect(over).toMatchObject({ price: 500, settings: { scale: 4 }, state: 'done' });
    expect(await run()).toMatchObject({ job: { id: over.id } });
    expect(await available(ada)).toBe(199_500);
  });

  it('that cannot be paid offers what can, and is refused without a file where nothing can', async () => {
    const ada = somebody();
    const { engine } = fixture;
    const clarity = { model: 'clarity', settings: { scale_factor: 2 } };
    await engine.credits.setLimits(admin(ada), { monthly: '50', confirm_above: 'none' });
    expect(await engine.check({ ...ada, ...clarity })).toEqual({ asks: true });
    const { quote } = await asked(ada, clarity);
    expect(quote).toMatchObject({
      refused: { code: 'credits-short' },
      choices: [
        { price: 168_400, payable: false, missing: 118_400 },
        { variant: 0, label: 'Larger ×2 for 0.5 credits', payable: true, missing: 0 },
      ],
    });
    expect(quote.lines[0]).toContain('You need 118.4 credits more.');
    expect(await refusal(engine.run(quote.id, { person: ada }))).toBe('credits-short');
    for (const limit of ['per_job', 'per_day', 'budget']) {
      const bob = somebody();
      await engine.credits.setLimits(admin(bob), { [limit]: '50', confirm_above: 'none' });
      const { quote: other } = await asked(bob, clarity);
      expect(other.choices).toMatchObject([{ payable: false, missing: 0 }, { payable: true }]);
    }
    // What is switched off is no way out.
    const before = await filesKept();
    await engine.credits.setRule(admin(ada), { model: 'esrgan' }, 'deny');
    expect(await refusal(engine.check({ ...ada, ...clarity }))).toBe('credits-short');
    expect(await refusal(asked(ada, clarity))).toBe('credits-short');
    expect(await filesKept()).toEqual(before);
  });

  it('is forgotten with its file where its person has five newer ones', async () => {
    const ada = somebody();
    const before = (await filesKept()).length;
    const ids: string[] = [];
    for (let index = 0; index < 7; index += 1)
      ids.push((await asked(ada, { settings: { scale: 8 } })).quote.id);
    expect((await filesKept()).length - before).toBe(5);
    expect(await refusal(fixture.engine.run(ids[1] ?? '', { person: ada }))).toBe('quote-gone');
    for (const id of ids) await fixture.engine.drop(id, ada);
    expect((await filesKept()).length).toBe(before);
  });

  it('keeps its file for ten minutes, and longer only where it was run', async () => {
    const ada = somebody();
    const before = await filesKept();
    const { quote } = await asked(ada, { settings: { scale: 8 } });
    const { quote: taken } = await asked(ada, { settings: { scale: 8 } });
    const answer = await fixture.engine.run(taken.id, { person: ada });
    const job = 'job' in answer ? await fixture.engine.settled(answer.job.id) : undefined;
    ahead += 11 * 60_000;
    await fixture.maintain();
    const left = async () => (await filesKept()).filter((name) => !before.includes(name));
    await expect.poll(left).toHaveLength(2);
    expect((await left()).sort()).toEqual([job?.sourceFile?.name, job?.result?.name].sort());
    expect(await refusal(fixture.engine.run(quote.id, { person: ada }))).toBe('quote-gone');
  });

  it('that is stale is given anew and runs nothing', async () => {
    const ada = somebody();
    const submits = fixture.lab.submits().length;
    const { quote } = await asked(ada, { settings: { scale: 8 } });
    ahead += 11 * 60_000;
    const answer = await fixture.engine.run(quote.id, { person: ada });
    expect(answer).toMatchObject({ quote: { title: quote.title, price: quote.price } });
    expect('quote' in answer && answer.quote.id).not.toBe(quote.id);
    expect(await refusal(fixture.engine.run(quote.id, { person: ada }))).toBe('quote-gone');
    expect(fixture.lab.submits()).toHaveLength(submits);
    expect(await available(ada)).toBe(200_000);
  });

  it('is its person’s alone, and leaves nothing when it is dropped', async () => {
    const ada = somebody();
    const before = await filesKept();
    const { quote } = await asked(ada, { settings: { scale: 8 } });
    const other = { ...ada, requester: 'eve' };
    expect(await refusal(fixture.engine.run(quote.id, { person: other }))).toBe('not-yours');
    expect(await refusal(fixture.engine.drop(quote.id, other))).toBe('not-yours');
    await fixture.engine.drop(quote.id, ada);
    expect(await refusal(fixture.engine.run(quote.id, { person: ada }))).toBe('quote-gone');
    expect(await filesKept()).toEqual(before);
  });

  it('is refused before any price where the file would not do', async () => {
    const ada = somebody();
    expect(await refusal(fixture.engine.quote(await commandOf(ada, { model: 'flashvsr' })))).toBe(
      'file-wrong-medium',
    );
  });
});

describe('a check', () => {
  it('says whether the price would be asked about, and does not keep or reserve anything', async () => {
    const ada = somebody();
    await fixture.engine.credits.setLimits(admin(ada), { confirm_above: '0.5' });
    const before = await filesKept();
    const check = (scale: number) => fixture.engine.check({ ...ada, model: 'esrgan', settings: { scale } });
    expect([await check(4), await check(8)]).toEqual([{ asks: false }, { asks: true }]);
    const free = { ...ada, limits: { confirm_above: null } };
    expect(await fixture.engine.check({ ...free, model: 'esrgan', settings: { scale: 8 } })).toEqual({
      asks: false,
    });
    expect(await refusal(fixture.engine.check({ ...ada, model: 'nothing', settings: {} }))).toBe(
      'unknown-model',
    );
    expect([await filesKept(), await available(ada)]).toEqual([before, 200_000]);
  });
});

describe('limits', () => {
  it('200 requests at once with credits for seven: exactly seven run', async () => {
    const ada = somebody();
    await fixture.engine.credits.setLimits(admin(ada), { monthly: '3.5', jobs_per_person: 'none' });
    const before = await filesKept();
    const commands = await Promise.all(Array.from({ length: 200 }, () => commandOf(ada)));
    const answers = await Promise.allSettled(commands.map((command) => fixture.engine.submit(command)));
    const made = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value.id : []));
    expect(made).toHaveLength(7);
    for (const answer of answers)
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'credits-short' });
    const over = await Promise.all(made.map((id) => fixture.engine.settled(id)));
    expect(over.map(({ state }) => state)).toEqual(made.map(() => 'done'));
    expect(await available(ada)).toBe(0);
    // The 193 others left no file behind.
    expect((await filesKept()).filter((name) => !before.includes(name))).toHaveLength(7 * 2);
  });

  it.each([
    ['monthly', '0.4', 'credits-short', 'This costs 0.5 credits and you have 0.4 credits.'],
    ['per_job', '0.4', 'job-cap', 'more than the 0.4 credits that one job may cost here'],
    ['per_day', '0.4', 'daily-cap', 'you may spend 0.4 credits a day here and have spent 0 credits today'],
    ['budget', '0.4', 'scope-budget', 'This community has used its budget of 0.4 credits'],
  ])('%s=%s refuses with %s, and nothing is kept', async (name, value, code, text) => {
    const ada = somebody();
    await fixture.engine.credits.setLimits(admin(ada), { [name]: value });
    const before = await filesKept();
    const refused = { code, message: expect.stringContaining(text) };
    await expect(ask(fixture.engine, ada)).rejects.toMatchObject(refused);
    const asked = { ...ada, model: 'esrgan', settings: {} };
    await expect(fixture.engine.check(asked)).rejects.toMatchObject(refused);
    expect((await filesKept()).filter((name) => !before.includes(name))).toEqual([]);
  });

  it('jobs in flight are counted for a person and for a scope', async () => {
    const ada = somebody();
    fixture.lab.behave({ processingMs: 60_000 }, { jobs: 2 });
    await fixture.engine.credits.setLimits(admin(ada), { jobs_per_person: '1', jobs_at_once: '2' });
    const check = (person: Person, key?: string) =>
      fixture.engine.check({ ...person, model: 'esrgan', settings: {}, ...(key !== undefined && { key }) });
    const first = await ask(fixture.engine, { ...ada, key: 'the first' });
    expect(await refusal(ask(fixture.engine, ada))).toBe('too-many-jobs');
    expect(await refusal(check(ada))).toBe('too-many-jobs');
    // The same, delivered once more.
    expect(await check(ada, 'the first')).toEqual({ asks: false });
    const second = await ask(fixture.engine, { ...ada, requester: 'bob' });
    const cem = { ...ada, requester: 'cem' };
    expect(await refusal(ask(fixture.engine, cem))).toBe('scope-busy');
    expect(await refusal(check(cem))).toBe('scope-busy');
    for (const { id } of [first, second]) {
      // Given up before that, the next one would be what takes a minute.
      await until(async () => (await fixture.engine.read(id))?.state === 'polling');
      await until(() => fixture.engine.cancel(id));
      await fixture.engine.settled(id);
    }
    await fixture.engine.settled((await ask(fixture.engine, ada)).id);
  });

  it('let what came in one message wait for each other, and no more than one message can bring', async () => {
    const ada = somebody();
    fixture.lab.behave({ processingMs: 60_000 }, { jobs: 1 });
    await fixture.engine.credits.setLimits(admin(ada), { jobs_per_person: '1' });
    const first = await ask(fixture.engine, ada);
    const others: string[] = [];
    for (let index = 0; index < 10; index += 1)
      others.push((await ask(fixture.engine, { ...ada, further: true })).id);
    expect(await refusal(ask(fixture.engine, { ...ada, further: true }))).toBe('too-many-jobs');
    expect(await refusal(ask(fixture.engine, ada))).toBe('too-many-jobs');
    const [next = '', ...later] = others;
    await until(async () => (await fixture.engine.read(next))?.state === 'queued');
    await until(async () => (await fixture.engine.read(first.id))?.state === 'polling');
    const waits = await fixture.engine.read(next);
    if (!waits) throw new Error('the job is gone');
    expect((await fixture.engine.view(waits)).line).toBe('Waiting for one of your other jobs');
    for (const id of later) await fixture.engine.cancel(id);
    // Room for two at the provider, and one of ada's is there.
    expect((await fixture.store.queue()).running).toMatchObject([{ id: first.id }]);
    await fixture.engine.cancel(first.id);
    expect((await fixture.engine.settled(next)).state).toBe('done');
    for (const id of [first.id, ...later]) await fixture.engine.settled(id);
  });

  it('of a group go before everybody’s, the most generous first', async () => {
    const ada = somebody();
    await fixture.engine.credits.setLimits(admin(ada), { monthly: '1' });
    await fixture.engine.credits.setLimits(admin(ada), { monthly: '5' }, 'friends');
    await fixture.engine.credits.setLimits(admin(ada), { monthly: '3' }, 'guests');
    expect(await available(ada)).toBe(1000);
    expect(await available({ ...ada, groups: ['guests', 'friends'] })).toBe(5000);
    // An admin who looks does not change what the person has.
    expect(await fixture.engine.credits.statement(admin(ada), ada.requester)).toMatchObject({
      available: 5000,
    });
  });

  it('switch a model off, in a channel or everywhere, and block a person for a time', async () => {
    const ada = somebody({ channel: 'c1' });
    const { credits } = fixture.engine;
    await credits.setRule(admin(ada), { model: 'upscale' }, 'deny');
    expect(await refusal(ask(fixture.engine, ada))).toBe('not-allowed-here');
    await credits.setRule(admin(ada), { model: 'esrgan', channel: '#c1' }, 'allow');
    await fixture.engine.settled((await ask(fixture.engine, ada)).id);
    expect(await refusal(ask(fixture.engine, { ...ada, channel: 'c2' }))).toBe('not-allowed-here');
    // A thread goes by the rules of its channel, unless it has one of its own.
    const inThread = { ...ada, channel: 't1', above: 'c1' };
    await fixture.engine.settled((await ask(fixture.engine, inThread)).id);
    expect(await refusal(ask(fixture.engine, { ...inThread, above: 'c2' }))).toBe('not-allowed-here');
    await credits.setRule(admin(ada), { channel: '#t1' }, 'deny');
    expect(await refusal(ask(fixture.engine, inThread))).toBe('not-allowed-here');
    await credits.block(admin(ada), ada.requester, '2h', 'spam');
    await expect(ask(fixture.engine, ada)).rejects.toThrow(
      /An admin has blocked you until 21 November, \d\d:\d\d UTC \(spam\)\./,
    );
    ahead += 2 * 3_600_000 + 1;
    await fixture.engine.settled((await ask(fixture.engine, ada)).id);
  });

  it('of the scope are told to its admin channel at 80 % and when something is refused, once each', async () => {
    const ada = somebody();
    told.length = 0;
    await fixture.engine.credits.setLimits(admin(ada), { budget: '1', admin_channel: 'admins' });
    for (const _ of [1, 2]) await fixture.engine.settled((await ask(fixture.engine, ada)).id);
    for (const _ of [1, 2]) expect(await refusal(ask(fixture.engine, ada))).toBe('scope-budget');
    await fixture.maintain();
    await until(async () => (await fixture.ledger.notices()).length === 0);
    expect(told.map(({ scope, channel }) => ({ scope, channel }))).toEqual(
      told.map(() => ({ scope: ada.scope, channel: 'admins' })),
    );
    expect(told.map(({ text }) => text.slice(0, 30)).toSorted()).toEqual([
      '1 credit of the 1 credit of th',
      'The budget of 1 credit is used',
    ]);
  });
});

describe('what admins do', () => {
  it('is for admins: by the platform’s word or by a group that was named', async () => {
    const ada = somebody();
    const { credits } = fixture.engine;
    const gift = { to: ada.requester, amount: '5', reason: 'please' };
    expect(await refusal(credits.give('grant', ada, gift))).toBe('not-admin');
    expect(await refusal(credits.setLimits(ada, { monthly: '9' }))).toBe('not-admin');
    expect(await refusal(credits.usage(ada, 1))).toBe('not-admin');
    expect(await refusal(credits.statement(ada, 'bob'))).toBe('not-admin');
    await credits.setLimits(admin(ada), { admins: 'stewards' });
    expect((await credits.give('grant', { ...ada, groups: ['stewards'] }, gift)).available).toBe(205_000);
  });

  it('a grant lasts beyond the month, the allowance does not', async () => {
    const ada = somebody();
    const { credits } = fixture.engine;
    await credits.give('grant', admin(ada), { to: ada.requester, amount: 5, reason: 'won a contest' });
    await fixture.engine.settled((await ask(fixture.engine, ada)).id);
    expect(await available(ada)).toBe(204_500);
    setTime(Date.UTC(2026, 11, 2));
    expect(await available(ada)).toBe(205_000);
    // A clock that goes back a month refills nothing and takes nothing.
    setTime(Date.UTC(2026, 10, 22));
    expect(await available(ada)).toBe(205_000);
    setTime(Date.UTC(2026, 11, 2));
  });

  it('the same key does it once, and something else under it is refused', async () => {
    const ada = somebody();
    const { credits } = fixture.engine;
    const gift = { to: ada.requester, amount: '5', reason: 'x', key: 'click-1' };
    const [first, second] = await Promise.all([1, 2].map(() => credits.give('grant', admin(ada), gift)));
    expect([first?.granted, second?.granted]).toEqual([5000, 5000]);
    expect(await refusal(credits.give('grant', admin(ada), { ...gift, amount: '6' }))).toBe(
      'request-changed',
    );
  });

  it('a revoke takes lasting credits only, and says how many there are', async () => {
    const ada = somebody();
    const { credits } = fixture.engine;
    await credits.give('grant', admin(ada), { to: ada.requester, amount: '5', reason: 'x' });
    const all = { to: ada.requester, amount: '6', reason: 'x' };
    await expect(credits.give('revoke', admin(ada), all)).rejects.toThrow(
      'this person has 5 credits of that kind',
    );
    expect((await credits.give('revoke', admin(ada), { ...all, amount: '5' })).granted).toBe(0);
    const lines = await credits.audit(admin(ada), 10);
    expect(lines.map(({ what, by }) => `${what} ${by}`)).toEqual(['revoke owner', 'grant owner']);
  });

  it.each(['-5', '0', '1e21', 'NaN', '1,5', '$5', '5€', '', 'five', '0.0001', '99999999999999999999'])(
    'the amount %j is refused with a sentence, and nothing moves',
    async (amount) => {
      const ada = somebody();
      const gift = { to: ada.requester, amount, reason: 'x' };
      await expect(fixture.engine.credits.give('grant', admin(ada), gift)).rejects.toMatchObject({
        code: 'amount-wrong',
        message: expect.stringMatching(/^The amount .+\. Use a number of credits such as 12 or 0\.5/),
      });
      expect(await available(ada)).toBe(200_000);
    },
  );

  it('a limit below what is reserved takes nothing from the jobs on their way, and says so', async () => {
    const ada = somebody();
    fixture.lab.behave({ processingMs: 300 });
    const job = await ask(fixture.engine, ada);
    const { reserved } = await fixture.engine.credits.setLimits(admin(ada), { monthly: '0.1' });
    expect(reserved).toBe(500);
    expect(await available(ada)).toBe(0);
    expect(await fixture.engine.settled(job.id)).toMatchObject({ state: 'done', charged: 500 });
    expect(await available(ada)).toBe(0);
  });

  it('a limit that cannot be is refused, and none of those beside it is set', async () => {
    const ada = somebody();
    const { credits } = fixture.engine;
    expect(await refusal(credits.setLimits(admin(ada), { monthly: '50', period_day: '31' }))).toBe(
      'limit-wrong',
    );
    expect(await refusal(credits.setLimits(admin(ada), { weekly: '50' }))).toBe('limit-unknown');
    expect(await refusal(credits.setLimits(admin(ada), { weekly: 'default' }))).toBe('limit-unknown');
    expect(await refusal(credits.setLimits(admin(ada), { budget: 'default' }, 'friends'))).toBe(
      'limit-unknown',
    );
    expect(await refusal(credits.setLimits(admin(ada), { budget: '-1' }))).toBe('amount-wrong');
    expect((await credits.policy(ada)).limits.monthly).toBe(200_000);
  });
});

it('people take turns at the provider: who waits with one job is not behind the fourth of another', async () => {
  const ada = somebody();
  await fixture.engine.credits.setLimits(admin(ada), { jobs_per_person: 'none' });
  // Her first two fill the provider until they are cancelled.
  fixture.lab.behave({ processingMs: 60_000 }, { jobs: 2 });
  const many = [];
  for (let index = 0; index < 6; index += 1) many.push(await ask(fixture.engine, ada));
  await until(async () => (await fixture.store.queue()).queued.length === 4);
  const bob = somebody({ scope: ada.scope });
  const one = await ask(fixture.engine, bob);
  await until(async () => (await fixture.store.queue()).queued.length === 5);
  const lineOf = async (id: string) =>
    (await fixture.engine.view((await fixture.store.read(id)) ?? one)).line;
  expect(await lineOf(one.id)).toMatch(/^(Next in line|Waiting for its turn)/);
  const { queued: line, running } = await fixture.store.queue();
  const last = line
    .filter(({ id }) => id !== one.id)
    .toSorted((a, b) => a.at - b.at)
    .at(-1);
  expect(await lineOf(last?.id ?? '')).toMatch(/^5th in line/);

  const before = fixture.lab.submits().length;
  for (const { id } of running) await until(() => fixture.engine.cancel(id));
  const over = await Promise.all([...many, one].map(({ id }) => fixture.engine.settled(id)));
  expect(over.map(({ state }) => state).toSorted()).toEqual([
    ...Array(2).fill('cancelled'),
    ...Array(5).fill('done'),
  ]);
  // Two places became free, a moment apart: he is in one of the first two to be submitted, ahead of three of hers.
  const his = over.find(({ id }) => id === one.id)?.operation?.requestId;
  const position = fixture.lab
    .submits()
    .slice(before)
    .findIndex(({ requestId }) => requestId === his);
  expect(position).toBeGreaterThanOrEqual(0);
  expect(position).toBeLessThanOrEqual(1);
});
