import { describe, expect, it } from 'vitest';
import { defaultLimits, limitFrom, limitKinds, limitNames } from '../../src/core/domain/limits.ts';
import { fieldFor, isAllowed, limitsFor, policyFrom, rulePattern } from '../../src/core/domain/policy.ts';
import { failureOf } from '../helpers/failures.ts';

/** A policy as it would be read back. */
const kept = (fields: Record<string, unknown>) =>
  policyFrom(
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, JSON.stringify(value)])),
  );

describe('what the owner of a scope has set', () => {
  it('where nothing is set, one person can spend two dollars a month', () => {
    expect(kept({}).limits).toEqual(defaultLimits);
    expect(defaultLimits.monthly).toBe(200_000);
  });

  it('what is set goes before what the platform has, and that before the usual', () => {
    const hash = { [fieldFor.limit('monthly')]: '5000', [fieldFor.limit('budget')]: 'null' };
    const { limits } = policyFrom(hash, { monthly: null, budget: 9000, jobs_per_person: 7 });
    expect(limits).toEqual({ ...defaultLimits, monthly: 5000, budget: null, jobs_per_person: 7 });
  });

  it('groups, rules and blocks are told apart', () => {
    const block = { until: 5, reason: 'no', by: 'eve' };
    const policy = kept({
      [fieldFor.limit('monthly', 'g1')]: null,
      [fieldFor.limit('per_day', 'g1')]: 100,
      [fieldFor.limit('monthly', 'g2')]: 300,
      [fieldFor.rule('esrgan#c1')]: 'deny',
      [fieldFor.rule('*')]: 'allow',
      [fieldFor.block('a b')]: block,
    });
    expect(policy.limits).toEqual(defaultLimits);
    expect(policy.groups).toEqual(
      new Map([
        ['g1', { monthly: null, per_day: 100 }],
        ['g2', { monthly: 300 }],
      ]),
    );
    expect(policy.rules).toEqual(
      new Map([
        ['esrgan#c1', 'deny'],
        ['*', 'allow'],
      ]),
    );
    expect(policy.blocks).toEqual(new Map([['a b', block]]));
  });

  it('what this version does not know is passed over, and an unknown rule denies', () => {
    const policy = kept({
      weekly: 5,
      monthly: 'much',
      period_day: null,
      'block ada': 'yes',
      'rule x': 'maybe',
    });
    expect(policy.limits).toEqual(defaultLimits);
    expect(policy.blocks.size).toBe(0);
    expect(policy.rules).toEqual(new Map([['x', 'deny']]));
  });
});

it('a name that is not exactly that of a limit, or that no group may have, sets nothing', () => {
  for (const name of ['Monthly', 'monthly ', '', 'monthly monthly', 'toString'])
    expect(kept({ [name]: 5 }).limits).toEqual(defaultLimits);
  const { groups } = kept({
    'group g1 budget': 5,
    'group g1 admins': ['g1'],
    'group g1 weekly': 5,
    'group g1': 5,
  });
  expect(groups).toEqual(new Map([['g1', {}]]));
});

describe('the limits of a person', () => {
  const policy = kept({
    monthly: 1000,
    per_day: 50,
    jobs_per_person: 3,
    'group small monthly': 500,
    'group small per_day': 80,
    'group large monthly': 2000,
    'group free monthly': null,
    'group large jobs_per_person': 5,
  });
  const of = (...groups: string[]) => limitsFor(policy, groups);

  it('without a group of its own limits they are those of everybody', () => {
    expect(of()).toEqual(policy.limits);
    expect(of('other')).toEqual(policy.limits);
  });

  it("a group's limit goes before everybody's, even where it is lower", () => {
    expect(of('small')).toEqual({ ...policy.limits, monthly: 500, per_day: 80 });
  });

  it('among groups the most generous counts, each limit by itself', () => {
    expect(of('small', 'large')).toEqual({
      ...policy.limits,
      monthly: 2000,
      per_day: 80,
      jobs_per_person: 5,
    });
    expect(of('large', 'small')).toEqual(of('small', 'large'));
  });

  it('no limit is the most generous', () => {
    expect(of('large', 'free', 'small').monthly).toBeNull();
  });
});

