/** The price of a recipe: of each step and of all, in the order that was asked for and in one that costs less. */
import { findModel } from '../../../models/index.ts';
import { expected } from '../../credits/expected-result.ts';
import { type Choice, type Quote, quoteLifeMs } from '../../credits/quote.ts';
import type { Order, QuoteRecord } from '../../domain/asked/quote.ts';
import { mostSteps, type RecipeCommand } from '../../domain/asked/recipe.ts';
import type { Failure } from '../../domain/failure.ts';
import { periodOf } from '../../domain/period.ts';
import { recipeWords as words } from '../../words/asked/recipe.ts';
import { quoteWords } from '../../words/quote.ts';
import { whatIsDone } from '../../words/settings.ts';
import type { Context } from '../context.ts';
import { forgetOldest } from '../quote-files.ts';
import { newId } from '../request/accept.ts';
import { admit } from '../request/admit.ts';
import { estimateLines, type Judged } from '../request/judge.ts';
import { isForOthers } from '../request/refusals.ts';
import type { Folded } from './fold.ts';
import type { Ready } from './make.ts';
import { whyNot } from './weigh.ts';

type Command = Omit<RecipeCommand, 'steps' | 'source'>;
/** `orders`: the one that was asked for first. */
type Weighed = Omit<Ready, 'steps'> & { orders: readonly Folded[] };

const judgedIn = ({ steps }: Folded): Judged[] => steps.map(({ judged }) => judged);

export const titleOf = (steps: readonly Pick<Judged, 'model' | 'settings'>[]): string =>
  words.title(steps.map(({ model, settings }) => whatIsDone(model, settings)));

/** @throws Failure where none of its orders can be paid */
export async function quoteRecipe(context: Context, command: Command, it: Weighed): Promise<Quote> {
  const { orders, source, name, resumes, done } = it;
  const [own] = orders;
  const first = own?.steps[0]?.judged;
  if (!own || !first) throw new Error('there is nothing to be paid for');
  const { id: _, ...asked } = command;
  const { key: __, ...asker } = asked;
  await admit(context, 'prices', command, first.limits);
  const refused: (Failure | undefined)[] = [];
  for (const order of orders) refused.push(await whyNot(context, asker, judgedIn(order)));
  const [why] = refused;
  if (why && !isForOthers(why, asked) && refused.every((each) => each)) throw why;
  const id = newId();
  const { model, given } = first;
  const kept = orders.map(
    (order): Order => ({
      steps: judgedIn(order).map((step) => ({
        model: step.model.name,
        given: step.given,
        settings: step.settings,
        price: step.price,
      })),
    }),
  );
  const record: QuoteRecord = {
    command: { ...asked, model: model.name, settings: given, source },
    choices: kept.flatMap(({ steps }) => steps.map(({ given: ___, ...choice }) => choice)),
    until: context.clock() + quoteLifeMs,
    recipe: { orders: kept, name, resumes, done: done.length },
  };
  await context.quotes.putQuote(id, record);
  await forgetOldest(context, record.command);
  const { period_day, monthly } = first.limits;
  const present = { period: periodOf(context.clock(), period_day), monthly };
  const account = await context.ledger.account(command, present);
  const available = account.limit === null ? null : account.allowance + account.granted;
  return described(context, id, it, { own, refused, available });
}

function described(
  { lab }: Context,
  id: string,
  { orders, name, done }: Weighed,
  it: { own: Folded; refused: readonly (Failure | undefined)[]; available: number | null },
): Quote {
  const { own, refused, available } = it;
  const [why] = refused;
  const [, swapped] = orders;
  const last = own.steps.at(-1)?.judged;
  const result = last && expected(last.model, last.settings, own.result, []);
  const count = done.length + own.steps.length;
  const before = done.map(({ item }, position) => {
    const model = findModel(item.model);
    const prepared = model?.prepare(item.settings);
    return words.done(position, model && prepared?.ok ? whatIsDone(model, prepared.settings) : item.model);
  });
  const saved = swapped ? own.price - swapped.price : 0;
  const choices = orders.map((order, index): Choice => {
    const refusal = refused[index];
    const commands = judgedIn(order).map(({ model }) => model.command);
    return {
      ...(index > 0 && { variant: index - 1 }),
      label: index === 0 ? words.run(count, done.length, order.price) : words.swap(commands, order.price),
      price: order.price,
      payable: refusal === undefined,
      missing: refusal?.code === 'credits-short' ? order.price - (available ?? 0) : 0,
    };
  });
  return {
    id,
    title: titleOf(judgedIn(own)),
    settings: '',
    sourceName: name,
    price: own.price,
    lines: [
      why?.message ?? words.price({ count, done: done.length, sum: own.price, available }),
      ...estimateLines(judgedIn(own)),
      ...before,
      ...own.steps.map(({ judged: { model, settings, price }, wait }, index) =>
        words.step(done.length + index, whatIsDone(model, settings), price, wait),
      ),
      ...(own.wait ? [words.whole(own.wait)] : []),
      ...(result ? [quoteWords.result({ ...own.result, bytes: result.bytes }, undefined)] : []),
      ...own.losses,
      ...(swapped && saved > 0 ? [words.swapped(swapped.price, saved)] : []),
      ...(swapped && saved === 0 && swapped.wait ? [words.sooner(swapped.wait)] : []),
    ],
    choices,
    ...(why && { refused: { code: why.code, facts: why.facts, message: why.message } }),
    cancel: quoteWords.cancel,
    recipe: true,
    steps: own.steps.map(({ judged: { model, settings, price, by }, work, wait }) => ({
      title: whatIsDone(model, settings),
      price,
      by,
      work,
      wait,
    })),
    ...(count < mostSteps && { goesOn: true as const }),
    lab,
  };
}
