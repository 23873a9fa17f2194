/** What browsers are shown of a file: itself, or a copy that they show and that says nothing of people. */
import { stat, utimes } from 'node:fs/promises';
import { createLimit } from '../../../async/limit.ts';
import type { Medium } from '../../../models/fields.ts';
import type { MediaFile } from '../../domain/job.ts';
import type { CopyType, MediaRecord } from '../../domain/media-record.ts';
import type { Log } from '../../log.ts';
import type { Encoder } from '../encoder.ts';
import type { Files, Stored } from '../files.ts';
import { hindrance } from '../fit/plays.ts';
import { keepMarked } from '../metadata/kept.ts';
import { type Asked, copyIn } from './copy.ts';

export type Shown = {
  /** What there is to be seen by its record alone; undefined where making it would take too long. @param takes what the model took a source as */
  kindOf(file: MediaFile, it: { as: CopyType; takes: Medium }): Medium | undefined;
  /** A result that browsers show as it is, and that is soon there. */
  isAsItIs(file: MediaFile): Promise<boolean>;
  /**
   * In the data folder, as old as the file it is made of, so that they go together. Undefined where none can be made: that is
   * logged. @throws the signal's reason
   */
  copyOf(file: MediaFile, it: Asked & { signal: AbortSignal }): Promise<Stored | undefined>;
};

/** Bytes, and pixels along the longer edge, of a picture that is not made smaller to be shown. */
const quickBytes = 2_500_000;
const quickEdge = 4096;
/** Pixels in all frames of a video that is written anew: some ten seconds of work. */
const mostEncoded = 1_000_000_000;
/** A clip is not made larger than it was by much. */
const maxBytes = 500_000_000;

/** Browsers play what chats do, and these. */
const played = new Set(['video/webm']);

const isPlayed = async ({ type, record }: Pick<MediaFile, 'type' | 'record'>, path: string) =>
  played.has(type) || (await hindrance({ ...(record && { record }) }, path)) === undefined;

const movesAs = (record: MediaRecord | undefined, takes: Medium): boolean =>
  record?.medium === 'image' && record.moving !== undefined && takes === 'video';

/** Whose pictures may stay as they are. */
const packed = new Set(['video/mp4', 'video/quicktime']);

/** By its record; what is only packed anew is counted, too, since the difference is in the file. */
const isQuick = (record: MediaRecord | undefined): boolean =>
  record?.medium !== 'video' ||
  (record.codec === 'avc' && packed.has(record.type) && record.depth === 8 && record.light === 'sdr') ||
  played.has(record.type) ||
  record.width * record.height * record.frames <= mostEncoded;

export function createShown(options: { files: Files; log: Pick<Log, 'warn'>; encoder: Encoder }): Shown {
  const { files, log, encoder } = options;
  // Each takes a processor and some hundred megabytes.
  const turn = createLimit(1);

  return {
    kindOf({ type, record }, { as, takes }) {
      if (as === 'print') return 'image';
      if (!type.startsWith('video/')) return as === 'source' && movesAs(record, takes) ? 'video' : 'image';
      return isQuick(record) ? 'video' : undefined;
    },

    async isAsItIs(file) {
      const { type, bytes, width, height, name } = file;
      if (type.startsWith('video/')) return isPlayed(file, files.path(name));
      return bytes <= quickBytes && Math.max(width, height) <= quickEdge && isShown.has(type);
    },

    copyOf: (file, { signal, ...asked }) =>
      turn(signal, async () => {
        const original = files.path(file.name);
        const { path: folder, remove } = await files.workFolder();
        try {
          const { mtime } = await stat(original);
          const path = await copyIn({ original, files, encoder, folder, signal }, file, asked);
          const kept = await keepMarked(files, path, { like: original, maxBytes, signal });
          await utimes(files.path(kept.name), mtime, mtime);
          return kept;
        } catch (error) {
          signal.throwIfAborted();
          log.warn({ err: error }, 'a file could not be made one that browsers show');
          return undefined;
        } finally {
          await remove();
        }
      }),
  };
}

const isShown = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif']);
