/** What chip-ins must come to, said a second time and differently: what was pledged and came back, and nothing counted up or down. */
import { dayOf, periodOf } from '../../src/core/domain/period.ts';

type Lot = {
  person: string;
  chip: string;
  allowance: number;
  granted: number;
  at: number;
  period: string;
  day: string;
  backAllowance: number;
  backGranted: number;
  /** It is still in the chip-in. */
  in: boolean;
};
type Chip = {
  price: number;
  until: number;
  state: 'open' | 'funded' | 'made' | 'over';
  hold: 'none' | 'reserved' | 'closed';
  charged: number;
};
export type Model = {
  now: number;
  lots: Lot[];
  chips: Record<string, Chip>;
  accounts: Record<string, { period: string; day: string }>;
  keys: Record<string, number>;
};

export type Terms = { monthly: number | null; perDay: number | null; granted: number };
/** With an allowance and a gift; with a gift alone; with no limit but a day's. */
export const people: Readonly<Record<string, Terms>> = {
  ada: { monthly: 12, perDay: null, granted: 7 },
  bo: { monthly: 0, perDay: null, granted: 30 },
  cy: { monthly: null, perDay: 15, granted: 0 },
};
export const start = Date.UTC(2026, 10, 20, 12);
export const life = 24 * 3_600_000;

export const newModel = (prices: readonly number[]): Model => ({
  now: start,
  lots: [],
  chips: Object.fromEntries(
    prices.map((price, index) => [
      `chip${index}`,
      { price, until: start + life, state: 'open', hold: 'none', charged: 0 },
    ]),
  ),
  accounts: {},
  keys: {},
});

export type Command =
  | { kind: 'pledge'; chip: string; person: string; amount: number; key: string }
  | { kind: 'withdraw'; chip: string; person: string; key: string }
  | { kind: 'create' | 'made' | 'stop' | 'expire' | 'share' | 'release'; chip: string }
  | { kind: 'settle'; chip: string; cost: number };

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
const net = (lot: Lot) => lot.allowance - lot.backAllowance + lot.granted - lot.backGranted;
const gave = (lot: Lot) => lot.allowance + lot.granted;

export const grantedOf = (model: Model, person: string): number =>
  (people[person]?.granted ?? 0) -
  sum(model.lots.filter((lot) => lot.person === person).map((lot) => lot.granted - lot.backGranted));
export const usedOf = (model: Model, person: string): number =>
  sum(
    model.lots
      .filter((lot) => lot.person === person && lot.period === model.accounts[person]?.period)
      .map((lot) => lot.allowance - lot.backAllowance),
  );
const todayOf = (model: Model, person: string): number =>
  sum(model.lots.filter((lot) => lot.person === person && lot.day === model.accounts[person]?.day).map(net));
const inChip = (model: Model, chip: string) => model.lots.filter((lot) => lot.chip === chip && lot.in);
export const pledgedIn = (model: Model, chip: string): number => sum(inChip(model, chip).map(gave));
/** What the escrow has: what is in it, less what came back, is held or was charged. */
export const escrowOf = (model: Model, name: string): number => {
  const { hold, price, charged } = chipIn(model, name);
  const held = hold === 'reserved' ? price : hold === 'closed' ? charged : 0;
  return sum(inChip(model, name).map(net)) - held;
};
export const chipIn = (model: Model, name: string): Chip => {
  const chip = model.chips[name];
  if (!chip) throw new Error(`there is no ${name}`);
  return chip;
};

function back(lots: readonly Lot[], amount: number): void {
  let left = amount;
  for (const what of ['granted', 'allowance'] as const)
    for (const lot of lots.toReversed()) {
      const part = Math.min(left, lot[what]);
      if (what === 'granted') lot.backGranted += part;
      else lot.backAllowance += part;
      left -= part;
    }
}

