/** What the one card of a recipe says: its steps as lines, what of them is done, and from where it can go on. */
import { findModel } from '../../models/index.ts';
import { isBetween } from '../domain/asked/recipe.ts';
import { isOver, type Job } from '../domain/job.ts';
import { recipeWords as words } from '../words/asked/recipe.ts';
import { whatIsDone } from '../words/settings.ts';
import { status } from '../words/status.ts';
import { batchViewOf, type Seen } from './batch-view.ts';
import type { BatchLine, RecipeView, View } from './view.ts';

/** `Larger video ×2` */
function stepTitle({ model: name, settings }: Pick<Job, 'model' | 'settings'>): string {
  const model = findModel(name);
  return model ? whatIsDone(model, settings) : name;
}

/** ms: its own, without those of the steps before it. */
const tookOf = ({ createdAt, readyAt, resultAt }: Job): number | undefined =>
  resultAt === undefined ? undefined : Math.max(0, resultAt - (readyAt ?? createdAt));

export type RecipeFacts = {
  /** Of the batch, which is the id of the job that has the card. */
  id: string;
  /** Of the source. */
  name: string | undefined;
  version: number;
  /** ms that all that is not done may still take; undefined where nobody knows. */
  leftMs: number | undefined;
  resume: RecipeView['resume'];
};

/** The last step's view as that of all of them: named after what went in first, and what was done to it in all. */
export function wholeOfSteps(view: View, jobs: readonly Job[], name: string | undefined): View {
  const title = words.after(jobs.map(stepTitle));
  const [first] = jobs;
  const { result } = view;
  return {
    ...view,
    title,
    sourceName: name,
    alt: status.alt(title, name, result),
    sizes: result && status.sizes(first?.sourceFile, result),
  };
}

/** @param base of the last step, as that of all of them. @param seen in order */
export function recipeCardOf(base: View, seen: readonly Seen[], facts: RecipeFacts): View {
  const { id, name, version, leftMs, resume } = facts;
  const whole = batchViewOf(base, seen, version);
  const own = seen.filter(({ job }) => job?.batch?.id === id);
  const sum = (of: 'price' | 'charged', jobs = own) =>
    jobs.reduce((all, { job }) => all + (job?.[of] ?? 0), 0);
  const open = own.filter(({ job }) => job?.hold === 'reserved');
  const done = seen.filter(({ job }) => job?.state === 'done').length;
  const lines = seen.map((it, index) => lineOf(it, index, id, whole.batch?.[index]));
  const over = lines.every((line) => line.over);
  const price =
    open.length > 0
      ? words.spent(sum('charged'), sum('price', open) + sum('charged'))
      : status.paid(sum('charged'));
  // What is done is one job's card: a line, with a link to the one result.
  if (over && done === seen.length) return { ...base, version, price };
  const stopped = seen.findIndex(({ job }) => job && isOver(job.state) && job.state !== 'done');
  const titles = lines.map((line) => line.name);
  const line = [
    words.tally(done, seen.length),
    ...(over && stopped >= 0 ? [words.stopped(stopped + 1)] : []),
    ...(over && resume ? [words.kept] : []),
    ...(!over && leftMs !== undefined ? [words.left(leftMs)] : []),
  ].join(' · ');
  return {
    ...whole,
    title: words.title(titles),
    sourceName: name,
    state: over ? stateOf(lines) : whole.state,
    over,
    price,
    line,
    batch: lines,
    recipe: resume && over ? { resume } : {},
  };
}

const stateOf = (lines: readonly BatchLine[]) =>
  lines.some(({ state }) => state === 'FAILED') ? 'FAILED' : 'CANCELLED';

function lineOf({ job, view }: Seen, position: number, id: string, line: BatchLine | undefined): BatchLine {
  const bare = { position, name: job ? stepTitle(job) : String(position + 1), view };
  if (!job || !view) return { ...bare, state: 'FAILED', over: true, said: line?.said ?? '' };
  const took = tookOf(job);
  const isDone = job.state === 'done' || (isBetween(job) && job.state === 'fetched');
  if (isDone) {
    const said = job.batch?.id !== id || took === undefined ? words.earlier : words.took(took);
    return { ...bare, state: 'COMPLETED', over: true, said };
  }
  const isWaiting = job.source.kind === 'step' && job.readyAt === undefined && job.state === 'accepted';
  const { progress } = view;
  const percent = progress === undefined || view.over ? [] : [`${Math.round(progress * 100)} %`];
  const said = isWaiting && !view.over ? words.waits : [...percent, view.line].join(' · ');
  return { ...bare, state: view.state, over: view.over, said };
}
