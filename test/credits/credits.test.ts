import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountFrom, fromDollars } from '../../src/core/domain/amount.ts';
import { dayOf, periodEnd, periodOf } from '../../src/core/domain/period.ts';

describe('days and months', () => {
  const at = (text: string) => Date.parse(text);

  it.each([
    ['2026-11-20T00:00:00.000Z', 1, '2026-11-01'],
    ['2026-11-01T00:00:00.000Z', 1, '2026-11-01'],
    ['2026-10-31T23:59:59.999Z', 1, '2026-10-01'],
    ['2026-11-14T23:59:59.999Z', 15, '2026-10-15'],
    ['2026-11-15T00:00:00.000Z', 15, '2026-11-15'],
    ['2027-01-10T12:00:00.000Z', 28, '2026-12-28'],
    ['2028-02-29T12:00:00.000Z', 28, '2028-02-28'],
    ['2027-03-01T12:00:00.000Z', 28, '2027-02-28'],
    // In Auckland it is the first already; the ledger counts in UTC.
    ['2026-12-01T00:30:00.000+13:00', 1, '2026-11-01'],
  ])('at %s, of months that begin on day %i, it is the one of %s', (now, startDay, period) => {
    expect(periodOf(at(now), startDay)).toBe(period);
  });

  it.each([
    ['2026-11-01', '2026-12-01'],
    ['2026-12-15', '2027-01-15'],
    ['2027-01-28', '2027-02-28'],
    ['2028-02-28', '2028-03-28'],
  ])('the month of %s ends on %s', (period, end) => {
    expect(periodEnd(period)).toBe(at(end));
  });

  it('every moment is in one month, which begins on its day and ends where the next begins', () => {
    const moment = fc.integer({ min: at('2000-01-01'), max: at('2100-01-01') });
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 28 }), (now, startDay) => {
        const period = periodOf(now, startDay);
        expect(Number(period.slice(-2))).toBe(startDay);
        expect(at(period)).toBeLessThanOrEqual(now);
        expect(periodEnd(period)).toBeGreaterThan(now);
        expect(periodOf(periodEnd(period) - 1, startDay)).toBe(period);
        expect(at(periodOf(periodEnd(period), startDay))).toBe(periodEnd(period));
      }),
    );
  });

  it('the texts of days and months sort as they follow each other', () => {
    const moment = fc.integer({ min: at('2000-01-01'), max: at('2100-01-01') });
    fc.assert(
      fc.property(moment, moment, fc.integer({ min: 1, max: 28 }), (one, other, startDay) => {
        const [earlier, later] = one < other ? [one, other] : [other, one];
        expect(dayOf(earlier) <= dayOf(later)).toBe(true);
        expect(periodOf(earlier, startDay) <= periodOf(later, startDay)).toBe(true);
      }),
    );
  });
});

describe('an amount', () => {
  it.each([
    ['12', 12_000],
    [' 12 ', 12_000],
    ['+3', 3000],
    ['0.5', 500],
    ['168.4', 168_400],
    ['168.400', 168_400],
    ['0.001', 1],
    ['007', 7000],
    ['1000000', 1_000_000_000],
    [2.25, 2250],
  ])('%j is %i thousandths', (given, thousandths) => {
    expect(amountFrom(given)).toBe(thousandths);
  });

  it.each([
    ['-5', 'negative'],
    ['−5', 'negative'],
    ['-0', 'negative'],
    [-5, 'negative'],
    ['0', 'zero'],
    ['0.000', 'zero'],
    [0, 'zero'],
    ['1,5', 'comma'],
    ['1,000', 'comma'],
    ['$5', 'currency'],
    ['5€', 'currency'],
    ['5 USD', 'currency'],
    ['0.0005', 'fine'],
    ['1000001', 'large'],
    ['99999999999999999999', 'large'],
    [1e20, 'large'],
    [1e21, 'number'],
    ['1e21', 'number'],
    ['1e3', 'number'],
    [Number.NaN, 'number'],
    ['NaN', 'number'],
    ['Infinity', 'number'],
    ['٣', 'number'],
    ['１２', 'number'],
    ['', 'number'],
    ['   ', 'number'],
    [undefined, 'number'],
    [null, 'number'],
    ['.5', 'number'],
    ['5.', 'number'],
    ['1 000', 'number'],
    ['1,000.5', 'number'],
    ['0x10', 'number'],
    ['++3', 'number'],
    ['12 credits', 'number'],
  ])('%j is refused as %s', (given, why) => {
    const facts = expect.objectContaining({ why, given: String(given ?? '').trim() });
    const failure = { name: 'Failure', code: 'amount-wrong', facts };
    expect(() => amountFrom(given)).toThrow(expect.objectContaining(failure));
  });

  it('every thousandth up to the largest is read exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000 }), (thousandths) => {
        expect(amountFrom((thousandths / 1000).toFixed(3))).toBe(thousandths);
      }),
    );
  });

  it('what the provider reports in dollars is rounded up to a thousandth of a credit, but not for a rounding fault', () => {
    expect([0.005, 0.1 + 0.2, 1.684, 0.000001, 0, -1].map(fromDollars)).toEqual([
      500, 30_000, 168_400, 1, 0, 0,
    ]);
    fc.assert(
      fc.property(fc.nat({ max: 1_000_000_000 }), (thousandths) => {
        expect(fromDollars(thousandths / 100_000)).toBe(thousandths);
      }),
    );
  });
});
