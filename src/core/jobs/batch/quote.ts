/** The price of several at once: shown with its sum, and run as one. */
import { type Quote, quoteLifeMs } from '../../credits/quote.ts';
import type { BatchCommand } from '../../domain/asked/batch.ts';
import type { QuoteRecord } from '../../domain/asked/quote.ts';
import type { Failure } from '../../domain/failure.ts';
import { periodOf } from '../../domain/period.ts';
import { losses } from '../../media/compare/losses.ts';
import { batchWords as words } from '../../words/batch.ts';
import { lossText } from '../../words/losses.ts';
import { quoteWords } from '../../words/quote.ts';
import { otherSettings, whatIsDone } from '../../words/settings.ts';
import type { Context } from '../context.ts';
import { forgetOldest } from '../quote-files.ts';
import { newId } from '../request/accept.ts';
import { admit } from '../request/admit.ts';
import { estimateLines } from '../request/judge.ts';
import { judgedIn, type Ready } from './make.ts';
import { tasteQuote } from './taste-quote.ts';
import { sumOf, type Weighed } from './weigh.ts';

/** @param all of which at least one can be paid; what cannot is left out, and its file with it */
export async function quoteBatch(
  context: Context,
  command: BatchCommand,
  all: readonly Ready[],
  { payable, why }: Weighed,
): Promise<Quote> {
  const [first] = judgedIn(all);
  if (!first) throw new Error('there is nothing to be paid for');
  await admit(context, 'prices', command, first.limits);
  let left = payable;
  const items: Ready[] = [];
  for (const item of all) {
    if (item.judged) left -= 1;
    if (!item.judged || left >= 0) items.push(item);
    else {
      const { source, judged: _, ...rest } = item;
      if (source?.kind === 'stored') await context.files.remove(source.name);
      items.push({ ...rest, refused: { text: words.notPayable } });
    }
  }
  const { items: _, taste, ...asked } = command;
  const choices = items.flatMap(({ judged }) =>
    judged ? [{ model: judged.model.name, settings: judged.settings, price: judged.price }] : [],
  );
  const { model, given } = first;
  const id = newId();
  const record: QuoteRecord = {
    command: {
      ...asked,
      model: model.name,
      settings: given,
      address: items[0]?.address ?? null,
      source: undefined,
    },
    choices,
    batch: items.map(({ judged, ...item }) => ({ ...item, settings: judged?.given ?? item.settings })),
    until: context.clock() + quoteLifeMs,
    taste,
  };
  await context.quotes.putQuote(id, record);
  await forgetOldest(context, record.command);
  return described(context, id, { command, items, choices, why, first });
}

async function described(
  { ledger, clock, lab }: Context,
  id: string,
  it: {
    command: BatchCommand;
    items: readonly Ready[];
    choices: QuoteRecord['choices'];
    why: Failure | undefined;
    first: NonNullable<Ready['judged']>;
  },
): Promise<Quote> {
  const { command, items, choices, why, first } = it;
  const { model, settings, limits } = first;
  const present = { period: periodOf(clock(), limits.period_day), monthly: limits.monthly };
  const account = await ledger.account(command, present);
  const available = account.limit === null ? null : account.allowance + account.granted;
  const each = choices.map(({ price }) => price);
  const sum = sumOf(each);
  const parts = items.flatMap(({ judged, name }, index) =>
    judged ? [{ name: name ?? `${index + 1}`, price: judged.price }] : [],
  );
  const lost = items.flatMap(({ judged, source }) =>
    judged && source?.kind === 'stored' && source.record
      ? losses(source.record, judged.model, judged.settings).map(lossText)
      : [],
  );
  const refused = items.filter((item) => item.refused && item.refused.text !== words.notPayable);
  const wanted = items.length - refused.length;
  const { taste } = command;
  if (taste) return tasteQuote(id, { taste, items, choices, judged: judgedIn(items), available, why, lab });
  return {
    id,
    title: words.title(whatIsDone(model, settings), items.length),
    settings: otherSettings(model, settings),
    sourceName: undefined,
    price: sum,
    lines: [
      words.price({ count: choices.length, each, sum, available }),
      ...(new Set(each).size > 1 ? [words.each(parts)] : []),
      ...estimateLines(judgedIn(items)),
      ...(why ? [words.onlySome(choices.length, wanted, why.message)] : []),
      ...refused.map(({ name = '', refused: its }) => words.refused([name], its?.text ?? '')),
      ...new Set(lost),
    ],
    choices: [{ label: words.run(choices.length, sum), price: sum, payable: true, missing: 0 }],
    cancel: quoteWords.cancel,
    lab,
  };
}
