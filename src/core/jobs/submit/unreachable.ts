/** When a provider that cannot be reached has been waited for long enough. */
import { Failure } from '../../domain/failure.ts';
import type { Job } from '../../domain/job.ts';
import type { Context } from '../context.ts';

export const unreachable = (cause: unknown) => new Failure('provider-unreachable', undefined, { cause });
export const tooLong = ({ clock, timings }: Context, job: Job) =>
  clock() - (job.readyAt ?? job.createdAt) > timings.unreachableMs;
