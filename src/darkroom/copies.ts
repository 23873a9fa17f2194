/** What makes copies of results: to fit where they are posted, to move as their source did, or to be set beside it. */
import type { Redis } from 'ioredis';
import { type Comparisons, createComparisons } from '../core/jobs/comparisons.ts';
import type { Log } from '../core/log.ts';
import { createCompare } from '../core/media/comparison/comparison.ts';
import type { Encoder } from '../core/media/encoder.ts';
import type { Files } from '../core/media/files.ts';
import { createFit, type Fit } from '../core/media/fit/fit.ts';
import { type AsMoving, createMoving } from '../core/media/moving/moving.ts';
import { createComparisonStore } from '../core/store/comparisons.ts';

/** @param place.keptMs how long files are kept */
export function createCopies(
  options: { files: Files; log: Pick<Log, 'warn'>; encoder: Encoder },
  { connection, ...place }: { connection: Redis; prefix: string; keptMs: number },
): { fit: Fit; asMoving: AsMoving; comparisons: Comparisons } {
  const { files } = options;
  const store = createComparisonStore(connection, place);
  return {
    fit: createFit(options),
    asMoving: createMoving(options),
    comparisons: createComparisons({ compare: createCompare(options), store, files }),
  };
}
