/** What the items of a HEIF file say of its main picture (ISO/IEC 23008-12 and 14496-12, 8.11): HEIC, AVIF. */
import { stat } from 'node:fs/promises';
import type { PictureRecord } from '../../../domain/media-record.ts';
import { type Box, boxAt, boxesIn, checkEnd, topBox } from '../boxes.ts';
import { checkPlaces, typesOf } from './items.ts';

export type Heif = Pick<PictureRecord, 'width' | 'height' | 'alpha' | 'depth' | 'light'> & {
  /** Of the main picture or of its tiles: `hvc1`, `av01`. */
  codec: string;
};

/** ITU-T H.273, table 3. */
const lights: Readonly<Record<number, 'pq' | 'hlg'>> = { 16: 'pq', 18: 'hlg' };

/** @param codec an item's type */
export const isCoded = (codec: string, as: 'hevc' | 'av1'): boolean =>
  (as === 'hevc' ? ['hvc1', 'hev1'] : ['av01']).includes(codec);

/** @throws Error where it breaks off, or its main picture is not described */
export async function readHeif(path: string): Promise<Heif> {
  // Decoders do not notice the missing end of a file; its boxes do.
  await checkEnd(path);
  const meta = (await topBox(path, ['meta']))?.subarray(4);
  if (!meta) throw new Error('no items in it');
  const main = mainOf(meta);
  const types = typesOf(meta);
  const parts = references(meta, 'dimg').get(main) ?? [];
  const codec = types.get(parts[0] ?? main) ?? types.get(main) ?? '';
  checkPlaces(meta, (await stat(path)).size);
  const own = properties(meta, main);
  const coded = [...own, ...properties(meta, parts[0] ?? main)];
  return { ...sizeOf(own), codec, alpha: hasAlpha(meta, main), depth: depthOf(coded), light: lightOf(coded) };
}

function mainOf(meta: Buffer): number {
  const box = boxAt(meta, 'pitm');
  if (!box) throw new Error('no main picture');
  return box[0] === 0 ? box.readUInt16BE(4) : box.readUInt32BE(4);
}

/** From each item to those it is made of, or describes. */
function references(meta: Buffer, type: string): Map<number, number[]> {
  const box = boxAt(meta, 'iref');
  const found = new Map<number, number[]>();
  if (!box) return found;
  const wide = box[0] === 0 ? 2 : 4;
  for (const { type: kind, start } of boxesIn(box, 4)) {
    if (kind !== type) continue;
    const count = box.readUInt16BE(start + wide);
    const to = Array.from({ length: Math.min(count, 1000) }, (_, at) =>
      box.readUIntBE(start + wide + 2 + at * wide, wide),
    );
    found.set(box.readUIntBE(start, wide), to);
  }
  return found;
}

type Property = Box & { content: Buffer };

/** Of an item, in the order in which they are applied. */
function properties(meta: Buffer, item: number): Property[] {
  const [container, table] = [boxAt(meta, 'iprp', 'ipco'), boxAt(meta, 'iprp', 'ipma')];
  if (!container || !table) return [];
  const all = boxesIn(container);
  const [wideItem, wideIndex] = [table[0] === 0 ? 2 : 4, ((table[3] ?? 0) & 1) + 1];
  let at = 8;
  for (let left = table.readUInt32BE(4); left > 0 && at < table.length; left -= 1) {
    const id = table.readUIntBE(at, wideItem);
    const count = table.readUInt8(at + wideItem);
    at += wideItem + 1;
    if (id === item)
      return Array.from({ length: count }, (_, index) => {
        const said = table.readUIntBE(at + index * wideIndex, wideIndex);
        return all[(wideIndex === 1 ? said & 0x7f : said & 0x7fff) - 1];
      }).flatMap((it) => (it ? [{ ...it, content: container.subarray(it.start, it.end) }] : []));
    at += count * wideIndex;
  }
  return [];
}

/** As shown: cut out and turned. */
function sizeOf(own: Property[]): { width: number; height: number } {
  let size: { width: number; height: number } | undefined;
  for (const { type, content } of own) {
    if (type === 'ispe') size = { width: content.readUInt32BE(4), height: content.readUInt32BE(8) };
    if (type === 'clap' && size)
      size = {
        width: Math.round(content.readUInt32BE(0) / content.readUInt32BE(4)),
        height: Math.round(content.readUInt32BE(8) / content.readUInt32BE(12)),
      };
    // A quarter turn or three of them.
    if (type === 'irot' && size && (content[0] ?? 0) & 1) size = { width: size.height, height: size.width };
  }
  if (!size || !(size.width > 0 && size.height > 0)) throw new Error('the main picture has no size');
  return size;
}

/** Another picture says of itself that it is this one's alpha channel. */
function hasAlpha(meta: Buffer, main: number): boolean {
  return [...references(meta, 'auxl')].some(
    ([item, of]) =>
      of.includes(main) &&
      properties(meta, item).some(
        ({ type, content }) => type === 'auxC' && /alpha|auxid:1\b/.test(content.toString('latin1')),
      ),
  );
}

/** From the decoder's own settings: ISO/IEC 14496-15, 8.3.2.1 (hvcC); AV1 in ISOBMFF, 2.3 (av1C). */
function depthOf(coded: Property[]): number {
  const hevc = coded.find(({ type }) => type === 'hvcC')?.content;
  if (hevc && hevc.length > 17) return ((hevc[17] ?? 0) & 7) + 8;
  const av1 = coded.find(({ type }) => type === 'av1C')?.content[2] ?? 0;
  if (av1 & 0x40) return av1 & 0x20 ? 12 : 10;
  return 8;
}

function lightOf(coded: Property[]): PictureRecord['light'] {
  const colour = coded.find(
    ({ type, content }) => type === 'colr' && content.toString('latin1', 0, 4) === 'nclx',
  );
  return lights[colour && colour.content.length >= 8 ? colour.content.readUInt16BE(6) : 0] ?? 'sdr';
}
