/** A GIF without comments and what programs have put there of their own (CompuServe, GIF89a). */
import type { DigitalSource } from '../../../models/model.ts';
import { joined, type Piece, type Reader } from './pieces.ts';
import { xmpPacket } from './xmp.ts';

const [image, extension, trailer] = [0x2c, 0x21, 0x3b];
const [comment, application] = [0xfe, 0xff];
/** Of those, what changes how it is shown: how often, and its colours. */
const shown = ['NETSCAPE2.0', 'ANIMEXTS1.0', 'ICCRGBG1012'];

export async function gifPieces(reader: Reader, mark?: DigitalSource): Promise<Piece[]> {
  let at = Math.min(reader.size, 13 + (await tableBytes(reader, 10)));
  // Readers want a picture after every block, so it cannot stand at the end.
  const kept: Piece[] = [{ from: 0, to: at }, ...(mark ? [markOf(mark)] : [])];
  for (;;) {
    const [kind, label] = await reader.read(at, 2);
    const name = (await reader.read(at + 3, 11)).toString('latin1');
    if (kind !== image && kind !== extension) break;
    const to = await endOfBlocks(
      reader,
      kind === image ? at + 11 + (await tableBytes(reader, at + 9)) : at + 2,
    );
    const personal =
      kind === extension && (label === comment || (label === application && !shown.includes(name)));
    if (!personal) kept.push({ from: at, to });
    at = to;
  }
  return joined([...kept, Buffer.from([trailer])]);
}

/** Bytes of the table of colours that the flags at this place speak of. */
async function tableBytes(reader: Reader, at: number): Promise<number> {
  const [flags = 0] = await reader.read(at, 1);
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

/** After the empty block that ends a row of them. */
async function endOfBlocks(reader: Reader, start: number): Promise<number> {
  for (let at = start; at < reader.size; ) {
    const [length = 0] = await reader.read(at, 1);
    at += 1 + length;
    if (length === 0) return at;
  }
  return reader.size;
}

/** As XMP stands in a GIF (XMP Specification, part 3, 1.1.2): bare, and then bytes that lead any reader of blocks to its end. */
const markOf = (source: DigitalSource): Buffer =>
  Buffer.concat([
    Buffer.from([extension, application, 11]),
    Buffer.from('XMP DataXMP', 'latin1'),
    xmpPacket(source),
    Buffer.from([1, ...Array.from({ length: 256 }, (_, index) => 255 - index), 0]),
  ]);
