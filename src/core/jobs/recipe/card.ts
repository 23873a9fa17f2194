/** The card of a recipe, from its jobs as they are. */
import { findModel } from '../../../models/index.ts';
import { type Prices, priceOf } from '../../credits/prices.ts';
import type { Member } from '../../domain/asked/batch.ts';
import { isBetween } from '../../domain/asked/recipe.ts';
import { isOver, type Job } from '../../domain/job.ts';
import { limitsFor, type Policy } from '../../domain/policy.ts';
import { publishedMs, usual } from '../../view/progress.ts';
import { recipeCardOf, wholeOfSteps } from '../../view/recipe-view.ts';
import type { RecipeView, View } from '../../view/view.ts';
import { viewOf } from '../../view/view-of.ts';
import type { OfSteps } from '../batch/card.ts';
import { type Whole, wholeOf } from '../batch/members.ts';
import { type Context, runName } from '../context.ts';
import { expectedRecord } from './expected.ts';

type Reading = Pick<Context, 'store' | 'batches' | 'clock' | 'lab'> & { prices: Prices };
type Policies = (scope: string, platform: string) => Promise<Policy>;

const jobsOf = ({ members }: Pick<Whole, 'members'>): Job[] =>
  members.flatMap(({ job }) => (job ? [job] : []));

/** What is said of a job: of a recipe's last step, as of all of them. @param shown the job as it may be shown */
export async function asWhole(
  context: Pick<Context, 'store' | 'batches' | 'clock'>,
  job: Job,
  shown: Job,
  facts: Parameters<typeof viewOf>[1],
): Promise<View> {
  const view = viewOf(shown, facts);
  if (!job.batch?.step || isBetween(job)) return view;
  const whole = await wholeOf(context, job.batch.id);
  return whole ? wholeOfSteps(view, jobsOf(whole), whole.record.recipe?.name) : view;
}

export const recipeCards =
  (context: Reading, policies: Policies): OfSteps =>
  (it) =>
    recipeCard(context, policies, it);

async function recipeCard(context: Reading, policies: Policies, it: Parameters<OfSteps>[0]): Promise<View> {
  const { lead, whole, version, base, viewOf: seenIn } = it;
  const { members, record } = whole;
  const seen = members.map(async (each) => ({ ...each, view: each.job && (await seenIn(each.job)) }));
  return recipeCardOf(base, await Promise.all(seen), {
    id: lead.id,
    name: record.recipe?.name,
    version,
    leftMs: await leftIn(context, jobsOf(whole)),
    resume: await resumption(context, policies, lead, members),
  });
}

/** Until the last one is done, if each takes as long as its model usually does. */
async function leftIn(
  { store, lab, clock, ...context }: Reading,
  jobs: readonly Job[],
): Promise<number | undefined> {
  let left = 0;
  for (const { state, model, work, submittedAt, processingAt = submittedAt } of jobs) {
    if (isOver(state)) continue;
    const name = runName({ ...context, lab }, model);
    const { durationsOf } = await store.learned(name);
    const wait = usual(durationsOf(work), publishedMs(findModel(model), work, lab));
    if (!wait) return undefined;
    left += Math.max(0, wait.lowMs - (processingAt === undefined ? 0 : clock() - processingAt));
  }
  return left;
}

/** The first step that can be made once more of what is kept; undefined where nothing of it is. */
async function resumption(
  { prices }: Reading,
  policies: Policies,
  lead: Job,
  members: readonly Member[],
): Promise<RecipeView['resume']> {
  const at = members.findIndex(({ job }) => job?.state !== 'done');
  const before = members[at - 1]?.job;
  const rest = members.slice(at).flatMap(({ job }) => (job ? [job] : []));
  if (!before?.result || before.removed || rest.length < members.length - at) return undefined;
  if (rest.some(({ state }) => !isOver(state) || state === 'done')) return undefined;
  let price = 0;
  let found = before.result.record;
  for (const { model: name, settings } of rest) {
    const model = findModel(name);
    if (!model) return undefined;
    price += priceOf(model, settings, prices, found);
    found = found && expectedRecord(model, settings, found);
  }
  const { confirm_above: above } = limitsFor(await policies(lead.scope, lead.platform), []);
  return { step: at + 1, price, asks: above !== null && price > above };
}
