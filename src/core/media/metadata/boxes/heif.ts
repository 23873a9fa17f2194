/** An AVIF or HEIC file without EXIF, XMP, texts and thumbnails: overwritten where they stand (ISO 23008-12). */

import { type Piece, patched, type Reader } from '../pieces.ts';
import { type Box, boxesIn, boxesOf, emptied, zeros } from './boxes.ts';
import { mp4Pieces } from './mp4.ts';

const topLevel = new Set(['ftyp', 'meta', 'mdat', 'moov', 'moof', 'idat', 'sidx', 'mfra']);
/** Items that are no pictures. */
const texts = new Set(['Exif', 'mime', 'uri ']);
type Place = { from: number; bytes: number };

export async function heifPieces(reader: Reader): Promise<Piece[]> {
  const top = await boxesIn(reader, 0, reader.size);
  const meta = top.find(({ type }) => type === 'meta');
  if (!meta) return mp4Pieces(reader);
  const patches = top.filter(({ type }) => !topLevel.has(type)).flatMap(emptied);
  const inside = await boxesOf(reader, meta, 4);
  for (const box of inside)
    if (['udta', 'uuid', 'free', 'skip', 'meta'].includes(box.type)) patches.push(...emptied(box));
  const find = (type: string) => inside.find((box) => box.type === type);
  const [infos, references, places] = [find('iinf'), find('iref'), find('iloc')];
  const thumbnails = references ? await thumbnailsIn(reader, references) : new Set<number>();
  const gone = new Set<number>();
  if (infos) {
    const [version] = await reader.read(infos.content, 1);
    for (const info of await boxesOf(reader, infos, version === 0 ? 6 : 8)) {
      const item = await itemOf(reader, info);
      if (!texts.has(item.type) && !thumbnails.has(item.id)) continue;
      gone.add(item.id);
      // Of a kind that no decoder knows, so that nobody looks for what was there.
      patches.push(
        { at: item.typeAt, with: Buffer.from('skip', 'latin1') },
        zeros(item.typeAt + 4, info.end),
      );
    }
  }
  const data = find('idat');
  if (places)
    for (const { item, place } of await placesIn(reader, places, data?.content ?? 0))
      if (gone.has(item)) patches.push(zeros(place.from, Math.min(reader.size, place.from + place.bytes)));
  return patched(top.at(-1)?.end ?? 0, patches);
}

/** An `infe` of version 2 or 3, as pictures have it. */
async function itemOf(reader: Reader, info: Box): Promise<{ id: number; type: string; typeAt: number }> {
  const bytes = await reader.read(info.content, 16);
  if (bytes.length < 14) return { id: 0, type: '', typeAt: 0 };
  const wide = (bytes[0] ?? 0) >= 3;
  const at = wide ? 10 : 8;
  return {
    id: wide ? bytes.readUInt32BE(4) : bytes.readUInt16BE(4),
    type: bytes.toString('latin1', at, at + 4),
    typeAt: info.content + at,
  };
}

async function thumbnailsIn(reader: Reader, references: Box): Promise<Set<number>> {
  const [version] = await reader.read(references.content, 1);
  const found = new Set<number>();
  for (const box of await boxesOf(reader, references, 4))
    if (box.type === 'thmb') {
      const bytes = await reader.read(box.content, 4);
      if (bytes.length === 4) found.add(version === 0 ? bytes.readUInt16BE() : bytes.readUInt32BE());
    }
  return found;
}

/** `iloc` (ISO 14496-12, 8.11.3): where the data of each item lies, in the file or in `idat`. */
async function placesIn(reader: Reader, box: Box, data: number): Promise<{ item: number; place: Place }[]> {
  const bytes = Buffer.from(await reader.read(box.content, box.end - box.content));
  let at = 4;
  const number = (size: number): number => {
    at += size;
    if (size === 8) return Number(bytes.readBigUInt64BE(at - 8));
    return size === 0 ? 0 : bytes.readUIntBE(at - size, size);
  };
  const version = bytes[0] ?? 0;
  const sizes = number(2);
  const nibble = (shift: number) => (sizes >> shift) & 15;
  const found: { item: number; place: Place }[] = [];
  for (let left = number(version < 2 ? 2 : 4); left > 0; left -= 1) {
    const item = number(version < 2 ? 2 : 4);
    const method = version > 0 ? number(2) & 15 : 0;
    number(2);
    const base = number(nibble(4)) + (method === 1 ? data : 0);
    for (let extents = number(2); extents > 0; extents -= 1) {
      if (version > 0) number(nibble(0));
      const from = base + number(nibble(12));
      found.push({ item, place: { from, bytes: number(nibble(8)) } });
    }
  }
  return found;
}
