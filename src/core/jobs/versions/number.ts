/** A job's result gets its number among the versions of its source, once, before anybody sees it. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { findModel } from '../../../models/index.ts';
import { isBetween, isStep } from '../../domain/asked/recipe.ts';
import { sourceNameOf } from '../../domain/file-names.ts';
import type { Job, MediaFile } from '../../domain/job.ts';
import { type Home, homeOf, isSameHome } from '../../domain/versions/home.ts';
import { keptPath } from '../../media/files.ts';
import { type Run, whatWasDone, versionWords as words } from '../../words/versions/words.ts';
import { wholeOf } from '../batch/members.ts';
import type { Context } from '../context.ts';

/** May be called again, as by whoever goes on after a crash: the number is the same. */
export async function giveNumber(context: Context, job: Job): Promise<void> {
  const { trees, store, log, clock } = context;
  // What another step of a recipe takes is not shown, and has no number.
  if (!job.result || isBetween(job) || (await trees.treeOf(job.id)) !== undefined) return;
  const steps = await stepsOf(context, job);
  const [first = job] = steps;
  const [source, contents] = await Promise.all([
    contentsOf(context, first.sourceFile),
    contentsOf(context, job.result),
  ]).catch((error: unknown) => {
    log.warn({ job: job.id, err: error }, 'a result has no number: its files could not be read');
    return [];
  });
  if (source === undefined || contents === undefined) return;
  const home = homeOf(job);
  const parent = await parentOf(context, first, home, source);
  const before = parent && (await store.read(parent.job));
  const tree = parent?.tree ?? treeIdOf(home, source);
  const did = steps.map((step, at) => doneIn(step, at === 0 ? before : undefined)).join(words.afterwards);
  const version = { job: job.id, requester: job.requester, did, at: Math.round(clock()), contents };
  const name = sourceNameOf(first.source);
  await trees.add(tree, home, name === undefined ? {} : { name }, { ...version, parentJob: parent?.job });
  context.checkpoint('numbered');
}

/** Of a recipe all its steps in their order, also those that were done before it was resumed; else the job alone. */
async function stepsOf(context: Context, job: Job): Promise<Job[]> {
  if (!isStep(job)) return [job];
  // One that was resumed has the jobs of before among its own.
  const whole = job.batch && (await wholeOf(context, job.batch.id));
  const steps = whole?.members.flatMap((it) => (it.job ? [it.job] : [])) ?? [];
  const done = steps.filter((it) => it.result !== undefined || it.id === job.id);
  return done.length > 0 ? done : [job];
}

/** The version that it was made from: by what its request said, else by what its source holds. */
async function parentOf(
  { trees }: Context,
  job: Job,
  home: Home,
  source: string,
): Promise<{ job: string; tree: string } | undefined> {
  for (const id of [job.madeFrom, await trees.jobWith(home, source)]) {
    const tree = id === undefined || id === job.id ? undefined : await trees.treeOf(id);
    const found = tree === undefined ? undefined : await trees.read(tree);
    // What was made elsewhere is a source like any other here.
    if (id !== undefined && found && isSameHome(found, home)) return { job: id, tree: found.id };
  }
  return undefined;
}

const runOf = ({ model: name, settings }: Pick<Job, 'model' | 'settings'>): Run | undefined => {
  const model = findModel(name);
  return model && { model, settings };
};

function doneIn(job: Job, before: Job | undefined): string {
  const run = runOf(job);
  return run ? whatWasDone(run, before && runOf(before)) : job.model;
}

export const treeIdOf = ({ platform, scope, home }: Home, contents: string): string =>
  createHash('sha256')
    .update(JSON.stringify([platform, scope, home, contents]))
    .digest('hex')
    .slice(0, 24);

/** Undefined where the file is gone. @throws the disk's own error */
export async function contentsOf(
  { files }: Pick<Context, 'files'>,
  file: Pick<MediaFile, 'name'> | undefined,
): Promise<string | undefined> {
  const path = await keptPath(files.path, file);
  if (path === undefined) return undefined;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}
