/** The list of items of a HEIF file: what each is, and where its bytes lie (ISO/IEC 14496-12, 8.11.3 and 8.11.6). */
import { boxAt, boxesIn } from '../boxes.ts';

/** Items; 48 tiles are usual, and a picture of 100 megapixels has 400. */
const mostItems = 20_000;

/** Of each item its type, e.g. `hvc1`, `grid`, `Exif`. */
export function typesOf(meta: Buffer): Map<number, string> {
  const types = new Map<number, string>();
  const list = boxAt(meta, 'iinf');
  if (!list) return types;
  for (const { type, start } of boxesIn(list, list[0] === 0 ? 6 : 8)) {
    // Only from its second version on an entry has a type.
    const version = list[start] ?? 0;
    if (type !== 'infe' || version < 2) continue;
    const wide = version === 2 ? 2 : 4;
    const after = start + 4 + wide + 2;
    types.set(list.readUIntBE(start + 4, wide), list.toString('latin1', after, after + 4));
  }
  return types;
}

/** @throws Error where the bytes of an item lie behind the file's end, or nowhere */
export function checkPlaces(meta: Buffer, size: number): void {
  const table = boxAt(meta, 'iloc');
  if (!table) throw new Error('the items have no place');
  const version = table[0] ?? 0;
  const [offsetSize, lengthSize] = nibbles(table[4]);
  const [baseSize, indexSize] = nibbles(table[5]);
  let at = 6;
  const next = (bytes: number): number => {
    const value =
      bytes === 0 ? 0 : bytes === 8 ? Number(table.readBigUInt64BE(at)) : table.readUIntBE(at, bytes);
    at += bytes;
    return value;
  };
  const wide = version < 2 ? 2 : 4;
  const count = next(wide);
  if (count > mostItems) throw new Error(`${count} items`);
  for (let item = 0; item < count; item += 1) {
    next(wide);
    // 0: in the file; the others lie in boxes that have an end of their own.
    const method = version > 0 ? next(2) & 15 : 0;
    next(2);
    const base = next(baseSize);
    for (let extents = next(2); extents > 0; extents -= 1) {
      if (version > 0) next(indexSize);
      const [offset, length] = [next(offsetSize), next(lengthSize)];
      if (method === 0 && base + offset + length > size) throw new Error('an item ends behind the file');
    }
  }
}

const nibbles = (byte = 0): [high: number, low: number] => [byte >> 4, byte & 15];
