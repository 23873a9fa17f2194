/** A video that was saved, saved beside as a GIF or a WebP as well. */
import { format, parse } from 'node:path';
import { Failure } from '../../../core/domain/failure.ts';
import type { Job } from '../../../core/domain/job.ts';
import type { MovingType } from '../../../core/domain/media-record.ts';
import type { KeptFiles } from '../../../core/jobs/files/job-files.ts';
import type { Requests } from '../../../core/ports/engine.ts';
import { actions } from '../../../core/words/actions.ts';
import type { Out } from '../out.ts';
import { save, whyNotSaved } from '../save.ts';
import { terminalWords as words } from '../words.ts';

/** Bytes; a file of one's own may be as large as browsers show. */
const mostBytes = 100_000_000;

type Also = {
  as: MovingType;
  /** Where the video was saved. */
  beside: string;
  out: Pick<Out, 'force' | 'source'>;
};

/**
 * Saves it under the video's name, or a numbered one.
 * @returns where, and what it lacks of the video; else why it is not there: the video is all the same
 */
export async function saveAlso(
  job: Job,
  { as, beside, out }: Also,
  {
    requests,
    kept,
    interrupt,
  }: {
    requests: Pick<Requests, 'view'>;
    kept: Pick<KeptFiles, 'resultOf' | 'fit'>;
    interrupt: AbortSignal;
  },
): Promise<{ path: string; change: string } | { why: string }> {
  const { dir, name } = parse(beside);
  const path = format({ dir, name, ext: `.${as}` });
  try {
    const delivery = await kept.resultOf(job);
    const made = delivery && (await kept.fit({ ...delivery, as }, await requests.view(job), mostBytes));
    if (!made) return { why: actions.fileGone };
    return { path: await save(made.path, { ...out, path }, job.id), change: made.change ?? '' };
  } catch (error) {
    if (interrupt.aborted) return { why: words.interrupted };
    const why = error instanceof Failure ? error.message : whyNotSaved(error, path);
    if (why === undefined) throw error;
    return { why };
  }
}
