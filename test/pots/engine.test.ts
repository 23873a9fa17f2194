/** What several people, or the pot, pay for, through the engine and the lab to the end of its job. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Person } from '../../src/core/domain/command.ts';
import { chipAccount, potAccount } from '../../src/core/domain/pots/pot.ts';
import type { Purchase } from '../../src/core/domain/pots/purchase.ts';
import { type Fixture, mistakesInBooks, openFixture, recorder } from '../helpers/fixture.ts';
import { picture, streamOf, until } from '../helpers/requests.ts';

let fixture: Fixture;
let ahead = 0;
let count = 0;
const prices = [{ model: 'esrgan', price: 300_000 }];
const priceAt = (price: number) => {
  prices[0] = { model: 'esrgan', price };
};
const pass = (ms: number) => {
  ahead += ms;
};
beforeAll(async () => {
  const { limits: _none, ...platform } = recorder();
  fixture = await openFixture({
    platform: {
      ...platform,
      // As the conversation does it: what is full runs, and what has changed is shown.
      async purchase(id) {
        const { purchases } = fixture.engine;
        await purchases.run(id, { id: `x${id}`.slice(0, 7), address: null });
        const now = await purchases.read(id);
        if (now) await purchases.shown(id, now.version);
      },
    },
    overrides: { clock: () => Date.now() + ahead, prices },
    // By the clock that is moved, files that were just made are days old.
    keepFilesMs: 30 * 86_400_000,
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
/** Of somebody who has 200 credits, for 300. */
async function quoteOf(who: Person): Promise<string> {
  count += 1;
  const asked = { key: `q${count}`, address: null, model: 'esrgan', settings: {} };
  const { id } = await fixture.engine.quote({
    ...who,
    ...asked,
    source: await stored(),
    together: true,
  });
  return id;
}
async function chipOf(scope = `scope${++count}`): Promise<{ id: string; people: Person[] }> {
  const people = ['ben', 'ann', 'cleo'].map((name) => person(scope, name));
  const [ben = person(scope, 'ben')] = people;
  const id = await quoteOf(ben);
  const { purchase } = await purchases().open('chip', id, { person: ben, turn: null });
  expect(purchase).toMatchObject({ id, state: 'open', price: 300_000, title: 'Larger picture ×2' });
  return { id, people };
}
const pledge = (id: string, who: Person | undefined, amount: number) =>
  purchases().pledge(id, who ?? person('', ''), { amount, key: `k${++count}` });
async function over(id: string): Promise<Purchase> {
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
  expect((await fixture.ledger.account(escrow, { period: '2000-01-01', monthly: 0 })).granted).toBe(0);
}

it('runs when it is full, and what is left over goes back in proportion', async () => {
  const { id, people } = await chipOf();
  const [ben, ann, cleo] = people;
  expect(await pledge(id, ben, 150_000)).toBe(150_000);
  await expect(pledge(id, ben, 60_000)).rejects.toMatchObject({ code: 'credits-short' });
  expect(await pledge(id, ann, 100_000)).toBe(100_000);
  expect(await purchases().withdraw(id, ann ?? person('', ''), 'back')).toBe(100_000);
  expect(await pledge(id, ann, 90_000)).toBe(90_000);
  // No more than is missing.
  expect(await pledge(id, cleo, 200_000)).toBe(60_000);
  await expect(pledge(id, cleo, 1000)).rejects.toMatchObject({ code: 'purchase-over' });
  const it = await over(id);
  const job = await fixture.engine.settled(it.job ?? '');
  // The lab reports what the provider takes, half a credit.
  expect(job).toMatchObject({ state: 'done', requester: 'ben', payer: chipAccount(id), charged: 500 });
  expect(await Promise.all(people.map(available))).toEqual([199_750, 199_850, 199_900]);
  expect(it).toMatchObject({ back: 299_500, why: undefined });
  await booksOf(people, id);
});

