/** Which way a file of a kind is made smaller. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClipRecord, MediaRecord, PictureRecord } from '../../domain/media-record.ts';
import type { Log } from '../../log.ts';
import type { Encoder } from '../encoder.ts';
import { decodedWith } from '../h264.ts';
import { fitPictureApart } from './picture.ts';
import { fitVideo, posterOf } from './video.ts';

/**
 * lossless    another format, every pixel the same
 * close       a picture of the same size that looks the same (similarity at least 0.98)
 * compressed  a video of the same size with fewer bits
 * smaller     fewer pixels
 * poster      one picture of a video or an animation
 * playable    small enough as it was, but not to be seen where it is posted
 */
export type Kind = 'lossless' | 'close' | 'compressed' | 'smaller' | 'poster' | 'playable';

export type SmallerCopy = { path: string; kind: Kind; width: number; height: number; seconds?: number };

export type Work = {
  path: string;
  /** Bytes. */
  target: number;
  /** For the copy and everything on the way to it. */
  folder: string;
  signal: AbortSignal;
  encoder: Encoder | undefined;
  log: Pick<Log, 'warn'>;
  /** ms for all of it. */
  pictureMs: number;
  videoMs: number;
};

/**
 * The best copy with at most `target` bytes; undefined when there is none.
 * @throws the signal's reason; Error when the file cannot be read or the time is over
 */
export const smallerCopy = (work: Work, found: MediaRecord): Promise<SmallerCopy | undefined> =>
  found.medium === 'video'
    ? ofVideo(work, found)
    : found.type === 'image/png' && found.frames > 1
      ? ofMovingPng(work, found)
      : ofPicture(work);

async function ofPicture({
  path,
  target,
  folder,
  signal,
  pictureMs,
}: Work): Promise<SmallerCopy | undefined> {
  const copy = await fitPictureApart(path, { target, folder, signal, timeoutMs: pictureMs });
  if (!copy) return undefined;
  const { rung, width, height } = copy;
  return { path: copy.path, width, height, kind: rung === 'still' ? 'poster' : rung };
}

/** sharp sees one frame of a PNG that moves; FFmpeg makes it a WebP of which it sees all. */
async function ofMovingPng(work: Work, { width, height }: PictureRecord): Promise<SmallerCopy | undefined> {
  const { path, target, folder, signal, encoder, pictureMs: timeoutMs } = work;
  const output = join(folder, 'moving.webp');
  const options = ['-c:v', 'libwebp_anim', '-lossless', '1', '-loop', '0', '-f', 'webp'];
  const moving =
    encoder &&
    (await encoder
      .run({
        inputs: [{ path, options: ['-f', 'apng', ...decodedWith(width * height)] }],
        options,
        output,
        signal,
        timeoutMs,
      })
      .then(() => stat(output))
      .catch((error: unknown) => {
        signal.throwIfAborted();
        work.log.warn({ err: error }, 'a moving PNG could not be converted; its first picture is posted');
        return undefined;
      }));
  if (moving && moving.size <= target) return { path: output, width, height, kind: 'lossless' };
  const copy = await ofPicture(moving ? { ...work, path: output } : work);
  return copy && !moving ? { ...copy, kind: 'poster' } : copy;
}

async function ofVideo(work: Work, found: ClipRecord): Promise<SmallerCopy | undefined> {
  const { path, target, folder, signal, encoder, log } = work;
  if (!encoder) return undefined;
  const started = performance.now();
  const video = { path, type: found.type, clip: found, encoder, folder, signal };
  const copy = await fitVideo({ ...video, deadline: started + work.videoMs }, target).catch(
    (error: unknown) => {
      signal.throwIfAborted();
      log.warn({ err: error }, 'a video could not be made to fit; a picture of it is posted');
      return undefined;
    },
  );
  const { width, height } = found;
  if (copy) {
    // Odd sizes become even ones, which is no change to speak of.
    const same = Math.abs(copy.width - width) <= 1 && Math.abs(copy.height - height) <= 1;
    return { ...copy, kind: same ? 'compressed' : 'smaller' };
  }
  const poster = await posterOf({ ...video, deadline: performance.now() + work.pictureMs });
  if ((await stat(poster)).size <= target) return { path: poster, width, height, kind: 'poster' };
  const smaller = await ofPicture({ ...work, path: poster });
  return smaller && { ...smaller, kind: 'poster' };
}
