/** What a job's result lacks of its source, and how it is not as it was expected, as sentences. */
import { findModel } from '../../models/index.ts';
import { formOf } from '../domain/form.ts';
import type { Job } from '../domain/job.ts';
import type { MediaRecord } from '../domain/media-record.ts';
import { losses } from '../media/compare/losses.ts';
import { differenceText, lossText, resultWords } from '../words/losses.ts';

/** Undefined as long as nobody has looked into it. */
export const sourceRecordOf = ({
  source,
  sourceFile,
}: Pick<Job, 'source' | 'sourceFile'>): MediaRecord | undefined =>
  sourceFile?.record ?? (source.kind === 'stored' ? source.record : undefined);

/** Known before it is paid for. A plainer form has not all the settings that they follow from. */
export function lossesOf(job: Job): string[] {
  const model = findModel(job.model);
  const source = sourceRecordOf(job);
  return model && source && formOf(job) === 'full' ? losses(source, model, job.settings).map(lossText) : [];
}

/** Of its result, once there is one. */
export function differencesOf({ differences = [], joined, charged, hold }: Job): string[] {
  return [
    ...differences.map(differenceText),
    ...(differences.length > 0 && hold === 'settled' && charged === 0 ? [resultWords.refunded] : []),
    ...(joined ? [resultWords.joined] : []),
  ];
}
