/** The provider's answer in a few words, to be kept with the job. */
import type { Job } from '../../domain/job.ts';
import { cut } from '../../words/cut.ts';
import type { Checked, Submitted } from '../types.ts';

/** The detail is one clean line already; this only bounds what a record grows by. */
const longest = 200;

/** `processing`, `failed: provider-moderation`, `unclear: HTTP 502`; no link of a result and no text of a person's. */
export function saidOf(answer: Checked | Submitted, at: number): NonNullable<Job['lastAnswer']> {
  const more = 'detail' in answer ? answer.detail : 'failure' in answer ? answer.failure.code : '';
  const status = more === '' ? answer.kind : `${answer.kind}: ${more}`;
  return { at, status: cut(status, longest) };
}
