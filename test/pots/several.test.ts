/** Several people, or the pot, pay for a recipe, an album or a taste test, to the end of the last of its jobs. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Person } from '../../src/core/domain/command.ts';
import { chipAccount, potAccount } from '../../src/core/domain/pots/pot.ts';
import { type Fixture, mistakesInBooks, openFixture, recorder } from '../helpers/fixture.ts';
import { picture, streamOf, until } from '../helpers/requests.ts';

let fixture: Fixture;
let count = 0;
const prices = [
  { model: 'esrgan', price: 120_000 },
  { model: 'svd', price: 180_000 },
];
beforeAll(async () => {
  const { limits: _none, ...platform } = recorder();
  fixture = await openFixture({
    platform: {
      ...platform,
      async purchase(id) {
        const { purchases } = fixture.engine;
        await purchases.run(id, { id: `x${id}`.slice(0, 7), address: null });
        const now = await purchases.read(id);
        if (now) await purchases.shown(id, now.version);
      },
    },
    overrides: { prices },
  });
});
afterAll(() => fixture.close());

const person = (scope: string, requester: string): Person => ({ platform: 'recorder', scope, requester });
const purchases = () => fixture.engine.purchases;
const available = async (who: Person) => (await fixture.engine.credits.statement(who)).available;
const stored = async () => ({
  kind: 'stored' as const,
  ...(await fixture.engine.keep(streamOf(await picture()))),
});
const steps = [
  { model: 'esrgan', settings: {} },
  { model: 'svd', settings: {} },
];
/** Each has 200 credits, and all of it costs 300. */
async function recipeQuote(who: Person): Promise<string> {
  const asked = { key: `q${++count}`, address: null, steps, source: await stored(), together: true as const };
  const answer = await fixture.engine.recipes.request({ ...who, ...asked }, { asks: true });
  if (!('quote' in answer)) throw new Error('no price is shown');
  return answer.quote.id;
}
async function albumQuote(who: Person, more: object = {}): Promise<string> {
  await fixture.engine.credits.setLimits({ ...who, requester: 'eve', admin: true }, { confirm_above: '1' });
  const item = async () => ({ model: 'esrgan', settings: {}, address: null, source: await stored() });
  const items = [await item(), await item()];
  const answer = await fixture.engine.requestBatch({ ...who, key: `q${++count}`, items, ...more });
  if (!('quote' in answer)) throw new Error('no price is shown');
  return answer.quote.id;
}
async function chipOf(quoted: (who: Person) => Promise<string>, monthly?: string) {
  const scope = `scope${++count}`;
  const people = ['ben', 'ann', 'cleo'].map((name) => person(scope, name));
  const [ben = person(scope, 'ben')] = people;
  if (monthly !== undefined)
    await fixture.engine.credits.setLimits({ ...ben, requester: 'eve', admin: true }, { monthly });
  const id = await quoted(ben);
  return { id, people, purchase: (await purchases().open('chip', id, { person: ben, turn: null })).purchase };
}
async function filled(id: string, people: readonly Person[], each: readonly number[]) {
  for (const [index, who] of people.entries())
    await purchases().pledge(id, who, { amount: each[index] ?? 0, key: `k${++count}` });
  await until(async () => {
    await fixture.maintain();
    return (await purchases().read(id))?.state === 'over';
  });
  const it = await purchases().read(id);
  if (!it) throw new Error('it is gone');
  return it;
}
async function booksOf(people: readonly Person[], id: string) {
  const escrow = { scope: people[0]?.scope ?? '', requester: chipAccount(id) };
  expect(await mistakesInBooks(fixture.ledger, [escrow])).toEqual([]);
  const present = { period: '2000-01-01', monthly: 0 };
  expect(await fixture.ledger.account(escrow, present)).toMatchObject({ granted: 0, reserved: 0 });
}
const stepsOf = async (job: string | undefined) => {
  const last = await fixture.engine.settled(job ?? '');
  return (await fixture.engine.recipes.of(last))?.steps ?? [];
};

it('a recipe that is paid together runs all its steps, and what is left over goes back once', async () => {
  const { id, people, purchase } = await chipOf(recipeQuote);
  expect(purchase).toMatchObject({ price: 300_000, title: 'Larger picture ×2, then picture to video' });
  const it = await filled(id, people, [150_000, 100_000, 50_000]);
  const done = await stepsOf(it.job);
  expect(done.map(({ state, payer }) => [state, payer])).toEqual([
    ['done', chipAccount(id)],
    ['done', chipAccount(id)],
  ]);
  const charged = done.reduce((sum, job) => sum + (job.charged ?? 0), 0);
  expect(it.back).toBe(300_000 - charged);
  const left = await Promise.all(people.map(available));
  expect(left.reduce((sum: number, each) => sum + (each ?? 0), 0)).toBe(600_000 - charged);
  await booksOf(people, id);
}, 60_000);

