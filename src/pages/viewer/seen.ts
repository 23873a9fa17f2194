/** What there is to be looked at of a job: its view, and which of its files browsers can be shown. */

import { resultNameOf } from '../../core/domain/file-names.ts';
import type { Job } from '../../core/domain/job.ts';
import type { ComparisonType } from '../../core/domain/media-record.ts';
import type { Comparisons } from '../../core/jobs/files/comparisons.ts';
import type { Copies } from '../../core/jobs/files/copies.ts';
import type { Facts } from '../../core/media/comparison/words.ts';
import { type Files, keptPath, type Stored } from '../../core/media/files.ts';
import type { Requests } from '../../core/ports/engine.ts';
import type { View } from '../../core/view/view.ts';
import { findModel } from '../../models/index.ts';

export type Looking = {
  requests: Pick<Requests, 'view' | 'card' | 'pages'>;
  comparisons: Pick<Comparisons, 'of' | 'known'>;
  copies: Copies;
  files: Pick<Files, 'path'>;
  /** Ends what is being made. */
  stopping: AbortSignal;
};

type Look = Awaited<ReturnType<Copies['look']>>;
export type Seen = { view: View; source: Look; result: Look; facts: Facts | undefined };

/** ms for making one copy or comparison. */
const longestMs = 180_000;

/** Both in one picture; of videos, at one moment. */
const besideOf = ({ result }: Job): ComparisonType =>
  result?.type.startsWith('video/') ? 'still' : 'picture';

export async function seenOf(it: Looking, job: Job): Promise<Seen> {
  const { copies, comparisons, requests } = it;
  const [view, source, result, compared] = await Promise.all([
    requests.view(job),
    copies.look(job, 'source'),
    copies.look(job, 'result'),
    comparisons.known(job.id, besideOf(job)),
  ]);
  // Who looks next reads how faithful it is.
  if (!compared && source !== 'gone') void comparisonOf(it, job).catch(() => undefined);
  return { view, source, result, facts: compared?.facts };
}

async function comparisonOf(
  { requests, comparisons, stopping }: Looking,
  job: Job,
): Promise<Stored | undefined> {
  const takes = findModel(job.model)?.takes;
  if (takes === undefined) return undefined;
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(longestMs)]);
  return comparisons.of(await requests.view(job), { as: besideOf(job), takes, signal });
}

/** A file as it is handed over; `save`: it is not to be looked at there. */
export type Part = Pick<Stored, 'type'> & { path: string; fileName: string; save?: boolean };

/** By the names that pages use. Undefined where there is no such thing. @throws the signal's reason */
export async function partOf(it: Looking, job: Job, name: string): Promise<Part | undefined> {
  const { copies, files, stopping } = it;
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(longestMs)]);
  const part = (file: Stored | undefined): Part | undefined =>
    file && {
      path: files.path(file.name),
      type: file.type,
      fileName: `${name.replace(/\.\w+$/, '')}.${file.name.split('.').at(-1)}`,
    };
  switch (name) {
    case 'before':
      return part(await copies.of(job, 'source', signal));
    case 'after':
      return part(await copies.of(job, 'result', signal));
    case 'print':
      return part(await copies.of(job, 'print', signal));
    case 'preview.jpg':
      return (
        part((await sourceIsThere(it, job)) ? await comparisonOf(it, job) : undefined) ??
        partOf(it, job, 'print')
      );
    case 'original': {
      const { result } = job;
      if (!result) return undefined;
      return {
        path: files.path(result.name),
        type: result.type,
        fileName: resultNameOf(job, result),
        save: true,
      };
    }
    default:
      return undefined;
  }
}

const sourceIsThere = async ({ files }: Looking, { sourceFile }: Job): Promise<boolean> =>
  (await keptPath(files.path, sourceFile)) !== undefined;