describe('whether a model may be run in a channel', () => {
  type Rules = Record<string, 'allow' | 'deny'>;
  const allowed = (rules: Rules, model: string, channel?: string, above?: string) =>
    isAllowed(
      kept(Object.fromEntries(Object.entries(rules).map(([pattern, it]) => [fieldFor.rule(pattern), it]))),
      model,
      { ...(channel !== undefined && { channel }), ...(above !== undefined && { above }) },
    );

  it('without a rule everything is', () => {
    expect(allowed({}, 'esrgan', 'c1')).toBe(true);
    expect(allowed({}, 'esrgan')).toBe(true);
  });

  it('a rule for everything is the last to be asked', () => {
    expect(allowed({ '*': 'deny' }, 'esrgan', 'c1')).toBe(false);
    expect(allowed({ '*': 'deny', esrgan: 'allow' }, 'esrgan', 'c1')).toBe(true);
    expect(allowed({ '*': 'deny', '#c1': 'allow' }, 'esrgan', 'c1')).toBe(true);
    expect(allowed({ '*': 'deny', '#c1': 'allow' }, 'esrgan', 'c2')).toBe(false);
    expect(allowed({ '*': 'deny', '#c1': 'allow' }, 'esrgan')).toBe(false);
  });

  it('between the model and the channel a denial counts', () => {
    expect(allowed({ esrgan: 'allow', '#c1': 'deny' }, 'esrgan', 'c1')).toBe(false);
    expect(allowed({ esrgan: 'deny', '#c1': 'allow' }, 'esrgan', 'c1')).toBe(false);
    expect(allowed({ esrgan: 'allow', '#c1': 'deny' }, 'esrgan', 'c2')).toBe(true);
  });

  it('a rule for the model in the channel goes before all others', () => {
    const rules = { '*': 'deny', esrgan: 'deny', '#c1': 'deny', 'esrgan#c1': 'allow' } as const;
    expect(allowed(rules, 'esrgan', 'c1')).toBe(true);
    expect(allowed(rules, 'esrgan', 'c2')).toBe(false);
    expect(allowed(rules, 'flashvsr', 'c1')).toBe(false);
    expect(allowed({ esrgan: 'allow', 'esrgan#c1': 'deny' }, 'esrgan', 'c1')).toBe(false);
  });

  /** From the closest to the farthest, for a thread; each level overrules those below it. */
  const levels = ['esrgan#t1', '#t1', 'esrgan#c1', '#c1', '*'];
  it.each(levels.flatMap((level, index) => levels.slice(index + 1).map((farther) => [level, farther])))(
    'in a thread the rule for %s goes before the one for %s',
    (closer = '', farther = '') => {
      expect(allowed({ [closer]: 'deny', [farther]: 'allow' }, 'esrgan', 't1', 'c1')).toBe(false);
      expect(allowed({ [closer]: 'allow', [farther]: 'deny' }, 'esrgan', 't1', 'c1')).toBe(true);
    },
  );

  it('what is denied in a channel is denied in its threads, and what is allowed in it alone is allowed in them', () => {
    for (const pattern of ['#c1', 'esrgan#c1']) {
      expect(allowed({ [pattern]: 'deny' }, 'esrgan', 't1', 'c1')).toBe(false);
      expect(allowed({ [pattern]: 'deny' }, 'esrgan', 't2', 'c2')).toBe(true);
      const only = { '*': 'deny', [pattern]: 'allow' } as const;
      expect(allowed(only, 'esrgan', 't1', 'c1')).toBe(true);
      expect(allowed(only, 'esrgan', 't2', 'c2')).toBe(false);
    }
    expect(allowed({ esrgan: 'deny', 'esrgan#c1': 'allow' }, 'esrgan', 't1', 'c1')).toBe(true);
    // A rule for a thread says nothing of its channel, or of other threads.
    expect(allowed({ '#t1': 'deny' }, 'esrgan', 'c1')).toBe(true);
    expect(allowed({ '#t1': 'deny' }, 'esrgan', 't2', 'c1')).toBe(true);
  });

  it('a rule for the model everywhere is equal to one for the channel, and farther than one for the thread', () => {
    expect(allowed({ esrgan: 'deny', '#c1': 'allow' }, 'esrgan', 't1', 'c1')).toBe(false);
    expect(allowed({ esrgan: 'allow', '#c1': 'deny' }, 'esrgan', 't1', 'c1')).toBe(false);
    expect(allowed({ esrgan: 'deny', '#t1': 'allow' }, 'esrgan', 't1', 'c1')).toBe(true);
    expect(allowed({ esrgan: 'allow', '#t1': 'deny' }, 'esrgan', 't1', 'c1')).toBe(false);
    expect(allowed({ esrgan: 'allow', '*': 'deny' }, 'esrgan', 't1', 'c1')).toBe(true);
  });

  it.each([
    [{ model: 'esrgan' }, 'esrgan'],
    [{ channel: '#c1' }, '#c1'],
    [{ model: 'esrgan', channel: 'c1' }, 'esrgan#c1'],
    [{ model: '*', channel: 'c1' }, '#c1'],
    [{ model: '*' }, '*'],
    [{}, '*'],
  ])('%j is the rule %s', (it, pattern) => {
    expect(rulePattern(it)).toBe(pattern);
  });

  it('there is no rule for a model that does not exist', () => {
    expect(failureOf(() => rulePattern({ model: 'esrgan2' })).code).toBe('unknown-model');
  });
});

