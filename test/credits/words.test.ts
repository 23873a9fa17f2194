/** The words about accounts, limits, admins and usage. */
import { describe, expect, it } from 'vitest';
import { usageFrom } from '../../src/core/credits/report/usage.ts';
import type { Statement } from '../../src/core/credits/statements.ts';
import { auditLines } from '../../src/core/credits/words/audit.ts';
import {
  blockChanged,
  creditsChanged,
  limitsChanged,
  ruleChanged,
} from '../../src/core/credits/words/changes.ts';
import { limitLines, limitText, limitValue, stillReserved } from '../../src/core/credits/words/limits.ts';
import { entryLine, statementLines } from '../../src/core/credits/words/statement.ts';
import { usageLines } from '../../src/core/credits/words/usage.ts';
import { defaultLimits, limitKinds, limitNames } from '../../src/core/domain/limits.ts';
import { fieldFor, policyFrom } from '../../src/core/domain/policy.ts';
import type { Entry } from '../../src/core/store/ledger/account.ts';
import type { AuditLine } from '../../src/core/store/ledger/policies.ts';

const at = Date.parse('2026-11-21T06:10:59Z');
const names = {
  person: (id: string) => `<@${id}>`,
  group: (id: string) => `<@&${id}>`,
  channel: (id: string) => `<#${id}>`,
};
const statement = (facts: Partial<Statement> = {}): Statement => ({
  ...{ allowance: 120_500, granted: 47_900, reserved: 500, used: 79_500, today: 3000, limit: 200_000 },
  ...{ period: '2026-11-01', refill: Date.parse('2026-12-01'), available: 168_400 },
  ...{ limits: defaultLimits, entries: [] },
  ...facts,
});
const entry = (facts: Partial<Entry>): Entry => ({ kind: 'grant', at, allowance: 0, granted: 0, ...facts });

describe('a statement', () => {
  it('says what is available, of the allowance, granted and reserved', () => {
    expect(statementLines(statement())).toEqual([
      'Available: 168.4 credits',
      'Monthly allowance: 120.5 of 200 credits left; 200 credits new on 1 December',
      'Granted: 47.9 credits, which stay until they are spent',
      'Reserved: 0.5 credits for jobs on their way',
      'There are no entries yet.',
    ]);
  });

  it('says that there is no limit, and what was used all the same', () => {
    const it = statement({
      limit: null,
      available: null,
      allowance: -3500,
      used: 3500,
      granted: 0,
      reserved: 0,
    });
    expect(statementLines(it)).toEqual([
      'Available: no limit',
      'Monthly allowance: no limit; 3.5 credits spent this month',
      'Reserved: nothing',
      'There are no entries yet.',
    ]);
  });

  it('names the caps that hold for this person, and one entry per line', () => {
    const limits = { ...defaultLimits, per_day: 20_000, per_job: 1000 };
    const entries = [entry({ kind: 'reserve', allowance: -500, job: 'abc2345' })];
    expect(statementLines(statement({ limits, entries })).slice(4)).toEqual([
      'Limits: 3 of 20 credits spent today, at most 1 credit for one job',
      'Last entries (UTC):',
      '21 November, 06:10 · −0.5 credits · reserved for job abc2345',
    ]);
  });
});

describe('an entry', () => {
  it.each<[Partial<Entry>, string]>([
    [
      { kind: 'grant', granted: 5000, by: 'ann', reason: 'contest' },
      '+5 credits · granted by <@ann>: contest',
    ],
    [
      { kind: 'revoke', granted: -1, by: 'ann', reason: 'typo' },
      '−0.001 credits · taken back by <@ann>: typo',
    ],
    [{ kind: 'refill', allowance: 200_000 }, '+200 credits · the allowance was filled up'],
    [{ kind: 'expire', allowance: -80_000 }, '−80 credits · unused allowance ended'],
    [{ kind: 'expire', allowance: 3500 }, '+3.5 credits · a new month begins'],
    [
      { kind: 'expire', allowance: -500, job: 'abc2345' },
      '−0.5 credits · came back after its month had ended, job abc2345',
    ],
    [
      { kind: 'reserve', allowance: -300, granted: -200, job: 'abc2345' },
      '−0.5 credits · reserved for job abc2345',
    ],
    [{ kind: 'settle', job: 'abc2345', charged: 500 }, '0 credits · job abc2345 done, 0.5 credits charged'],
    [
      { kind: 'settle', allowance: 1000, job: 'abc2345', charged: 1000 },
      '+1 credit · job abc2345 done, 1 credit charged',
    ],
    [
      { kind: 'release', granted: 500, job: 'abc2345', charged: 0 },
      '+0.5 credits · job abc2345 ended, nothing charged',
    ],
  ])('%j reads %s', (facts, line) => {
    expect(entryLine(entry(facts), names)).toBe(`21 November, 06:10 · ${line}`);
  });

  it('stays on one line and moves no cursor, whatever the reason says', () => {
    const line = entryLine(
      entry({ granted: 1, by: 'a\u001b[2Jb', reason: `x\ny\u202e\u0007${'z'.repeat(500)}` }),
    );
    expect(line).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(line.length).toBeLessThan(150);
  });
});

