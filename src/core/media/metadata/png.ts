/** A PNG, moving or not, without texts, times, EXIF and what programs of their own have put there (W3C PNG, third edition). */
import { crc32 } from 'node:zlib';
import type { DigitalSource } from '../../../models/model.ts';
import { orientationOf, turnedExif } from './exif.ts';
import { joined, type Piece, type Reader } from './pieces.ts';
import { xmpPacket } from './xmp.ts';

/** All that changes what is seen; names in lower case that are not here are ancillary. */
const seen = new Set(
  'tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV mDCv cLLI cLLi bKGD hIST pHYs sPLT acTL fcTL fdAT'.split(' '),
);
const signatureBytes = 8;

export async function pngPieces(reader: Reader, mark?: DigitalSource): Promise<Piece[]> {
  const header: Piece[] = [{ from: 0, to: signatureBytes }];
  const kept: Piece[] = [];
  let orientation = 1;
  for (let at = signatureBytes; at + 12 <= reader.size; ) {
    const head = await reader.read(at, 8);
    const [length, name] = [head.readUInt32BE(), head.toString('latin1', 4)];
    const to = Math.min(reader.size, at + 12 + length);
    if (name === 'eXIf') orientation = orientationOf(await reader.read(at + 8, Math.min(length, 65_536)));
    const critical = /^[A-Z]/.test(name);
    if (critical || seen.has(name)) (name === 'IHDR' ? header : kept).push({ from: at, to });
    at = to;
    if (name === 'IEND') break;
  }
  const turned = turnedExif(orientation);
  return joined([
    ...header,
    ...(turned ? [chunk('eXIf', turned)] : []),
    // Keyword, not compressed, no language, no translation (XMP Specification, part 3, 1.1.5).
    ...(mark
      ? [
          chunk(
            'iTXt',
            Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\0\0\0\0', 'latin1'), xmpPacket(mark)]),
          ),
        ]
      : []),
    ...kept,
  ]);
}

/** A whole chunk, with its length and its sum. */
export function chunk(name: string, content: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
