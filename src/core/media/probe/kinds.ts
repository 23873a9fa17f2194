/** What a file is, by its bytes alone: names and headers are claims. */
import { open } from 'node:fs/promises';
import { fileTypeFromBuffer, fileTypeFromFile } from 'file-type';
import type { Medium } from '../../../models/fields.ts';
import { Failure } from '../../domain/failure.ts';

type Kind = { medium: Medium; type: string; ending: string };

const picture = (type: string, ending: string): Kind => ({ medium: 'image', type, ending });
const video = (type: string, ending: string): Kind => ({ medium: 'video', type, ending });

/**
 * By file-type's name for it: what the prebuilt sharp really decodes (its AVIF is the only HEIF) and mediabunny
 * reads. APNG is a PNG with more chunks, and providers know it as one; M4V is Apple's name for MP4.
 */
const kinds: Readonly<Record<string, Kind>> = {
  'image/jpeg': picture('image/jpeg', 'jpg'),
  'image/png': picture('image/png', 'png'),
  'image/apng': picture('image/png', 'png'),
  'image/webp': picture('image/webp', 'webp'),
  'image/gif': picture('image/gif', 'gif'),
  'image/avif': picture('image/avif', 'avif'),
  'image/tiff': picture('image/tiff', 'tiff'),
  'video/mp4': video('video/mp4', 'mp4'),
  'video/x-m4v': video('video/mp4', 'mp4'),
  'video/quicktime': video('video/quicktime', 'mov'),
  'video/webm': video('video/webm', 'webm'),
  'video/matroska': video('video/x-matroska', 'mkv'),
};

/** The endings a kept file can have. */
export const endings: readonly string[] = [...new Set(Object.values(kinds).map(({ ending }) => ending))];

/** Bytes: file-type's own sample size, enough for every signature it knows. */
export const headBytes = 4100;

/**
 * The kind of a file.
 * @throws Failure file-not-media naming what was found, file-empty
 */
export async function kindOf(path: string): Promise<Kind> {
  const detected = await fileTypeFromFile(path);
  const kind = detected && kinds[detected.mime];
  if (kind) return kind;
  const head = await readHead(path);
  if (head.length === 0) throw new Failure('file-empty');
  throw new Failure('file-not-media', { found: foundIn(head, detected?.mime) });
}

/**
 * Refuses a file by its first `headBytes`, when they already show that the rest is not worth having. Says nothing
 * when they do not: a TIFF is known by its directory, which often stands at the end.
 * @throws Failure file-not-media
 */
export async function refuseHead(head: Uint8Array): Promise<void> {
  const detected = await fileTypeFromBuffer(head);
  if (detected && kinds[detected.mime]) return;
  const found = foundIn(head, detected?.mime);
  if (found !== 'unknown') throw new Failure('file-not-media', { found });
}

/** A MIME type, or `unknown`. */
function foundIn(head: Uint8Array, detected: string | undefined): string {
  // file-type knows no text but XML, which web pages and drawings are also written in.
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

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: new Uint8Array(headBytes), position: 0 });
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