describe('a limit as people type it', () => {
  it.each([
    ['monthly', '200', 200_000],
    ['monthly', ' 0.5 ', 500],
    // An allowance of nothing: only what is granted is spent.
    ['monthly', '0', 0],
    ['budget', '0.000', 0],
    ['period_day', '15', 15],
    ['jobs_per_person', '1', 1],
    ['jobs_at_once', '10000', 10_000],
    ['admin_channel', 'C0123', 'C0123'],
    ['admin_channel', 'off', null],
    ['admins', 'r1, r2 r3', ['r1', 'r2', 'r3']],
    ['admins', 'none', []],
  ])('%s %s', (name, given, value) => {
    expect(limitFrom(name, given, false)).toEqual({ name, value });
  });

  it.each(['none', 'None', 'unlimited', 'NEVER', 'off', 'no', ' none '])('%s lifts it', (given) => {
    for (const name of ['monthly', 'per_job', 'confirm_above', 'jobs_per_person', 'jobs_at_once'])
      expect(limitFrom(name, given, false)).toEqual({ name, value: null });
  });

  it.each([
    ['period_day', '0'],
    ['period_day', '29'],
    ['period_day', 'none'],
    ['jobs_per_person', '0'],
    ['jobs_per_person', '2.5'],
    ['jobs_per_person', '-1'],
    ['jobs_at_once', '10001'],
    ['jobs_at_once', '1e3'],
    ['jobs_at_once', ''],
    ['admin_channel', 'two words'],
    ['admin_channel', ''],
  ])('%s cannot be %j', (name, given) => {
    const { code, facts } = failureOf(() => limitFrom(name, given, false));
    expect(code).toBe('limit-wrong');
    expect(facts).toMatchObject({ name, given });
  });

  it.each(['-5', '1,5', '$5', '0.0005', 'much', ''])('credits cannot be %j', (given) => {
    expect(failureOf(() => limitFrom('per_day', given, false)).code).toBe('amount-wrong');
  });

  it('a limit that there is not is refused, with those that there are', () => {
    expect(failureOf(() => limitFrom('weekly', '5', false))).toEqual({
      code: 'limit-unknown',
      facts: { given: 'weekly', known: limitNames },
    });
  });

  it('a group has no budget, period or admins of its own', () => {
    const own = limitNames.filter((name) => limitKinds[name].group);
    expect(own).toEqual(['monthly', 'per_job', 'per_day', 'jobs_per_person', 'confirm_above']);
    for (const name of limitNames.filter((each) => !own.includes(each)))
      expect(failureOf(() => limitFrom(name, '5', true))).toEqual({
        code: 'limit-unknown',
        facts: { given: name, known: own },
      });
    for (const name of own) expect(limitFrom(name, '5', true).name).toBe(name);
  });
});
