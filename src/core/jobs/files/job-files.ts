/** Files of jobs, as the data folder still has them: to be posted, run again, or made to fit. */
import { createReadStream } from 'node:fs';
import { Failure } from '../../domain/failure.ts';
import { resultNameOf } from '../../domain/file-names.ts';
import type { Job, MediaFile } from '../../domain/job.ts';
import { comparisonAlt, faithfulTo } from '../../media/comparison/words.ts';
import { keptPath } from '../../media/files.ts';
import { type Fit, limitShare } from '../../media/fit/fit.ts';
import { fitted } from '../../media/fit/words.ts';
import type { AsMoving } from '../../media/moving/moving.ts';
import { moved } from '../../media/moving/words.ts';
import type { Delivery } from '../../ports/platform.ts';
import type { View } from '../../view/view.ts';
import type { Comparisons } from './comparisons.ts';

/**
 * A file that can be posted. `change`: what was done to make it fit, for people; `alt`: what it shows, where that is not the
 * result itself.
 */
export type Fitting = Pick<Delivery, 'path' | 'type' | 'bytes' | 'fileName'> & {
  change?: string;
  alt?: string;
};

export type KeptFiles = {
  /** A job's result while its file is kept and nobody has taken it away. */
  resultOf: (job: Job) => Promise<Delivery | undefined>;
  /** Opens the source or the result of an earlier job; undefined when it is gone. */
  openKept: (job: Job, file: 'source' | 'result') => Promise<AsyncIterable<Uint8Array> | undefined>;
  /**
   * The result itself when it plays and fits into `limit` bytes, else a copy that does; undefined when there is none.
   * @throws Failure moving-too-large where it is wanted as a picture that moves, and none fits; not-comparable where it is
   * to be set beside its source, and nothing can be made of them
   */
  fit: (delivery: Delivery, view: View, limit: number) => Promise<Fitting | undefined>;
};

const endingOf = (name: string) => name.split('.').at(-1) ?? '';

/** Under the ending of the copy that this is. */
const inType = ({ fileName }: Pick<Delivery, 'fileName'>, name: string): string =>
  fileName.replace(/\w+$/, endingOf(name));

/** A job's result at this path as it is handed over, named after its source. */
export const deliveryOf = (job: Job, result: MediaFile, path: string): Delivery => {
  const { type, bytes } = result;
  return { path, type, bytes, fileName: resultNameOf(job, result) };
};

/** The name of a result in which nothing is of a person's; by the job's id it is known again where it stands alone. */
export const plainName = (
  { model, id }: Pick<Job, 'model' | 'id'>,
  { name }: Pick<MediaFile, 'name'>,
): string => `${model}-${id}.${endingOf(name)}`;

/** ms for making one file fit. */
const longestFitMs = 15 * 60_000;

/**
 * @param options.filePath the path of a kept file, which may be gone
 * @param options.fitTo left out, what is too large does not fit
 * @param options.asMoving left out, nothing is made a picture that moves; so it is with `comparisons`
 * @param options.stopping ends a fit that is on its way
 */
export function keptFiles(options: {
  filePath: (name: string) => string;
  fitTo: Fit['fitTo'] | undefined;
  asMoving?: AsMoving | undefined;
  comparisons?: Pick<Comparisons, 'of'> | undefined;
  stopping: AbortSignal;
}): KeptFiles {
  const { filePath, fitTo, asMoving, comparisons, stopping } = options;

  return {
    async resultOf(job) {
      const path = job.removed ? undefined : await keptPath(filePath, job.result);
      return path === undefined || !job.result ? undefined : deliveryOf(job, job.result, path);
    },
    async openKept(job, file) {
      if (file === 'result' && job.removed) return undefined;
      const path = await keptPath(filePath, file === 'result' ? job.result : job.sourceFile);
      return path === undefined ? undefined : createReadStream(path);
    },
    async fit(delivery, view, limit) {
      const { result, source } = view;
      const { as } = delivery;
      if (typeof as === 'object') {
        const { compare, takes } = as;
        const made = await comparisons?.of(view, { as: compare, takes, signal: stopping });
        if (!made) throw new Failure('not-comparable');
        const { name, type, bytes, facts } = made;
        const alt = comparisonAlt(compare, { name: view.sourceName ?? view.title, sizes: view.sizes }, facts);
        const fileName = inType(delivery, name);
        return { path: filePath(name), type, bytes, fileName, change: faithfulTo(facts), alt };
      }
      if (as) {
        const { record } = source ?? {};
        const loops = record?.medium === 'image' ? (record.moving?.loops ?? 0) : 0;
        const made = result && (await asMoving?.(result, { type: as, loops }, limit, { signal: stopping }));
        if (!made) throw new Failure('moving-too-large', { type: as, limit });
        const { name, type, bytes } = made;
        return {
          path: filePath(name),
          type,
          bytes,
          fileName: inType(delivery, name),
          change: moved(made.change),
        };
      }
      if (!fitTo || !result) return delivery.bytes <= limit * limitShare ? delivery : undefined;
      const signal = AbortSignal.any([stopping, AbortSignal.timeout(longestFitMs)]);
      const { change, name, type, bytes } = await fitTo(result, limit, { signal });
      if (!change) return delivery;
      if (change.kind === 'none') return undefined;
      return { path: filePath(name), type, bytes, fileName: inType(delivery, name), change: fitted(change) };
    },
  };
}
