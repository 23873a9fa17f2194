/** What a run was, for those that come after it. */
import { findModel } from '../../../models/index.ts';
import { pixelsOf, resultKind } from '../../credits/expected-result.ts';
import type { Job } from '../../domain/job.ts';
import type { MediaRecord } from '../../domain/media-record.ts';
import { type Context, runName } from '../context.ts';

export async function rememberRun(
  context: Context,
  job: Job,
  it: {
    /** US dollars. */
    cost: number | undefined;
    /** As the provider has measured it. */
    inferenceMs: number | undefined;
    bytes: number;
    found: MediaRecord;
  },
): Promise<void> {
  const { cost, inferenceMs, bytes, found } = it;
  const name = runName(context, job.model);
  const began = job.processingAt ?? job.submittedAt;
  const seen = began === undefined || job.completedAt === undefined ? undefined : job.completedAt - began;
  const ms = inferenceMs ?? seen;
  const thousandths = cost === undefined ? undefined : cost * 100_000;
  if (ms !== undefined) await context.store.addRun(name, { ms, work: job.work, cost: thousandths });
  const model = findModel(job.model);
  const fps = found.medium === 'video' ? found.fps : undefined;
  if (model)
    await context.quotes.addSize(
      `${name} ${resultKind(model, job.settings)}`,
      bytes / pixelsOf({ ...found, fps }),
    );
}