describe('limits', () => {
  it.each(limitNames)('%s has a title and a description that fit a form of a chat', (name) => {
    const { title, description } = limitText[name];
    expect(title.length).toBeGreaterThan(3);
    expect(title.length).toBeLessThanOrEqual(45);
    expect(description.length).toBeLessThanOrEqual(100);
    expect(description).toMatch(/^[A-Z].*\.$/);
    expect(Object.values(limitText).filter((other) => other.title === title)).toHaveLength(1);
  });

  it('have their values in credits, as counts, and as what is not limited', () => {
    expect(limitValue('monthly', 200_000)).toBe('200 credits');
    expect(limitValue('monthly', 0)).toBe('0 credits');
    expect(limitValue('jobs_per_person', 3)).toBe('3');
    expect(limitValue('budget', null)).toBe('no limit');
    expect(limitValue('confirm_above', null)).toBe('never');
    expect(limitValue('admin_channel', null)).toBe('none');
    expect(limitValue('admin_channel', '77', names)).toBe('<#77>');
    expect(limitValue('admins', [])).toBe('none');
    expect(limitValue('admins', ['1', '2'], names)).toBe('<@&1>, <@&2>');
  });

  const block = { until: at, reason: 'spam', by: 'ann' };
  const policy = policyFrom({
    [fieldFor.limit('monthly', 'helpers')]: '500000',
    [fieldFor.rule('svd#77')]: '"deny"',
    [fieldFor.rule('#78')]: '"allow"',
    [fieldFor.rule('*')]: '"deny"',
    [fieldFor.block('bob the builder')]: JSON.stringify(block),
  });

  it('are shown with those of groups, what is switched on and off, and who is blocked', () => {
    const lines = limitLines(policy, names);
    expect(lines.slice(0, limitNames.length)).toEqual(
      limitNames.map(
        (name) => `${limitText[name].title} (${name}): ${limitValue(name, defaultLimits[name])}`,
      ),
    );
    expect(lines.slice(limitNames.length)).toEqual([
      'Monthly allowance for <@&helpers> (monthly): 500 credits',
      'Switched off: svd in <#77>',
      'Switched on: every model in <#78>',
      'Switched off: every model',
      'Blocked: <@bob the builder> until 21 November, 06:10 UTC by <@ann>: spam',
    ]);
  });

  it('leave out a block that has ended', () => {
    expect(limitLines(policy, names, at - 1).join()).toContain('Blocked');
    expect(limitLines(policy, names, at).join()).not.toContain('Blocked');
  });

  it('say what stays reserved under the old ones', () => {
    expect(stillReserved(117_000)).toBe(
      '117 credits stay reserved by jobs on their way; the new limits count from the next job on.',
    );
    expect(stillReserved(1000)).toMatch(/^1 credit stays /);
  });
});