it.each([
  ['its job fails', async (): Promise<void> => fixture.lab.behave({ fail: 'no' }), 'full', undefined],
  ['it is stopped', async (id: string): Promise<void> => purchases().end(id, 'stopped'), 'half', 'stopped'],
  ['its price has changed', async (): Promise<void> => priceAt(310_000), 'full', { code: 'price-changed' }],
  [
    'its model was switched off',
    async (_id: string, { scope }: Person): Promise<void> =>
      void (await fixture.ledger.setPolicy(scope, 'eve', { 'rule esrgan': 'deny' })),
    'full',
    { code: 'not-allowed-here' },
  ],
  [
    'there is no budget',
    async (_id: string, { scope }: Person): Promise<void> =>
      void (await fixture.ledger.setPolicy(scope, 'eve', { budget: 1 })),
    'full',
    { code: 'scope-budget' },
  ],
] as const)(
  'gives everything back where %s',
  async (_title, happens, much, why) => {
    const { id, people } = await chipOf();
    const [ben = person('', ''), ann] = people;
    const job = much === 'full' ? 'full' : undefined;
    await pledge(id, ben, 150_000);
    await happens(id, ben);
    if (job) await pledge(id, ann, 150_000);
    const it = await over(id);
    priceAt(300_000);
    // What is uploaded is swept by this clock, too.
    ahead = 0;
    expect(await Promise.all(people.map(available))).toEqual([200_000, 200_000, 200_000]);
    if (why !== undefined) expect(it).toMatchObject({ why, job: undefined });
    await booksOf(people, id);
  },
  30_000,
);

it('is paid by the pot at once, or after so many others have agreed; the pot keeps what is left over', async () => {
  const scope = 'pot';
  const [ben, ann, cleo, eve] = ['ben', 'ann', 'cleo', 'eve'].map((name) => person(scope, name));
  if (!ben || !ann || !cleo || !eve) throw new Error('nobody is there');
  const open = async () => purchases().open('pot', await quoteOf(ben), { person: ben, turn: null });
  await expect(open()).rejects.toMatchObject({ code: 'pot-off' });
  await expect(purchases().setRules(ben, { most: '300' })).rejects.toMatchObject({ code: 'not-admin' });
  await purchases().setRules({ ...eve, admin: true }, { most: '300' });
  await expect(open()).rejects.toMatchObject({ code: 'pot-short' });
  for (const [index, who] of [ben, ann, ann, cleo].entries())
    await purchases().give(who, { amount: '150', key: `${Math.min(index, 1)}${who.requester}` });
  expect(await purchases().pot(ben)).toMatchObject({
    available: 450_000,
    rules: { most: 300_000, approvals: 0 },
  });
  expect((await purchases().pot(ben)).gave.map(({ person: who }) => who)).toEqual(['cleo', 'ann', 'ben']);
  const { purchase } = await open();
  expect(purchase.state).toBe('funded');
  await over(purchase.id);
  await until(async () => (await purchases().pot(ben)).available === 449_500);

  await purchases().setRules({ ...eve, admin: true }, { approvals: '2' });
  const asked = (await open()).purchase;
  expect(asked).toMatchObject({ state: 'open', needed: 2 });
  await expect(purchases().approve(asked.id, ben)).rejects.toMatchObject({ code: 'approve-own' });
  expect(await Promise.all([ann, ann].map((who) => purchases().approve(asked.id, who)))).toContain(false);
  expect((await purchases().read(asked.id))?.state).toBe('open');
  await purchases().approve(asked.id, cleo);
  const made = await over(asked.id);
  expect(await fixture.engine.settled(made.job ?? '')).toMatchObject({ payer: potAccount, charged: 500 });
  const declined = (await open()).purchase;
  await purchases().end(declined.id, 'declined');
  await expect(purchases().approve(declined.id, ann)).rejects.toMatchObject({ code: 'purchase-over' });
  expect(await mistakesInBooks(fixture.ledger, [{ scope, requester: potAccount }])).toEqual([]);
});

// The last one: a clock that goes back leaves much to be looked at later.
it('keeps its file beyond the ten minutes of its price, and gives all back where nobody gives the rest for a day', async () => {
  const [full, half] = [await chipOf(), await chipOf()];
  pass(3_600_000);
  await pledge(full.id, full.people[0], 200_000);
  await fixture.maintain();
  await pledge(full.id, full.people[1], 100_000);
  expect((await over(full.id)).job).toBeDefined();
  await pledge(half.id, half.people[1], 150_000);
  pass(86_400_001);
  expect(await over(half.id)).toMatchObject({ why: 'lapsed', job: undefined });
  expect(await Promise.all(half.people.map(available))).toEqual([200_000, 200_000, 200_000]);
  await booksOf(half.people, half.id);
}, 60_000);