/** Does it, and answers what must be answered. */
export function apply(model: Model, it: Command): unknown {
  const chip = chipIn(model, it.chip);
  const isOpen = chip.state === 'open' && model.now < chip.until;
  switch (it.kind) {
    case 'pledge': {
      const { person, key } = it;
      const known = model.keys[`${it.chip} ${key}`];
      if (known !== undefined) return { kind: 'taken', amount: known };
      if (!isOpen) return { kind: 'closed' };
      const amount = Math.min(it.amount, chip.price - pledgedIn(model, it.chip));
      const { monthly, perDay } = people[person] ?? { monthly: 0, perDay: null };
      const later = (one: string, other = '') => (one > other ? one : other);
      const period = later(periodOf(model.now, 1), model.accounts[person]?.period);
      const day = later(dayOf(model.now), model.accounts[person]?.day);
      model.accounts[person] = { period, day };
      const granted = grantedOf(model, person);
      const allowance = (monthly ?? 0) - usedOf(model, person);
      if (monthly !== null && allowance + granted < amount)
        return { kind: 'credits-short', available: allowance + granted, reserved: 0 };
      const today = todayOf(model, person);
      if (perDay !== null && today + amount > perDay) return { kind: 'daily-cap', spent: today };
      const fromAllowance = monthly === null ? amount : Math.min(allowance, amount);
      const lot = { allowance: fromAllowance, granted: amount - fromAllowance, at: model.now, period, day };
      model.lots.push({ person, chip: it.chip, ...lot, backAllowance: 0, backGranted: 0, in: true });
      model.keys[`${it.chip} ${key}`] = amount;
      if (pledgedIn(model, it.chip) === chip.price) chip.state = 'funded';
      return { kind: 'taken', amount };
    }
    case 'withdraw': {
      const known = model.keys[`${it.chip} ${it.key}`];
      if (known !== undefined) return { kind: 'taken', amount: known };
      if (!isOpen) return { kind: 'closed' };
      const lots = inChip(model, it.chip).filter(({ person }) => person === it.person);
      const amount = sum(lots.map(gave));
      back(lots, amount);
      for (const lot of lots) lot.in = false;
      model.keys[`${it.chip} ${it.key}`] = amount;
      return { kind: 'taken', amount };
    }
    case 'create': {
      if (chip.hold !== 'none') return 'known';
      const has = escrowOf(model, it.chip);
      if (has < chip.price) return { short: has };
      chip.hold = 'reserved';
      return 'made';
    }
    case 'made':
      if (chip.state === 'funded' && chip.hold !== 'none') chip.state = 'made';
      return undefined;
    case 'stop':
    case 'expire': {
      const isTime = it.kind === 'stop' || model.now >= chip.until;
      if (chip.state === 'over' || chip.state === 'made' || !isTime) return false;
      // Something is held for its job, or was charged.
      if (escrowOf(model, it.chip) !== pledgedIn(model, it.chip)) return false;
      for (const person of Object.keys(people)) {
        const lots = inChip(model, it.chip).filter((lot) => lot.person === person);
        back(lots, sum(lots.map(gave)));
      }
      chip.state = 'over';
      return true;
    }
    case 'settle':
    case 'release':
      if (chip.hold !== 'reserved') return false;
      chip.hold = 'closed';
      chip.charged = it.kind === 'settle' ? Math.min(it.cost, chip.price) : 0;
      return true;
    case 'share': {
      if (chip.state !== 'made' || chip.hold === 'reserved') return false;
      const left = escrowOf(model, it.chip);
      // Of those who gave at the same time the first by name.
      const byTime = inChip(model, it.chip).toSorted(
        (one, other) => one.at - other.at || (one.person < other.person ? -1 : 1),
      );
      const names = [...new Set(byTime.map(({ person }) => person))];
      const lotsOf = (person: string) => inChip(model, it.chip).filter((lot) => lot.person === person);
      // In whole numbers: a third of one thing and of another are not the same as fractions.
      const parts = names.map((person) => left * sum(lotsOf(person).map(gave)));
      const whole = parts.map((part) => Math.floor(part / chip.price));
      const order = parts.map((part, index) => ({ index, rest: part % chip.price }));
      // Three people at most: who lost most to rounding gets one first, the first of equals.
      order.sort((one, other) => other.rest - one.rest);
      for (const { index } of order.slice(0, left - sum(whole))) whole[index] = (whole[index] ?? 0) + 1;
      for (const [index, person] of names.entries()) back(lotsOf(person), whole[index] ?? 0);
      chip.state = 'over';
      return true;
    }
  }
}
