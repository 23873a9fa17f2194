/** What is asked about versions: which there are, votes, what is picked, and all of them in one picture. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job, Source } from '../../domain/job.ts';
import { homeOf, type Placed } from '../../domain/versions/home.ts';
import { depthOf, type Tree, votesFor } from '../../domain/versions/tree.ts';
import { keptPath } from '../../media/files.ts';
import { drawnSheet } from '../../media/versions/apart.ts';
import { type Frame, mostFrames } from '../../media/versions/task.ts';
import type { SheetTile, VersionsService } from '../../ports/versions.ts';
import type { VersionView } from '../../view/versions/standing.ts';
import { versionWords as words } from '../../words/versions/words.ts';
import type { Context } from '../context.ts';
import { contentsOf, treeIdOf } from './number.ts';

export function createVersions(context: Context): VersionsService {
  const { trees } = context;
  async function of({ id }: Pick<Job, 'id'>): Promise<Tree | undefined> {
    const tree = await trees.treeOf(id);
    return tree === undefined ? undefined : trees.read(tree);
  }
  async function placeOf(job: Pick<Job, 'id'>) {
    const tree = await of(job);
    const version = tree?.versions.find((each) => each.job === job.id);
    return tree && version && { tree: tree.id, number: version.number };
  }
  return {
    of,
    async newestIn(place) {
      const [id] = await trees.newest(homeOf(place), 1);
      return id === undefined ? undefined : trees.read(id);
    },
    ofSource: (place, source) => ofSource(context, place, source),
    async vote(job, person, on) {
      const at = await placeOf(job);
      return at ? trees.vote(at.tree, person, at.number, on) : { answer: 'gone' };
    },
    async pick(job, by) {
      const at = await placeOf(job);
      return at ? trees.pick(at.tree, at.number, by, Math.round(context.clock())) : 'gone';
    },
    async told(job) {
      const at = await placeOf(job);
      if (at) await trees.told(at.tree, at.number);
    },
    async fold(job, folded) {
      const at = await placeOf(job);
      if (at) await trees.fold(at.tree, at.number, folded);
    },
    sheet: (tree, tiles) => drawn(context, tree, tiles),
  };
}

async function ofSource(context: Context, place: Placed, source: Source): Promise<Tree | undefined> {
  const { trees, files, fetcher, maxFileBytes, timings, stopping: signal } = context;
  const limits = { maxBytes: maxFileBytes, timeoutMs: timings.fetchMs, signal };
  const file = source.kind === 'stored' ? source : await fetcher.fetchTo(source.link, files, limits);
  try {
    const contents = await contentsOf(context, file);
    if (contents === undefined) return undefined;
    const home = homeOf(place);
    const made = await trees.jobWith(home, contents);
    const tree = made === undefined ? undefined : await trees.treeOf(made);
    return trees.read(tree ?? treeIdOf(home, contents));
  } finally {
    await files.remove(file.name);
  }
}

async function drawn(context: Context, tree: Tree, tiles: readonly SheetTile[]) {
  const { files, stopping: signal, lab } = context;
  const frames: Frame[] = [];
  for (const { number, did, votes, job } of tiles.slice(0, mostFrames)) {
    const picked = tree.picked?.number === number;
    const picture = await pictureOf(context, job);
    frames.push({ number, did, votes: words.votes(votes), picked, picture });
  }
  const { path: folder, remove } = await files.workFolder();
  try {
    const output = join(folder, 'sheet.png');
    await drawnSheet({ name: tree.name ?? words.source, frames, lab, output }, signal);
    return await readFile(output);
  } finally {
    await remove();
  }
}

/** In small, where that can be had; of a video one moment of it. */
async function pictureOf({ copies, files, stopping }: Context, job: Job): Promise<string | undefined> {
  const print = await copies?.of(job, 'print', stopping).catch(() => undefined);
  if (print) return files.path(print.name);
  return job.result?.type.startsWith('image/') ? keptPath(files.path, job.result) : undefined;
}

/** For what stands with a job's result. */
export function versionViewOf(tree: Tree | undefined, { id }: Pick<Job, 'id'>): VersionView | undefined {
  const version = tree?.versions.find(({ job }) => job === id);
  if (!tree || !version) return undefined;
  const { number, did, parent } = version;
  return {
    number,
    did,
    from: depthOf(number) === 0 ? (tree.name ?? words.source) : (parent ?? ''),
    votes: votesFor(tree, number),
    picked: tree.picked?.number === number,
    several: tree.versions.length > 1,
    folded: tree.folded.has(number),
  };
}
