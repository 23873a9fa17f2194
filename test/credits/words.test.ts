/** The words about accounts, limits, admins and usage. */
import { describe, expect, it } from 'vitest';
import { usageFrom } from '../../src/core/credits/report/usage.ts';
import type { Statement } from '../../src/core/credits/statements.ts';
import { auditLines } from '../../src/core/credits/words/audit.ts';
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
      'Allowance: 120.5 of 200 credits left until 1 December',
      'Granted: 47.9 credits, which last',
      'Reserved: 0.5 credits by jobs on their way',
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
      'Allowance: no limit; 3.5 credits used this month',
      'Reserved: nothing',
      'There are no entries yet.',
    ]);
  });

  it('names the caps that hold for this person, and one entry per line', () => {
    const limits = { ...defaultLimits, per_day: 20_000, per_job: 1000 };
    const entries = [entry({ kind: 'reserve', allowance: -500, job: 'abc2345' })];
    expect(statementLines(statement({ limits, entries })).slice(4)).toEqual([
      'Caps: 3 of 20 credits spent today, at most 1 credit for one job',
      'Last entries (UTC):',
      '21 November, 06:10 · −0.5 · reserved for job abc2345',
    ]);
  });
});

describe('an entry', () => {
  it.each<[Partial<Entry>, string]>([
    [{ kind: 'grant', granted: 5000, by: 'ann', reason: 'contest' }, '+5 · granted by <@ann>: contest'],
    [{ kind: 'revoke', granted: -1, by: 'ann', reason: 'typo' }, '−0.001 · taken back by <@ann>: typo'],
    [{ kind: 'refill', allowance: 200_000 }, '+200 · allowance filled up'],
    [{ kind: 'expire', allowance: -80_000 }, '−80 · unused allowance ended'],
    [{ kind: 'expire', allowance: 3500 }, '+3.5 · a new month begins'],
    [
      { kind: 'expire', allowance: -500, job: 'abc2345' },
      '−0.5 · came back after its month had ended, job abc2345',
    ],
    [{ kind: 'reserve', allowance: -300, granted: -200, job: 'abc2345' }, '−0.5 · reserved for job abc2345'],
    [{ kind: 'settle', job: 'abc2345', charged: 500 }, '0 · job abc2345 done, 0.5 credits charged'],
    [
      { kind: 'settle', allowance: 1000, job: 'abc2345', charged: 1000 },
      '+1 · job abc2345 done, 1 credit charged',
    ],
    [
      { kind: 'release', granted: 500, job: 'abc2345', charged: 0 },
      '+0.5 · job abc2345 ended, nothing charged',
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
    [set('block bob the builder', { until: at, reason: '', by: 'ann' }), 'blocked <@bob the builder>'],
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
