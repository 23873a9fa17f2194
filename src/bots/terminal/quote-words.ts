/** What a run would cost, for whoever asked for nothing else. */
import { about } from '../../core/words/amounts.ts';
import { some } from '../../core/words/names.ts';

/** Who says a price: see `Pricing`. */
type Priced = 'owner' | 'runs' | 'average';
type Wait = { lowMs: number; highMs: number; measured: boolean } | undefined;

const by: Readonly<Record<Priced, string>> = {
  average: 'estimate',
  runs: 'measured',
  owner: 'set by the owner',
};
const priced = (price: number, who: Priced): string => `at most ${some(price)} (${by[who]})`;
/** As far as it says something. */
const megapixels = (work: number): string => `${Number(work.toPrecision(3))} megapixels of work`;
const unknown = 'nobody has measured it yet';

function waitOf(wait: Wait): string | undefined {
  if (!wait) return undefined;
  const [low, high] = [about(wait.lowMs), about(wait.highMs)];
  return `${low === high ? `about ${low}` : `${low} to ${high}`} (${wait.measured ? 'measured' : 'the provider’s average'})`;
}

export const quoteOnlyWords = {
  work: (work: number) => `Work: ${megapixels(work).replace(' of work', '')}`,
  quoted: (price: number, by: Priced) => `Price: ${priced(price, by)}`,
  waits: (wait: Wait) => `Wait: ${waitOf(wait) ?? unknown}`,
  whole: (wait: Wait) => `Wait for all steps: ${waitOf(wait) ?? unknown}`,
  step: (position: number, it: { title: string; price: number; by: Priced; work: number; wait: Wait }) =>
    `${position + 1}. ${[`${it.title}: ${priced(it.price, it.by)}`, megapixels(it.work), waitOf(it.wait) ?? unknown].join(', ')}`,
  cheaper: (label: string) => `Cheaper: ${label}`,
} as const;
