/** A job's result gets its number among the versions of its source, once, before anybody sees it. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { findModel } from '../../../models/index.ts';
import { sourceNameOf } from '../../domain/file-names.ts';
import type { Job, MediaFile } from '../../domain/job.ts';
import { type Home, homeOf, isSameHome } from '../../domain/versions/home.ts';
import { keptPath } from '../../media/files.ts';
import { type Run, whatWasDone } from '../../words/versions/words.ts';
import type { Context } from '../context.ts';

/** May be called again, as by whoever goes on after a crash: the number is the same. */
export async function giveNumber(context: Context, job: Job): Promise<void> {
  const { trees, store, log, clock } = context;
  if (!job.result || (await trees.treeOf(job.id)) !== undefined) return;
  const [source, contents] = await Promise.all([
    contentsOf(context, job.sourceFile),
    contentsOf(context, job.result),
  ]).catch((error: unknown) => {
    log.warn({ job: job.id, err: error }, 'a result has no number: its files could not be read');
    return [];
  });
  if (source === undefined || contents === undefined) return;
  const home = homeOf(job);
  const parent = await parentOf(context, job, home, source);
  const before = parent && (await store.read(parent.job));
  const tree = parent?.tree ?? treeIdOf(home, source);
  const did = doneIn(job, before);
  const version = { job: job.id, requester: job.requester, did, at: Math.round(clock()), contents };
  const name = sourceNameOf(job.source);
  await trees.add(tree, home, name === undefined ? {} : { name }, { ...version, parentJob: parent?.job });
  context.checkpoint('numbered');
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
