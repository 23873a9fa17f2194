/** The price of a taste test: of each way, of all together, and of the cheapest of them alone. */
import type { Quote } from '../../credits/quote.ts';
import type { BatchAsked } from '../../domain/asked/batch.ts';
import type { Variant } from '../../domain/asked/quote.ts';
import type { Taste } from '../../domain/asked/taste.ts';
import type { Failure } from '../../domain/failure.ts';
import { batchWords, tasteWords as words } from '../../words/batch.ts';
import { quoteWords } from '../../words/quote.ts';
import { estimateLines, type Judged } from '../request/judge.ts';

/** Thousandths of a credit: from it on it matters that a part costs as much as all. */
const dear = 5_000;

export function tasteQuote(
  id: string,
  it: {
    taste: Taste;
    items: readonly BatchAsked[];
    /** Of the ways that can be paid, which are the first. */
    choices: readonly Variant[];
    judged: readonly Pick<Judged, 'estimate' | 'measured'>[];
    available: number | null;
    why: Failure | undefined;
    lab: boolean;
  },
): Quote {
  const { taste, items, choices, judged, available, why, lab } = it;
  const sum = (count: number) => choices.slice(0, count).reduce((all, { price }) => all + price, 0);
  const all = choices.length;
  const ways = items.filter(({ source }) => source);
  const fewer = Array.from({ length: Math.max(0, all - 1) }, (_, index) => all - 1 - index);
  return {
    id,
    title: words.title(taste.name),
    settings: '',
    sourceName: undefined,
    price: sum(all),
    lines: [
      words.price(all, sum(all), available),
      ...ways.map(({ name = '' }, index) => words.way(name, choices[index]?.price ?? 0)),
      ...estimateLines(judged),
      ...(sum(all) >= dear && judged.some(({ measured }) => !measured) ? [words.asDear] : []),
      ...(why ? [batchWords.onlySome(all, items.length, why.message)] : []),
    ],
    choices: [
      { label: words.run(all, sum(all)), price: sum(all), payable: true, missing: 0 },
      ...fewer.map((count, variant) => ({
        variant,
        label: words.runSome(count, sum(count)),
        price: sum(count),
        payable: true,
        missing: 0,
      })),
    ],
    cancel: quoteWords.cancel,
    lab,
  };
}
