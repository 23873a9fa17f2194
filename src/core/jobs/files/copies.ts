/** Copies of a job's files for browsers: made once, by whoever looks first, and gone with the result. */

import type { Medium } from '../../../models/fields.ts';
import { findModel } from '../../../models/index.ts';
import type { Job, MediaFile } from '../../domain/job.ts';
import type { CopyType } from '../../domain/media-record.ts';
import { type Files, keptPath, type Stored } from '../../media/files.ts';
import type { Shown } from '../../media/shown/shown.ts';
import type { ComparisonStore } from '../../store/comparisons.ts';

export type Copies = {
  /** Undefined where nothing can be shown of it. @throws the signal's reason */
  of(job: Job, type: CopyType, signal: AbortSignal): Promise<Stored | undefined>;
  /** What there is to be seen, without making it; `hard` where none can be made, or not soon. */
  look(job: Job, type: CopyType): Promise<Medium | 'gone' | 'hard'>;
};

const fileOf = (job: Job, type: CopyType): MediaFile | undefined =>
  type === 'source' ? job.sourceFile : job.result;

export function createCopies(options: {
  shown: Shown;
  store: Pick<ComparisonStore, 'readCopy' | 'writeCopy'>;
  files: Pick<Files, 'path'>;
}): Copies {
  const { shown, store, files } = options;
  const making = new Map<string, Promise<Stored | undefined>>();
  const howOf = (job: Job, as: CopyType) => ({ as, takes: findModel(job.model)?.takes ?? 'image' });

  const made: Copies['of'] = async (job, type, signal) => {
    const file = fileOf(job, type);
    if (!file || job.removed || (await keptPath(files.path, file)) === undefined) return undefined;
    const how = howOf(job, type);
    if (shown.kindOf(file, how) === undefined) return undefined;
    if (type === 'result' && (await shown.isAsItIs(file))) return file;
    const kept = await store.readCopy(job.id, type);
    if (kept === null) return undefined;
    if (kept && (await keptPath(files.path, kept))) return kept;
    const copy = await shown.copyOf(file, { ...how, signal });
    await store.writeCopy(job.id, type, copy ?? null);
    return copy;
  };

  return {
    async of(job, type, signal) {
      const key = `${job.id} ${type}`;
      const begun = making.get(key) ?? made(job, type, signal).finally(() => making.delete(key));
      making.set(key, begun);
      return begun;
    },
    async look(job, type) {
      const file = fileOf(job, type);
      if (!file || job.removed || (await keptPath(files.path, file)) === undefined) return 'gone';
      const kind = shown.kindOf(file, howOf(job, type));
      const isHard = kind === undefined || (await store.readCopy(job.id, type)) === null;
      return isHard ? 'hard' : kind;
    },
  };
}
