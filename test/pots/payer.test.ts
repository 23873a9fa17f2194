/** A job that the pot of its scope pays for: the money is the pot's, all else its person's. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Person } from '../../src/core/domain/command.ts';
import { potAccount } from '../../src/core/domain/pots/pot.ts';
import { type Fixture, mistakesInBooks, openFixture, recorder } from '../helpers/fixture.ts';
import { ask } from '../helpers/requests.ts';

let fixture: Fixture;
beforeAll(async () => {
  const { limits: _none, ...platform } = recorder();
  fixture = await openFixture({ platform });
});
afterAll(() => fixture.close());

const ada: Person = { platform: 'recorder', scope: 'north', requester: 'ada' };
const pot = { scope: 'north', requester: potAccount };
const present = { period: '2026-11-01', monthly: 0, keepLimit: true } as const;
const paid = (more: object = {}) => ask(fixture.engine, { ...ada, payer: potAccount, ...more });
const rules = (most: number, approvals: number) =>
  fixture.ledger.setPolicy('north', 'eve', { pot: { most, approvals } });
const fill = (amount: number) =>
  fixture.ledger.give('grant', { ...pot, amount, by: 'eve', reason: 'a test', key: `${amount}`, ...present });

it('is refused as the rules of the pot and what is in it have it', async () => {
  await expect(paid()).rejects.toMatchObject({ code: 'pot-off' });
  await rules(400, 0);
  await expect(paid()).rejects.toMatchObject({ code: 'pot-most' });
  await rules(5000, 1);
  await expect(paid()).rejects.toMatchObject({ code: 'pot-asks' });
  await rules(5000, 0);
  await expect(paid()).rejects.toMatchObject({ code: 'pot-short' });
  const price = { ...ada, model: 'esrgan', settings: {}, payer: potAccount };
  await expect(fixture.engine.check(price)).rejects.toMatchObject({ code: 'pot-short' });
});

it('is paid from the pot, and its person keeps what they have; the rest of a hold goes back there', async () => {
  await fill(1200);
  const job = await paid();
  expect((await fixture.engine.view(job)).price).toBe('at most 0.5 credits from the pot');
  expect(await fixture.engine.credits.statement(ada)).toMatchObject({ available: 200_000, reserved: 0 });
  expect(await fixture.store.outstanding('north', 'ada')).toBe(1);
  const over = await fixture.engine.settled(job.id);
  expect(over).toMatchObject({ state: 'done', charged: 500, payer: potAccount });
  expect(await fixture.ledger.account(pot, present)).toMatchObject({
    granted: 700,
    reserved: 0,
    allowance: 0,
  });

  fixture.lab.behave({ fail: 'no' });
  const failed = await fixture.engine.settled((await paid()).id);
  expect(failed).toMatchObject({ state: 'failed', hold: 'released' });
  expect(await fixture.ledger.account(pot, present)).toMatchObject({ granted: 700, reserved: 0 });
  expect(await mistakesInBooks(fixture.ledger, [pot, ada])).toEqual([]);
  await fixture.engine.credits.block({ ...ada, requester: 'eve', admin: true }, 'ada', '1h', 'a test');
  await expect(paid()).rejects.toMatchObject({ code: 'blocked' });
});
