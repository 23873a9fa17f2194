/** A JPEG without what says where, when, by whom and with what it was taken (ITU-T T.81; markers of XMP, JFIF, ICC, EXIF). */
import type { DigitalSource } from '../../../models/model.ts';
import { orientationOf, turnedExif } from './exif.ts';
import type { Piece, Reader } from './pieces.ts';
import { xmpPacket } from './xmp.ts';

const [startOfImage, endOfImage, startOfScan] = [0xd8, 0xd9, 0xda];
const jfif = 'JFIF\0';
const exif = 'Exif\0\0';
/** Bytes of JFIF before its thumbnail. */
const jfifBytes = 14;

/**
 * Only what decoding needs stays: tables, frames, scans, JFIF without its thumbnail, the colour profile, Adobe's note on
 * how colours are written, and how the picture is turned. Other application segments, comments, and everything after the
 * end of the picture (a second picture of MPF, the video of a moving photograph) go.
 */
export async function jpegPieces(reader: Reader, mark?: DigitalSource): Promise<Piece[]> {
  const kept: Piece[] = [];
  const heads: Piece[] = [];
  let orientation = 1;
  for (let at = 2; at < reader.size; ) {
    const marker = await markerFrom(reader, at);
    if (!marker) break;
    const { code, from } = marker;
    if (code === endOfImage) {
      kept.push(Buffer.from([0xff, endOfImage]));
      break;
    }
    const [high = 0, low = 0] = await reader.read(from + 2, 2);
    const to = Math.min(reader.size, from + 2 + Math.max(2, high * 256 + low));
    if (code === 0xe0 && (await says(reader, from, jfif)))
      heads.push(...(await withoutThumbnail(reader, from)));
    if (code === 0xe1 && (await says(reader, from, exif)))
      orientation = orientationOf(await reader.read(from + 4, to - from - 4));
    at = to;
    if (code === startOfScan) at = await endOfScan(reader, to);
    if (await isNeeded(reader, code, from)) kept.push({ from, to: at });
  }
  return [
    Buffer.from([0xff, startOfImage]),
    ...heads,
    ...segment(0xe1, exif, turnedExif(orientation)),
    ...segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', mark && xmpPacket(mark)),
    ...kept,
  ];
}

/** The next marker; what stands before it belongs to nothing. */
async function markerFrom(
  reader: Reader,
  start: number,
): Promise<{ code: number; from: number } | undefined> {
  for (let at = start; at + 1 < reader.size; ) {
    const bytes = await reader.read(at, 4096);
    const found = bytes.indexOf(0xff);
    if (found < 0) at += bytes.length;
    else if (found === bytes.length - 1) at += found;
    else {
      const code = bytes[found + 1] ?? 0;
      // Without a length: fillers, restarts; and no marker at all.
      if (code > 0x01 && code !== 0xff && code !== startOfImage && !(code >= 0xd0 && code <= 0xd7))
        return { code, from: at + found };
      at += found + (code === 0xff ? 1 : 2);
    }
    if (bytes.length < 2) return undefined;
  }
  return undefined;
}

/** Where the bits of a scan end: at the next marker that is not one of its own. */
async function endOfScan(reader: Reader, start: number): Promise<number> {
  for (let at = start; at < reader.size; ) {
    const bytes = await reader.read(at, 65_536);
    let found = bytes.indexOf(0xff);
    for (; found >= 0 && found < bytes.length - 1; found = bytes.indexOf(0xff, found + 1)) {
      const code = bytes[found + 1] ?? 0;
      if (code !== 0 && code !== 0xff && !(code >= 0xd0 && code <= 0xd7)) return at + found;
    }
    if (at + bytes.length >= reader.size) return reader.size;
    at += found < 0 ? bytes.length : bytes.length - 1;
  }
  return reader.size;
}

const says = async (reader: Reader, from: number, name: string): Promise<boolean> =>
  (await reader.read(from + 4, name.length)).toString('latin1') === name;

async function isNeeded(reader: Reader, code: number, from: number): Promise<boolean> {
  if (code === 0xe2) return says(reader, from, 'ICC_PROFILE\0');
  if (code === 0xee) return says(reader, from, 'Adobe');
  // Other applications' segments, comments, and what the standard keeps for extensions.
  return !(code >= 0xe0 && code <= 0xef) && !(code >= 0xf0 && code <= 0xfe);
}

async function withoutThumbnail(reader: Reader, from: number): Promise<Piece[]> {
  const head = Buffer.from(await reader.read(from + 4 + jfif.length, jfifBytes - jfif.length));
  if (head.length < jfifBytes - jfif.length) return [];
  head.fill(0, head.length - 2);
  return segment(0xe0, jfif, head);
}

function segment(code: number, name: string, content: Uint8Array | undefined): Piece[] {
  if (!content) return [];
  const head = Buffer.from([0xff, code, 0, 0]);
  head.writeUInt16BE(2 + name.length + content.length, 2);
  return [Buffer.concat([head, Buffer.from(name, 'latin1'), content])];
}
