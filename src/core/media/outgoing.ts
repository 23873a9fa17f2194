/** What of a person's file leaves the house: a copy that the model can read, without what says where and by whom it was made. */
import type { Medium } from '../../models/fields.ts';
import type { MediaRecord } from '../domain/media-record.ts';
import type { Encoder } from './encoder.ts';
import type { Files, Stored } from './files.ts';
import { withoutTraces } from './metadata/kept.ts';

export type Outgoing = {
  path: string;
  /** MIME type by content. */
  type: string;
  bytes: number;
  /** Once it was handed over, or could not be. */
  remove(): Promise<void>;
};

/**
 * @param options.takes what the model takes: a picture that moves goes to a video model as a clip
 * @throws the signal's reason; Failure where it cannot be made into something that the model takes
 */
export async function outgoing(
  { files }: { files: Files; encoder?: Encoder },
  { name, type, bytes }: Stored,
  { signal }: { record: MediaRecord; takes: Medium; signal: AbortSignal },
): Promise<Outgoing> {
  signal.throwIfAborted();
  return withoutTraces(files, { name, type, bytes }, signal);
}
