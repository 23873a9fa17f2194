/** Makes of a file what a model takes, before it leaves the house. */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLimit } from '../../../async/limit.ts';
import { Stopped } from '../../../node/apart.ts';
import { HeldTooMuch } from '../../../node/child-bounds.ts';
import { Failure } from '../../domain/failure.ts';
import type { MediaRecord, PictureRecord } from '../../domain/media-record.ts';
import type { Encoder } from '../encoder.ts';
import { readingBusy, tooHeavy } from '../probe/busy.ts';
import { drawnSize } from '../probe/picture/drawing.ts';
import { settleDelays } from './apng.ts';
import { type ClipWork, decodePicture, encodeClip, encodeMoving, repackClip } from './clip.ts';
import { convertPicture, decodeHeif } from './picture.ts';
import type { Conversion } from './plan.ts';

type Work = {
  path: string;
  record: MediaRecord;
  /** A folder of its own, for the copy and everything on the way to it. */
  folder: string;
  encoder: Encoder | undefined;
  signal: AbortSignal;
  /** ms for a picture; two minutes when left out. */
  pictureMs?: number;
};

// Each takes the memory that there is for it, or all the processors.
const turn = createLimit(1);

/**
 * The path of the copy, below `folder`. It says nothing of where, when and by whom its source was made.
 * @throws the signal's reason; Failure not-convertible, file-too-heavy, file-needs-ffmpeg; reader-busy, which is no fault of
 * the file; the file system's error
 */
export async function convert(work: Work, conversion: Conversion): Promise<string> {
  const { record, signal } = work;
  return turn(signal, () => made(work, conversion)).catch((error: unknown) => {
    signal.throwIfAborted();
    // A full disk is no fault of the file.
    if (error instanceof Error && 'syscall' in error) throw error;
    if (error instanceof Stopped || isCalled(error, 'FfmpegStopped')) throw readingBusy(record.medium, error);
    if (error instanceof HeldTooMuch || isCalled(error, 'FfmpegTooLarge'))
      throw tooHeavy(record.medium, error);
    if (isCalled(error, 'FfmpegLacks'))
      throw new Failure('file-needs-ffmpeg', { found: record.type, lacks: true }, { cause: error });
    throw new Failure('not-convertible', { medium: record.medium }, { cause: error });
  });
}

const isCalled = (error: unknown, name: string): error is Error =>
  error instanceof Error && error.name === name;

async function made(work: Work, conversion: Conversion): Promise<string> {
  const { path, record, folder } = work;
  const bounds = boundsOf(work);
  const { to, way } = conversion;
  const output = join(folder, to === 'video/mp4' ? 'copy.mp4' : 'copy');
  const asPicture = (from: string) =>
    convertPicture(
      {
        path: from,
        output,
        to,
        way: way === 'drawing' ? way : 'picture',
        size: way === 'drawing' ? drawnSize(record) : { width: record.width, height: record.height },
      },
      bounds,
    );
  if (way === 'heif') {
    const decoded = join(folder, 'decoded.tiff');
    await decodeHeif(path, decoded, bounds);
    await asPicture(decoded);
  } else if (way === 'decoder') {
    const decoded = join(folder, 'decoded.png');
    await encoding(work, decoded, (it) => decodePicture(it, record));
    await asPicture(decoded);
  } else if (record.medium === 'video') {
    if (way === 'repack') await encoding(work, output, (it) => repackClip(it, record));
    else await encoding(work, output, (it) => encodeClip(it, record));
  } else if (way === 'frames') await moving(work, record, output);
  else await asPicture(path);
  return output;
}

const boundsOf = ({ signal, pictureMs }: Work) => ({ signal, timeoutMs: pictureMs });

/** By way of whole frames with their times, which every FFmpeg reads; a sequence of AVIF it reads by itself. */
async function moving(work: Work, record: PictureRecord, output: string): Promise<void> {
  const { path, folder } = work;
  const { type, width, height, frames } = record;
  if (type === 'image/avif')
    return encoding(work, output, (it) => encodeMoving(it, { type, width, height, frames, lastMs: 0 }));
  const apng = join(folder, 'frames.png');
  if (type === 'image/png') await copyFile(path, apng);
  else
    await convertPicture(
      { path, output: apng, way: 'frames', to: 'video/mp4', size: record },
      boundsOf(work),
    );
  const delays = await settleDelays(apng);
  const picture = { type: 'image/png', width, height, frames: delays.length, lastMs: delays.at(-1) ?? 0 };
  await encoding({ ...work, path: apng }, output, (it) => encodeMoving(it, picture));
}

/** @throws Error where there is no FFmpeg; the work's error */
async function encoding(
  { path, encoder, signal }: Work,
  output: string,
  run: (work: ClipWork) => Promise<void>,
): Promise<void> {
  if (!encoder) throw new Error('this needs FFmpeg');
  await run({ path, output, encoder, signal });
}
