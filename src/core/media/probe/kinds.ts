/** What a file is, by its bytes alone: names and headers are claims. */
import { open } from 'node:fs/promises';
import { fileTypeFromBuffer, fileTypeFromFile } from 'file-type';
import type { Medium } from '../../../models/fields.ts';
import { Failure } from '../../domain/failure.ts';

export type Kind = {
  medium: Medium;
  type: string;
  ending: string;
  /** Nothing here but FFmpeg reads it. */
  foreign: boolean;
};

const picture = (type: string, ending: string): Kind => ({ medium: 'image', type, ending, foreign: false });
const video = (type: string, ending: string): Kind => ({ medium: 'video', type, ending, foreign: false });
const foreign = (kind: Kind): Kind => ({ ...kind, foreign: true });

/** Our own name for an AVIF that is a track: the decoder of the others does not know it. */
const movingAvif = 'image/avif-sequence';
const heic = picture('image/heic', 'heic');
const [mpeg, asf] = [foreign(video('video/mpeg', 'mpg')), foreign(video('video/x-ms-asf', 'wmv'))];

/**
 * By file-type's name for it: what sharp decodes, mediabunny reads, or FFmpeg. APNG is a PNG with more chunks, and
 * providers know it as one; M4V is Apple's name for MP4.
 */
const kinds: Readonly<Record<string, Kind>> = {
  'image/jpeg': picture('image/jpeg', 'jpg'),
  'image/png': picture('image/png', 'png'),
  'image/apng': picture('image/png', 'png'),
  'image/webp': picture('image/webp', 'webp'),
  'image/gif': picture('image/gif', 'gif'),
  'image/avif': picture('image/avif', 'avif'),
  [movingAvif]: foreign(picture('image/avif', 'avif')),
  'image/tiff': picture('image/tiff', 'tiff'),
  'image/heic': heic,
  'image/heif': heic,
  'image/heic-sequence': heic,
  'image/heif-sequence': heic,
  'image/jxl': foreign(picture('image/jxl', 'jxl')),
  'image/bmp': foreign(picture('image/bmp', 'bmp')),
  'image/x-icon': foreign(picture('image/x-icon', 'ico')),
  'image/jp2': foreign(picture('image/jp2', 'jp2')),
  'image/j2c': foreign(picture('image/j2c', 'j2k')),
  'image/svg+xml': picture('image/svg+xml', 'svg'),
  'video/mp4': video('video/mp4', 'mp4'),
  'video/x-m4v': video('video/mp4', 'mp4'),
  'video/3gpp': video('video/3gpp', '3gp'),
  'video/quicktime': video('video/quicktime', 'mov'),
  'video/webm': video('video/webm', 'webm'),
  'video/matroska': video('video/x-matroska', 'mkv'),
  'video/vnd.avi': foreign(video('video/x-msvideo', 'avi')),
  'video/mp2t': foreign(video('video/mp2t', 'ts')),
  'video/MP1S': mpeg,
  'video/MP2P': mpeg,
  'video/x-flv': foreign(video('video/x-flv', 'flv')),
  'video/x-ms-asf': asf,
};

/** The kinds of files that are taken; some under several names. */
export const fileKinds: readonly Kind[] = Object.values(kinds);

/** The endings a kept file can have. */
export const endings: readonly string[] = [...new Set(fileKinds.map(({ ending }) => ending))];

/** Bytes: file-type's own sample size, enough for every signature it knows. */
export const headBytes = 4100;

/** Bytes. What is no longer is read once, and known by that; a longer file is looked into where its type asks for it. */
export const readAtOnce = 65_536;

/**
 * The kind of a file.
 * @throws Failure file-not-media naming what was found, file-empty
 */
export async function kindOf(path: string): Promise<Kind> {
  const start = await readStart(path);
  if (start.length < readAtOnce) return kindIn(start);
  const detected = await fileTypeFromFile(path);
  return kindNamed(start.subarray(0, headBytes), detected?.mime);
}

/** The same of all bytes of a file. @throws as `kindOf` */
export async function kindIn(bytes: Uint8Array): Promise<Kind> {
  if (bytes.length === 0) throw new Failure('file-empty');
  const detected = await fileTypeFromBuffer(bytes);
  return kindNamed(bytes.subarray(0, headBytes), detected?.mime);
}

function kindNamed(head: Uint8Array, detected: string | undefined): Kind {
  const found = foundIn(head, detected);
  const kind = kinds[found];
  if (kind) return kind;
  throw new Failure('file-not-media', { found });
}

/**
 * Refuses a file by its first `headBytes`, when they already show that the rest is not worth having. Says nothing
 * when they do not: a TIFF is known by its directory, which often stands at the end.
 * @throws Failure file-not-media
 */
export async function refuseHead(head: Uint8Array): Promise<void> {
  const detected = await fileTypeFromBuffer(head);
  const found = foundIn(head, detected?.mime);
  if (found !== 'unknown' && !kinds[found]) throw new Failure('file-not-media', { found });
}

/** A MIME type, or `unknown`. */
function foundIn(head: Uint8Array, detected: string | undefined): string {
  // file-type knows no text but XML, which web pages and drawings are also written in.
  if (detected === 'image/avif' && Buffer.from(head).toString('latin1', 8, 12) === 'avis') return movingAvif;
  if (detected === 'image/heif') return brandsIn(head).includes('avif') ? 'image/avif' : detected;
  if (detected && detected !== 'application/xml') return detected;
  // At the end a character may be cut in half, which must not make text into something else.
  const text = new TextDecoder()
    .decode(head)
    .replace(/�{1,3}$/, '')
    .replace(/^\s+/, '')
    .toLowerCase();
  // The tags by which browsers take unnamed bytes for a page (WHATWG MIME Sniffing, 7.1).
  if (
    /^<(!doctype html|html|head|body|script|iframe|title|style|meta|div|table|h1|p|a|br|b|!--)[\s>/-]/.test(
      text,
    ) ||
    /<html[\s>]/.test(text)
  )
    return 'text/html';
  if (/<svg[\s/>]/.test(text)) return 'image/svg+xml';
  if (detected) return detected;
  return /[\p{Cc}�]/u.test(text.replace(/[\t\r\n\f]/g, '')) ? 'unknown' : 'text/plain';
}

/** All that a file says it can be read as (ISO/IEC 14496-12, 4.3); file-type looks at the first. */
function brandsIn(head: Uint8Array): string[] {
  const bytes = Buffer.from(head);
  const end = Math.min(bytes.length, bytes.length < 4 ? 0 : bytes.readUInt32BE(0));
  const count = Math.max(0, Math.floor((end - 16) / 4));
  return Array.from({ length: count }, (_, at) => bytes.toString('latin1', 16 + at * 4, 20 + at * 4));
}

async function readStart(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.allocUnsafe(readAtOnce), position: 0 });
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