describe('what an admin has just done', () => {
  const none = policyFrom({});
  const set = (hash: Record<string, unknown>) =>
    policyFrom(
      Object.fromEntries(Object.entries(hash).map(([name, value]) => [name, JSON.stringify(value)])),
    );

  it.each(limitNames)('%s is a sentence with the new value and the old one, in credits', (name) => {
    const { kind } = limitKinds[name];
    const values = kind === 'channel' ? ['1', null] : kind === 'groups' ? [['9'], []] : [3000, 7000];
    for (const value of kind === 'credits' || kind === 'count' ? [...values, null] : values) {
      const [before, policy] = [none, set({ [name]: value })];
      const it = { before, policy, names: [name], group: undefined, reserved: 0 };
      const [line = '', ...more] = limitsChanged(it, names);
      expect(more).toEqual([]);
      expect(line).toMatch(/^[A-Z].* \((before: .+|as before)\)\.$/);
      if (kind === 'credits' && value !== null) expect(line).toContain(limitValue(name, value));
    }
  });

  it('is one or two sentences, of everybody or of a group', () => {
    const changed = { before: none, names: ['monthly'] as const, reserved: 0 };
    expect(
      limitsChanged({ ...changed, policy: set({ monthly: 50_000 }), group: undefined, reserved: 500 }),
    ).toEqual([
      'Everybody here now has 50 credits a month (before: 200 credits).',
      '0.5 credits stay reserved by jobs on their way; the new limits count from the next job on.',
    ]);
    const own = set({ 'group 9 monthly': 500_000 });
    expect(limitsChanged({ ...changed, policy: own, group: '9' }, names)).toEqual([
      'Every member of <@&9> now has 500 credits a month (before: 200 credits).',
    ]);
    expect(limitsChanged({ ...changed, before: own, policy: none, group: '9' }, names)).toEqual([
      'Every member of <@&9> now has 200 credits a month, like everybody (before: 500 credits).',
    ]);
  });

  it('names the model and the channel, and what a rule means', () => {
    const [off, pattern] = [set({ 'rule svd#77': 'deny' }), 'svd#77'];
    expect(ruleChanged({ before: none, policy: off, pattern }, names)).toBe(
      'Svd in <#77> is now switched off (before: no rule): whoever asks for it is refused.',
    );
    expect(ruleChanged({ before: off, policy: none, pattern }, names)).toMatch(
      /^There is no rule for svd in <#77> any more \(before: switched off\)/,
    );
    expect(ruleChanged({ before: none, policy: none, pattern }, names)).toMatch(/nothing has changed\.$/);
  });

  it('names the person, until when, and what they can spend', () => {
    const blocked = set({ 'block bob': { until: at, reason: 'spam', by: 'ann' } });
    const person = 'bob';
    expect(blockChanged({ before: none, policy: blocked, person }, names, at - 1)).toBe(
      '<@bob> is blocked until 21 November, 06:10 UTC (before: not blocked) and can run nothing here until then. Reason: spam',
    );
    expect(blockChanged({ before: blocked, policy: none, person }, names, at - 1)).toBe(
      '<@bob> is no longer blocked (before: blocked until 21 November, 06:10 UTC) and can run jobs here again.',
    );
    // It had ended by itself.
    expect(blockChanged({ before: blocked, policy: none, person }, names, at)).toMatch(
      /nothing has changed\.$/,
    );
    const gift = { available: 195_000, granted: 1000, change: -5000, reason: 'typo' };
    expect(creditsChanged(gift, 'bob', names)).toBe(
      '<@bob> has lost 5 credits of what was granted, and can now spend 195 credits (before: 200 credits). Reason: typo',
    );
  });
});

describe('what admins did', () => {
  const set = (name: string, value?: unknown): AuditLine => ({
    ...{ what: 'set', at, by: 'ann', name, to: value === undefined ? '' : JSON.stringify(value) },
  });
  it.each<[AuditLine, string]>([
    [
      { what: 'grant', at, by: 'ann', person: 'bob', amount: 5000, reason: 'contest' },
      'granted <@bob> 5 credits: contest',
    ],
    [
      { what: 'revoke', at, by: 'ann', person: 'bob', amount: 1000, reason: 'typo' },
      'took 1 credit back from <@bob>: typo',
    ],
    [set('monthly', 50_000), 'set Monthly allowance to 50 credits'],
    [set('monthly', null), 'set Monthly allowance to no limit'],
    [set('monthly'), 'reset Monthly allowance'],
    [set('group 9 per_day', 1000), 'set Most for one person a day of <@&9> to 1 credit'],
    [set('admins', ['9']), 'set Groups of admins to <@&9>'],
    [set('rule svd#77', 'deny'), 'switched off svd in <#77>'],
    [set('rule *', 'allow'), 'switched on every model'],
    [set('rule svd'), 'took back the rule for svd'],
    [
      set('block bob the builder', { until: at, reason: '', by: 'ann' }),
      'blocked <@bob the builder> until 21 November, 06:10 UTC',
    ],
    [set('block bob'), 'unblocked <@bob>'],
    [set('a limit of tomorrow', 1), 'changed a limit of tomorrow'],
  ])('%j reads %s', (line, text) => {
    expect(auditLines([line], names)).toEqual([`21 November, 06:10 · <@ann> ${text}`]);
  });

  it('is said to be nothing where it is nothing', () => {
    expect(auditLines([])).toEqual(['No admin has done anything yet.']);
  });

  it('covers every limit that can be set', () => {
    for (const name of limitNames) {
      const value = limitKinds[name].kind === 'groups' ? [] : 1000;
      expect(auditLines([set(name, value)])).toEqual([expect.stringContaining(limitText[name].title)]);
    }
  });
});

