/** `npm run credits`: what it does, and what it refuses in one sentence. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask as submit } from '../helpers/requests.ts';
import { openTerminalFixture, refusal, type TerminalFixture } from './fixture.ts';

let at: TerminalFixture;
beforeAll(async () => {
  at = await openTerminalFixture();
});
afterAll(() => at.close());

/** The sentence of a refusal that has done nothing. */
async function sentence(...args: string[]): Promise<string> {
  at.printed();
  const before = await at.audit();
  const said = await refusal(at.credits(...args));
  expect(await at.audit(), 'nothing was done').toEqual(before);
  expect(at.printed()).toBe('');
  return said;
}

describe('grant and revoke', () => {
  it.each([
    ['-5', 'The amount -5 is below zero.'],
    ['0', 'The amount 0 is nothing.'],
    ['0.000', 'The amount 0.000 is nothing.'],
    ['1e21', 'The amount 1e21 is not a number.'],
    ['999999999999999999999', 'The amount 999999999999999999999 is too large.'],
    ['NaN', 'The amount NaN is not a number.'],
    ['Infinity', 'The amount Infinity is not a number.'],
    ['1,5', 'The amount 1,5 has a comma, which some read as thousands.'],
    ['$5', 'The amount $5 is money, but credits are counted.'],
    ['0.0001', 'The amount 0.0001 is finer than a thousandth.'],
    ['', 'The amount is missing; it is not a number.'],
  ])('refuse the amount %j', async (amount, cause) => {
    for (const deed of ['grant', 'revoke'])
      expect(await sentence(deed, 'bob', amount, 'because')).toBe(
        `${cause} Use a number of credits such as 12 or 0.5, at most 1000000 credits.`,
      );
  });

  it.each([
    [['grant'], 'It is not said for whom. Name the person after the command.'],
    [['grant', ' ', '5', 'why'], 'It is not said for whom. Name the person after the command.'],
    [['grant', 'bob', '5'], 'It is not said why. Add a reason; it is kept with the entry.'],
    [
      ['revoke', 'carol', '1', 'why'],
      /^Only lasting credits can be taken back, and this person has 0 credits of that kind\. /,
    ],
    [
      ['gift', 'bob', '5'],
      'There is no credits gift; use grant, revoke, limits, block, unblock or audit, or nothing to see your own.',
    ],
    [['audit', 'bob'], 'bob is one word too many; leave it out.'],
    [['--since', 'monday'], 'There is no flag --since.'],
    [['--as'], '--as needs a value after it.'],
    [['--as', ' '], 'It is not said for whom. Name the person after the command.'],
    [['--limit', '1,5'], /^The amount 1,5 has a comma/],
  ])('refuse %j', async (args, expected) => {
    expect(await sentence(...args)).toEqual(
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    );
  });

  it('are for admins, whichever account it is', async () => {
    for (const deed of [
      ['grant', 'eve', '5', 'mine'],
      ['limits', 'monthly=500'],
      ['limits', 'allow=svd'],
      ['block', 'bob', '7d', 'no'],
      ['unblock', 'eve'],
      ['audit'],
    ])
      expect(await sentence(...deed, '--as', 'eve'), deed.join(' ')).toMatch(/^Only admins/);
  });

  it('give lasting credits and take them back, to the thousandth, and leave a trace', async () => {
    await at.credits('grant', 'dan', '2.125', 'a', 'prize');
    expect(await at.json('revoke', 'dan', '0.125', 'too much')).toMatchObject({
      person: 'dan',
      granted: 2,
      entries: [
        { kind: 'revoke', granted: -0.125, by: 'owner', reason: 'too much' },
        { kind: 'grant', granted: 2.125, by: 'owner', reason: 'a prize' },
      ],
    });
    expect(await sentence('revoke', 'dan', '2.001', 'all')).toContain(
      'this person has 2 credits of that kind',
    );
    await at.credits('audit');
    expect(at.printed().split('\n').slice(0, 2)).toEqual([
      expect.stringMatching(/ · owner took 0\.125 credits back from dan: too much$/),
      expect.stringMatching(/ · owner granted dan 2\.125 credits: a prize$/),
    ]);
    expect(await at.json('audit')).toMatchObject([
      { what: 'revoke', amount: 0.125, person: 'dan', at: expect.stringMatching(/^\d{4}-.*Z$/) },
      { what: 'grant', amount: 2.125 },
    ]);
  });
});

