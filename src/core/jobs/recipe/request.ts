/** A recipe is asked for: its chain is folded, its sum is weighed, and it becomes jobs, or a price to agree to. */
import type { Quote } from '../../credits/quote.ts';
import type { RecipeCommand, Step } from '../../domain/asked/recipe.ts';
import type { Paid, Person } from '../../domain/command.ts';
import { Failure } from '../../domain/failure.ts';
import { sourceNameOf } from '../../domain/file-names.ts';
import type { Source } from '../../domain/job.ts';
import type { Answer } from '../../ports/engine.ts';
import type { Context } from '../context.ts';
import { forget } from '../quote-files.ts';
import { admit } from '../request/admit.ts';
import { storedOf } from '../request/beginning.ts';
import type { Judged } from '../request/judge.ts';
import { read } from '../request/read.ts';
import { isAboutPrice, isForOthers } from '../request/refusals.ts';
import { fold, judgeSteps } from './fold.ts';
import { makeRecipe, type Ready } from './make.ts';
import { betterOrder } from './orders.ts';
import { quoteRecipe } from './quote.ts';
import { isHigh, sumOf, whyNot } from './weigh.ts';

/** Without the file, and without reserving anything. @throws Failure */
export async function checkRecipe(
  context: Context,
  asked: Person & Paid & { key?: string },
  steps: readonly Step[],
): Promise<{ asks: boolean }> {
  const judged = await judgeSteps(context, asked, steps);
  const least = judged.map((it) => ({ ...it, price: it.atLeast }));
  const refused = await whyNot(context, asked, least);
  // Another order may cost less, which only the file tells.
  if (refused && !isAboutPrice(refused)) throw refused;
  return { asks: refused !== undefined || isHigh(judged, asked.told) };
}

/** @param how.asks its price is shown first in any case. @throws Failure; then nothing was kept or reserved */
export async function requestRecipe(
  context: Context,
  command: RecipeCommand,
  how: { asks?: true } = {},
): Promise<Answer> {
  let { source } = command;
  try {
    const judged = await judgeSteps(context, command, command.steps);
    const [first] = judged;
    if (!first) throw new Error('a recipe has steps');
    if (!source) throw new Failure('no-source', { medium: first.model.takes });
    const stored = await looked(context, command, source, first);
    source = stored;
    const name = sourceNameOf(stored);
    return await weighed(context, command, { judged, source: stored, name, done: [] }, how);
  } catch (error) {
    await forget(context, source, error);
    throw error;
  }
}

type Looked = Ready['source'] & { record: NonNullable<Ready['source']['record']> };

/** All of it must be known before any of it is paid for: a link is fetched, however long it takes. */
async function looked(
  context: Context,
  command: RecipeCommand,
  source: Source,
  { limits }: Judged,
): Promise<Looked> {
  if (source.kind === 'link') {
    await admit(context, 'links', command, limits);
    await context.fetcher.lookAt(source.link);
  }
  const stored = await storedOf(context, source);
  try {
    return { ...stored, record: stored.record ?? (await read(context, stored.name)) };
  } catch (error) {
    if (source.kind === 'link') await context.files.remove(stored.name);
    throw error;
  }
}

/** @throws Failure where none of its orders can be paid */
export async function weighed(
  context: Context,
  command: Omit<RecipeCommand, 'steps' | 'source'>,
  it: Omit<Ready, 'steps' | 'source'> & { judged: readonly Judged[]; source: Looked },
  { asks = false }: { asks?: boolean } = {},
): Promise<{ quote: Quote } | Extract<Answer, { job: unknown }>> {
  const { judged, source, done } = it;
  const own = await fold(context, judged, source.record, done.length);
  // Where others pay, nobody is there to choose.
  const better =
    command.payer === undefined ? await betterOrder(context, judged, source.record, own) : undefined;
  const orders = better ? [own, better] : [own];
  const steps = own.steps.map((step) => step.judged);
  const refused = await whyNot(context, command, steps);
  if (refused && !(isAboutPrice(refused) && better) && !isForOthers(refused, command)) throw refused;
  // As of one run: of this file it may cost more than what was said before, or than what is usual.
  const { told } = command;
  const asksAtAll = told !== undefined || steps[0]?.limits.confirm_above !== null;
  const isDearer = asksAtAll && own.price > (told ?? sumOf(judged));
  if (asks || refused || better || isDearer || isHigh(steps))
    return { quote: await quoteRecipe(context, command, { ...it, orders }) };
  return { job: await makeRecipe(context, command, { ...it, steps }) };
}
