/** Whether something may be asked for at the price of its files, before there is anything to show of it. */
import type { Source } from '../../domain/job.ts';
import type { RecipeRequests } from '../../ports/recipes.ts';
import { weighAll } from '../batch/weigh.ts';
import type { Context } from '../context.ts';
import { forget } from '../quote-files.ts';
import { judge } from '../request/judge.ts';
import { read } from '../request/read.ts';
import { refusalOf } from '../request/refusals.ts';
import { check, examine } from '../request/request.ts';
import { fold, judgeSteps } from './fold.ts';
import { checkRecipe } from './request.ts';
import { whyNot } from './weigh.ts';

type Checking = Parameters<RecipeRequests['checkFiles']>;

/** See `RecipeRequests.checkFiles`. */
export async function checkFiles(context: Context, ...[asked, run, sources]: Checking): Promise<void> {
  const { next = [], ...first } = run;
  const [source] = sources;
  try {
    if (next.length > 0) await ofSteps(context, asked, [first, ...next], source);
    else if (source) await ofFiles(context, asked, first, sources);
    else await check(context, { ...asked, ...first });
  } catch (error) {
    for (const each of sources) await forget(context, each, error);
    throw error;
  }
}

async function ofSteps(
  context: Context,
  asked: Checking[0],
  steps: Parameters<typeof checkRecipe>[2],
  source: Source | undefined,
): Promise<void> {
  if (source?.kind !== 'stored') return void (await checkRecipe(context, asked, steps));
  const judged = await judgeSteps(context, asked, steps);
  const folded = await fold(context, judged, source.record ?? (await read(context, source.name)));
  const refused = await whyNot(
    context,
    asked,
    folded.steps.map((step) => step.judged),
  );
  if (refused) throw refused;
}

/** Those that will not do are left out: the others may be asked for all the same. */
async function ofFiles(
  context: Context,
  asked: Checking[0],
  run: Pick<Checking[1], 'model' | 'settings'>,
  sources: readonly Source[],
): Promise<void> {
  const before = await judge(context, { ...asked, ...run });
  const looked = await Promise.allSettled(
    sources.map((source) => examine(context, { ...asked, ...run, address: null, source }, before)),
  );
  const good = looked.flatMap((it) => (it.status === 'fulfilled' ? [it.value.judged] : []));
  const [first] = good;
  if (!first) throw looked.find((it) => it.status === 'rejected')?.reason;
  if (good.length > 1) return void (await weighAll(context, asked, good));
  const { model, asked: settings, price, limits } = first;
  const refused = await refusalOf(context, asked, { model: model.name, settings, price, limits });
  if (refused) throw refused;
}