it('a step that fails gives its part and all that follows back; what is resumed is paid by whoever presses', async () => {
  const { id, people } = await chipOf(recipeQuote);
  fixture.lab.behave({});
  fixture.lab.behave({ fail: 'no' });
  const it = await filled(id, people, [150_000, 100_000, 50_000]);
  const [first, second] = await stepsOf(it.job);
  expect([first?.state, second?.state]).toEqual(['done', 'failed']);
  expect(it.back).toBe(300_000 - (first?.charged ?? 0));
  await booksOf(people, id);
  const [, ann = person('', '')] = people;
  const batch = second?.batch?.id ?? '';
  const again = await fixture.engine.recipes.resume({ ...ann, key: 'again', address: null, batch });
  // It is dear, so its price is shown first.
  const ran = 'quote' in again ? await fixture.engine.run(again.quote.id, { person: ann }) : again;
  if (!('job' in ran)) throw new Error('it has another price by now');
  expect(await fixture.engine.settled(ran.job.id)).toMatchObject({ state: 'done', requester: 'ann' });
  expect((await fixture.engine.read(ran.job.id))?.payer).toBeUndefined();
}, 60_000);

it('an album that is paid together runs all its files; whoever runs it alone meanwhile pays alone', async () => {
  const { id, people, purchase } = await chipOf(albumQuote, '400');
  expect(purchase.price).toBe(240_000);
  const it = await filled(id, people, [100_000, 100_000, 40_000]);
  const whole = await fixture.engine.batch(it.job ?? '');
  const jobs = await Promise.all((whole?.jobs ?? []).map((job) => fixture.engine.settled(job.id)));
  expect(jobs.map(({ state, payer }) => [state, payer])).toEqual([
    ['done', chipAccount(id)],
    ['done', chipAccount(id)],
  ]);
  expect(it.back).toBe(240_000 - jobs.reduce((sum, job) => sum + (job.charged ?? 0), 0));
  await booksOf(people, id);

  const other = await chipOf(albumQuote, '400');
  const [ben = person('', '')] = other.people;
  await fixture.engine.run(other.id, { person: ben });
  const over = await filled(other.id, other.people, [100_000, 100_000, 40_000]);
  expect(over).toMatchObject({ why: { code: 'paid-otherwise' }, back: 240_000 });
  await booksOf(other.people, other.id);
}, 60_000);

it('the pot pays for the ways of a taste test and for a recipe, within what it pays for one', async () => {
  const ben = person('pot', 'ben');
  const admin = { ...ben, requester: 'eve', admin: true };
  await fixture.engine.credits.setLimits(admin, { monthly: '400' });
  await purchases().setRules(admin, { most: '299' });
  await purchases().give(ben, { amount: '300', key: 'give' });
  const open = async (id: string) => purchases().open('pot', id, { person: ben, turn: null });
  const recipe = await recipeQuote(person('pot', 'ann'));
  const asker = person('pot', 'ann');
  await expect(purchases().open('pot', recipe, { person: asker, turn: null })).rejects.toMatchObject({
    code: 'pot-most',
  });
  await purchases().setRules(admin, { most: '300' });
  await fixture.engine.credits.setLimits(admin, { monthly: 'none' });
  const taste = { area: 'detail', name: 'a.jpg' } as const;
  const { purchase } = await open(await albumQuote(ben, { taste }));
  expect(purchase).toMatchObject({ price: 240_000, state: 'funded' });
  const it = await filled(purchase.id, [], []);
  const whole = await fixture.engine.batch(it.job ?? '');
  const jobs = await Promise.all((whole?.jobs ?? []).map((job) => fixture.engine.settled(job.id)));
  expect(jobs.map(({ payer }) => payer)).toEqual([potAccount, potAccount]);
  const charged = jobs.reduce((sum, job) => sum + (job.charged ?? 0), 0);
  expect((await purchases().pot(ben)).available).toBe(300_000 - charged);
  expect(await mistakesInBooks(fixture.ledger, [{ scope: 'pot', requester: potAccount }])).toEqual([]);
}, 60_000);
