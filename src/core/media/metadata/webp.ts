/** A WebP, moving or not, without EXIF, XMP and chunks of others (Google, WebP Container Specification; RFC 9649). */
import type { DigitalSource } from '../../../models/model.ts';
import { orientationOf, turnedExif } from './exif.ts';
import { lengthOf, type Piece, type Reader } from './pieces.ts';
import { xmpPacket } from './xmp.ts';

const pictures = new Set(['VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
/** Bits of the extended header. */
const [animated, xmp, exif, alpha] = [0x02, 0x04, 0x08, 0x10];

export async function webpPieces(reader: Reader, mark?: DigitalSource): Promise<Piece[]> {
  const kept: Piece[] = [];
  let [orientation, extended]: [number, Buffer | undefined] = [1, undefined];
  const end = Math.min(reader.size, 8 + (await reader.read(4, 4)).readUInt32LE());
  for (let at = 12; at + 8 <= end; ) {
    const head = await reader.read(at, 8);
    const [name, length] = [head.toString('latin1', 0, 4), head.readUInt32LE(4)];
    const to = Math.min(end, at + 8 + length + (length % 2));
    if (name === 'VP8X') extended = Buffer.from(await reader.read(at + 8, 10));
    if (name === 'EXIF') orientation = orientationOf(await reader.read(at + 8, Math.min(length, 65_536)));
    if ((name === 'VP8 ' || name === 'VP8L') && !extended)
      extended = await simpleHeader(reader, name, at + 8);
    if (pictures.has(name)) kept.push({ from: at, to });
    at = to;
  }
  const turned = turnedExif(orientation);
  const packet = mark && xmpPacket(mark);
  const first = extended?.[0] ?? 0;
  // A simple file stays one: its header says no more than its picture does.
  const needed = packet || turned || (first & (animated | alpha | 0x20)) !== 0 || kept.length > 1;
  if (extended) extended[0] = (first & ~(xmp | exif)) | (packet ? xmp : 0) | (turned ? exif : 0);
  const pieces = [
    ...(extended && needed ? [chunk('VP8X', extended)] : []),
    ...kept,
    ...(turned ? [chunk('EXIF', turned)] : []),
    ...(packet ? [chunk('XMP ', packet)] : []),
  ];
  const riff = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  riff.writeUInt32LE(4 + pieces.reduce((sum, piece) => sum + lengthOf(piece), 0), 4);
  return [riff, ...pieces];
}

/** An extended header's content for a file that has none: its size, and whether it has an alpha channel. */
async function simpleHeader(reader: Reader, name: string, at: number): Promise<Buffer | undefined> {
  const data = await reader.read(at, 10);
  if (data.length < 10) return undefined;
  const bits = data.readUInt32LE(1);
  // RFC 6386, 9.1, and the lossless bitstream's own header: both have 14 bits for each side.
  const [width, height] =
    name === 'VP8 '
      ? [data.readUInt16LE(6) & 0x3fff, data.readUInt16LE(8) & 0x3fff]
      : [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
  const header = Buffer.alloc(10);
  if (name === 'VP8L' && (bits & 0x10000000) !== 0) header[0] = alpha;
  header.writeUIntLE(width - 1, 4, 3);
  header.writeUIntLE(height - 1, 7, 3);
  return header;
}

function chunk(name: string, content: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}