describe('the table of usage', () => {
  const days = ['2026-11-20', '2026-11-21'];
  const rows = (count: number, person = (index: number) => `person-${index}`) =>
    Array.from({ length: count }, (_, index) => ({
      ...{ day: '2026-11-21', person: person(index), model: 'esrgan' },
      ...{ jobs: 1, charged: 500 + index, cost: 400 },
    }));

  it('has one row per person, model and day, in columns, and the sum below', () => {
    expect(
      usageLines(
        usageFrom(rows(2), days, () => 'ESRGAN upscaler'),
        (id) => id.toUpperCase(),
      ),
    ).toEqual([
      'Used, 20 to 21 November 2026, in credits:',
      'Day         Person    Model            Jobs  Credits  Cost',
      '2026-11-21  PERSON-1  ESRGAN upscaler     1    0.501   0.4',
      '2026-11-21  PERSON-0  ESRGAN upscaler     1      0.5   0.4',
      'Total                                     2    1.001   0.8',
    ]);
  });

  it('says that nothing was used', () => {
    expect(usageLines(usageFrom([], days, String))).toEqual(['Used, 20 to 21 November 2026: nothing yet']);
  });

  it('does not count what the lab did, and says how much that was', () => {
    const lab = { ...rows(1)[0], day: '2026-11-20', person: 'bob', model: 'svd' };
    const previews = [{ ...lab, jobs: 0, charged: 0, cost: 0, lab: 3 }];
    expect(usageLines(usageFrom(previews, days, String))).toEqual([
      'Used, 20 to 21 November 2026: nothing yet (3 lab previews, not counted)',
    ]);
    const both = usageLines(usageFrom([...rows(1), ...previews], days, String));
    expect(both).toHaveLength(1 + 1 + 1 + 1 + 1);
    expect(both.at(-1)).toBe('(3 lab previews, not counted)');
    expect(both.join()).not.toMatch(/bob|svd/);
  });

  it('is cut to what fits a message, says so, and still sums up all of it', () => {
    const long = usageFrom(
      rows(40, (index) => `${'long name '.repeat(20)}${index}`),
      days,
      () => 'M'.repeat(99),
    );
    const lines = usageLines(long);
    expect(lines.join('\n').length).toBeLessThan(1900);
    expect(lines).toHaveLength(1 + 1 + 15 + 1 + 1);
    expect(lines.at(-2)).toMatch(/^Total +40 +20\.78 +16$/);
    expect(lines.at(-1)).toBe('(25 more rows are only in the total)');
    expect(usageLines(long, String, 39).at(-1)).toBe('(1 more row is only in the total)');
    expect(usageLines(long, String, 40)).toHaveLength(1 + 1 + 40 + 1);
  });

  it('keeps its columns and its lines, whatever somebody is called', () => {
    const odd = ['a\nb', '\u001b[31mred', '👩‍👩‍👧‍👦'.repeat(9), '', '```'];
    const lines = usageLines(
      usageFrom(
        rows(5, (index) => odd[index] ?? ''),
        days,
        String,
      ),
    );
    expect(lines).toHaveLength(1 + 1 + 5 + 1);
    expect(lines.join('')).not.toMatch(/\p{Cc}/u);
    const ends = lines.slice(1).map((line) => [...line].length);
    expect(new Set(ends).size).toBe(1);
  });
});
