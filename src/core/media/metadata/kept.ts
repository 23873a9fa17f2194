/** Copies of files in the data folder that say nothing of people, and what made them. */
import { createReadStream } from 'node:fs';
import type { DigitalSource } from '../../../models/model.ts';
import { Failure } from '../../domain/failure.ts';
import type { Files, Stored } from '../files.ts';
import { kindOf } from '../probe/kinds.ts';
import { cleaned, Unclear } from './clean.ts';
import { markIn } from './xmp.ts';

/** What a mark adds to a file at the most, with what stands around it: under 600 in a JPEG or an MP4, 900 in a GIF. */
export const markBytes = 1000;

/** More than any file that was let in: what is taken out leaves less, and the mark is under 1 kB. */
const maxBytes = 3_000_000_000;

/**
 * A copy in the data folder, or undefined where there is nothing to take out and no mark to be put in.
 * @throws Unclear; the signal's reason; the disk's own error. Nothing is left then.
 */
export async function markedCopy(
  files: Files,
  { name, type }: Stored,
  mark: DigitalSource | undefined,
  signal: AbortSignal,
): Promise<Stored | undefined> {
  const body = await cleaned({ path: files.path(name), type, recent: files.recent(name) }, mark);
  return body && files.keep(body, { maxBytes, signal });
}

/**
 * What may leave the house of a person's file: a copy that `remove` takes away, or the file itself where it says nothing.
 * A process that dies leaves a copy like any other kept file, to be swept when its time is over.
 * @throws Failure file-damaged where it cannot be told what is in it; the signal's reason; the disk's own error
 */
export async function withoutTraces(files: Files, file: Stored, signal: AbortSignal) {
  const copy = await markedCopy(files, file, undefined, signal).catch((error: unknown) => {
    if (!(error instanceof Unclear)) throw error;
    const medium = file.type.startsWith('video/') ? 'video' : 'image';
    throw new Failure('file-damaged', { medium }, { cause: error });
  });
  const { name, type, bytes } = copy ?? file;
  return { path: files.path(name), type, bytes, remove: async () => copy && files.remove(copy.name) };
}

/**
 * Keeps a file that was made of `like`, and that says what `like` says of how it was made.
 * @throws Failure file-too-large; the signal's reason; the disk's own error
 */
export async function keepMarked(
  files: Files,
  path: string,
  { like, maxBytes, signal }: { like: string; maxBytes: number; signal: AbortSignal },
): Promise<Stored> {
  const mark = await markIn(like);
  const body = mark && (await cleaned({ path, type: (await kindOf(path)).type }, mark));
  return files.keep(body ?? createReadStream(path), { maxBytes, signal });
}