describe('limits', () => {
  it('begin as none: whoever sits there runs the place', async () => {
    expect(await at.json('limits')).toMatchObject({
      limits: { monthly: null, jobs_per_person: null, confirm_above: null, per_job: null },
      groups: {},
      rules: {},
    });
    expect(await at.json()).toMatchObject({ person: 'owner', available: null });
  });

  it('are set together, for everybody or for a group, with rules beside them', async () => {
    const set = ['monthly=50', 'Jobs_Per_Person=2', 'deny=svd#general', 'allow=*'];
    expect(await at.json('limits', ...set)).toMatchObject({
      limits: { monthly: 50, jobs_per_person: 2 },
      rules: { 'svd#general': 'deny', '*': 'allow' },
    });
    expect(await at.json('limits', 'monthly=none', 'per_day=20', '--group', 'helpers')).toMatchObject({
      limits: { monthly: 50, per_day: null },
      groups: { helpers: { monthly: null, per_day: 20 } },
    });
    expect(await at.json('--as', 'frank')).toMatchObject({ available: 50 });
    expect(await at.json('--as', 'frank', '--limit', 'none')).toMatchObject({ available: null });
    expect(await at.json('--as', 'frank', '--limit', '0')).toMatchObject({ available: 0 });
    expect(await at.json('limits', 'forget=svd#general')).toMatchObject({ rules: { '*': 'allow' } });
  });

  it.each([
    [
      ['monthly'],
      'monthly sets nothing; write a limit such as monthly=50 or a rule such as deny=esrgan#channel.',
    ],
    [['monthly=5', 'weekly=5'], /^There is no limit called weekly\. Choose monthly, /],
    [['monthly=5', 'per_day=1,5'], /^The amount 1,5 has a comma/],
    [['monthly=-5'], /^The amount -5 is below zero\./],
    [['monthly=5', 'monthly=6'], 'monthly stands there twice; set it once.'],
    [['period_day=31'], 'The limit period_day cannot be 31. It takes a day of the month from 1 to 28.'],
    [['jobs_at_once=0'], /^The limit jobs_at_once cannot be 0\. It takes a whole number/],
    [['monthly=5', 'deny=magic'], /^There is no model called magic\./],
    [['deny='], /^deny= sets nothing|sets nothing/],
    [['__proto__=5'], /^There is no limit called __proto__\./],
    [['deny=svd', '--group', 'helpers'], /^--group is for /],
    [['budget=5', '--group', 'helpers'], /^There is no limit called budget\./],
  ])('are all refused with %j, and none is set', async (args, expected) => {
    expect(await sentence('limits', ...args)).toEqual(
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    );
  });

  it('--group without a limit is refused rather than passed over', async () => {
    for (const args of [
      ['--group', 'helpers'],
      ['limits', '--group', 'helpers'],
      ['audit', '--group', 'helpers'],
    ])
      expect(await sentence(...args)).toBe(
        '--group is for credits limits with limits such as monthly=50 only.',
      );
  });

  it('below what is reserved say what stays reserved, and leave the running job alone', async () => {
    at.fixture.lab.fault({ at: 'upload', kind: 'delay', ms: 1500 });
    const who = {
      platform: 'terminal',
      scope: 'terminal',
      requester: 'gina',
      address: at.terminal.addressFor({ path: join(at.fixture.folder, 'gina.png'), exact: true }),
    };
    at.printed();
    const job = await submit(at.fixture.engine, { ...who, settings: { output_format: 'png' } });
    await at.credits('limits', 'monthly=0.2');
    expect(at.printed().split('\n').at(-1)).toBe(
      '0.5 credits stay reserved by jobs on their way; the new limits count from the next job on.',
    );
    expect(await at.json('--as', 'gina')).toMatchObject({ available: 0, reserved: 0.5 });
    expect(await at.fixture.engine.settled(job.id)).toMatchObject({ state: 'done', charged: 500 });
    await expect(submit(at.fixture.engine, who)).rejects.toThrow(
      'This costs 0.5 credits and you have 0 credits.',
    );
    at.printed();
    await at.credits('limits', 'monthly=0.2');
    expect(at.printed()).not.toContain('stay');
  });
});

it('a block is shown with its end and its reason, holds, and is taken back', async () => {
  await at.credits('block', 'hank', '7d', 'too', 'many', 'cats');
  expect(at.printed()).toMatch(
    /^hank is blocked until .* UTC \(before: not blocked\) and can run nothing .*: too many cats$/,
  );
  expect(await refusal(at.enhance(['--as', 'hank']))).toMatch(
    /^An admin has blocked you until .*too many cats/,
  );
  expect(await sentence('block', 'hank')).toMatch(/ is no length of time\. Use 30m/);
  expect(await sentence('block', 'hank', '9y')).toMatch(/9y is no length of time\. Use 30m/);
  expect(await sentence('unblock', 'hank', 'please')).toBe('please is one word too many; leave it out.');
  await at.credits('unblock', 'hank');
  expect(at.printed()).toMatch(/^hank is no longer blocked \(before: blocked until /);
});

it('a notice for the admins is a line on the screen', async () => {
  at.screen.length = 0;
  await at.terminal.notify?.('terminal', null, 'The budget is used up.');
  expect(at.screen).toEqual(['The budget is used up.\n']);
});
