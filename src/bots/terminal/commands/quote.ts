/** `--quote`: what a run would cost and how long it would take. Nothing is spent, and nothing is left behind. */
import { randomUUID } from 'node:crypto';
import type { Measure } from '../../../core/credits/measure.ts';
import type { Choice, Quote } from '../../../core/credits/quote.ts';
import type { Person } from '../../../core/domain/command.ts';
import type { Usual } from '../../../core/view/progress.ts';
import { quoteOnlyWords as words } from '../quote-words.ts';
import { sourceFrom } from '../sources.ts';
import { terminalWords } from '../words.ts';
import type { Context, Run } from './enhance.ts';
import { quoteSteps } from './steps.ts';

/** @throws Failure or ArgumentError with one sentence where it could not be run */
export async function quoteOnly(asked: Run, context: Context, person: Person): Promise<0> {
  const { requests, print } = context;
  const quote = await (asked.then.length > 0 ? quoteSteps : quoteOne)(asked, context, person);
  await requests.drop(quote.id, person);
  print(asked.json ? JSON.stringify(quoteOnlyJson(quote), null, 2) : linesOf(quote).join('\n'));
  return 0;
}

async function quoteOne(asked: Run, { requests, terminal }: Context, person: Person): Promise<Quote> {
  const { model, settings, source, out } = asked;
  const wanted = { ...person, model: model.name, settings };
  // What is wrong without the file is said before there is a copy of it.
  await requests.check(wanted);
  return requests.quote({
    ...wanted,
    key: randomUUID(),
    address: terminal.addressFor(out),
    source: source === undefined ? undefined : await sourceFrom(source, requests),
  });
}

/** What costs less than what was asked for. */
const cheaper = ({ choices, price }: Quote): Choice[] => choices.filter((it) => it.price < price);
/** Of several steps the whole is as sure as the least sure of them. */
const byOf = ({ measure, steps = [] }: Quote): Measure['by'] => {
  const all = measure ? [measure] : steps;
  return (['average', 'runs'] as const).find((by) => all.some((it) => it.by === by)) ?? 'owner';
};
function waitOf({ measure, steps = [] }: Quote): Usual | undefined {
  if (measure) return measure.wait;
  const waits = steps.flatMap(({ wait }) => wait ?? []);
  if (waits.length < steps.length) return undefined;
  const sum = (of: (it: Usual) => number) => waits.reduce((total, it) => total + of(it), 0);
  const measured = waits.every((it) => it.measured);
  return { lowMs: sum((it) => it.lowMs), highMs: sum((it) => it.highMs), measured };
}

function linesOf(quote: Quote): string[] {
  const { title, settings, measure, steps = [], price } = quote;
  return [
    settings ? `${title} · ${settings}` : title,
    ...steps.map((it, position) => words.step(position, it)),
    ...(measure ? [words.work(measure.work)] : []),
    words.quoted(price, byOf(quote)),
    measure ? words.waits(measure.wait) : words.whole(waitOf(quote)),
    ...cheaper(quote).map(({ label }) => words.cheaper(label)),
    terminalWords.leftAlone,
  ];
}

const names = { average: 'estimate', runs: 'measured', owner: 'owner' } as const;
const waitJson = (wait: Usual | undefined) =>
  wait
    ? { from: wait.lowMs / 1000, to: wait.highMs / 1000, by: wait.measured ? 'measured' : 'provider' }
    : null;

/** Megapixels to one pixel: sums of many parts end in digits that mean nothing. */
const rounded = (work: number): number => Number(work.toFixed(6));

/** As `docs/quote.md` says: fields are added, none is taken away. Amounts in credits, times in seconds. */
export function quoteOnlyJson(quote: Quote) {
  const { title, settings, sourceName, measure, steps, price } = quote;
  return {
    title,
    settings,
    source: sourceName ?? null,
    work: measure ? rounded(measure.work) : null,
    price: { credits: price / 1000, by: names[byOf(quote)] },
    wait: waitJson(waitOf(quote)),
    ...(steps && {
      steps: steps.map((it) => ({
        title: it.title,
        work: rounded(it.work),
        price: { credits: it.price / 1000, by: names[it.by] },
        wait: waitJson(it.wait),
      })),
    }),
    cheaper: cheaper(quote).map(({ label, price: its }) => ({ label, credits: its / 1000 })),
    charged: 0,
  };
}
