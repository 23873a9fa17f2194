/** The lines of an album: several pictures or videos that were asked for at once. */
import { list, quoted } from './amounts.ts';
import { some } from './names.ts';
import { balance } from './quote.ts';

const files = (count: number) => `${count} ${count === 1 ? 'file' : 'files'}`;

export const batchWords = {
  /** `Larger picture ×4, all 10` */
  title: (title: string, count: number) => `${title}, all ${count}`,
  /** `6 of 10 done · 1 failed · 1 cancelled` */
  tally: (it: { count: number; done: number; failed: number; cancelled: number }) =>
    [
      `${it.done} of ${it.count} done`,
      ...(it.failed > 0 ? [`${it.failed} failed`] : []),
      ...(it.cancelled > 0 ? [`${it.cancelled} cancelled`] : []),
    ].join(' · '),
  /** Why the results that are here are not posted yet. */
  together: 'What is done is posted when all are',
  none: 'None of them came to a result',
  notBegun: 'It was not begun, since I was stopped in between.',
  coming: 'Its turn is still to come',
  here: 'done, posted with the others',
  /** In place of what its person alone is to read. */
  notPayable: 'It is more than its person may spend here just now.',
  /** @param price of those that the provider has */
  cancelNote: (count: number, price: number) =>
    `The provider already has ${count} of these and cannot be stopped: cancelled now, that still costs up to ${some(price)}.`,
  /** What each of them costs, where that is not the same. */
  each: (parts: readonly { name: string; price: number }[]) =>
    parts.map(({ name, price }) => `${name}: ${some(price)}`).join(' · '),
  /** @param available thousandths of a credit; null is without limit */
  price: (it: { count: number; each: readonly number[]; sum: number; available: number | null }) => {
    const [first = 0] = it.each;
    const alike = it.each.every((price) => price === first);
    const apart = alike ? ` (${it.count} × ${some(first)})` : '';
    return `All ${files(it.count)} cost at most ${some(it.sum)}${apart}; ${balance(it.available)}.`;
  },
  onlySome: (payable: number, count: number, why: string) =>
    `Only ${payable} of the ${count} can be paid: ${why}`,
  refused: (names: readonly string[], why: string) => `${list(names)}: ${why}`,
  run: (count: number, price: number) => `Run ${count} for ${some(price)}`,
} as const;

/** A taste test: its price, its card, and what its result is called. */
export const tasteWords = {
  plain: 'Plain enlargement',
  title: (name: string | undefined) => `Taste test${name === undefined ? '' : ` of ${quoted(name)}`}`,
  /** One way and what it costs: `Larger ×4: 0.5 credits`. */
  way: (name: string, price: number) => `${name}: ${some(price)}`,
  /** @param available thousandths of a credit; null is without limit */
  price: (count: number, sum: number, available: number | null) =>
    `Trying ${count === 1 ? 'this way' : `all ${count} ways`} on a part costs at most ${some(sum)}; ${balance(available)}.`,
  /** The price of a run that nobody has measured does not go below what is usual, and this is where that matters. */
  asDear:
    'A part may cost as much as the whole picture would: until runs of its size were measured here, prices are by the run.',
  run: (count: number, price: number) => `Try ${count === 1 ? 'it' : `all ${count}`} for ${some(price)}`,
  /** The cheapest of them alone. */
  runSome: (count: number, price: number) =>
    `Only the ${count === 1 ? 'first' : `first ${count}`} for ${some(price)}`,
  late: 'not done in time',
  cancelled: 'cancelled',
  /** `Votes: 2 for 3. New detail…` */
  votes: (votes: readonly { name: string; count: number }[]) =>
    `Votes: ${votes.map(({ name, count }) => `${count} for ${name}`).join(', ')}`,
} as const;
