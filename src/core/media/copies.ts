/** What makes copies of results: to fit where they are posted, to move as their source did, or beside it. */
import type { Log } from '../log.ts';
import { type Compare, createCompare } from './comparison/comparison.ts';
import type { Encoder } from './encoder.ts';
import type { Files } from './files.ts';
import { createFit, type Fit } from './fit/fit.ts';
import { type AsMoving, createMoving } from './moving/moving.ts';

export const createCopies = (options: {
  files: Files;
  log: Pick<Log, 'warn'>;
  encoder: Encoder;
}): { fit: Fit; asMoving: AsMoving; compare: Compare } => ({
  fit: createFit(options),
  asMoving: createMoving(options),
  compare: createCompare(options),
});
