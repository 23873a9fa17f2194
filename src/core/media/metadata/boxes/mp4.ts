/**
 * An MP4, QuickTime or 3GP file with only its pictures and its sound. Boxes are overwritten where they stand, by room that
 * nobody reads: no length and no place changes, so edit lists, rotation, pixel shape, sound and fragments are what they
 * were, whichever FFmpeg there is or none; and what is held in memory are tables, never the media.
 */
import type { DigitalSource } from '../../../../models/model.ts';
import { type Patch, type Piece, patched, type Reader } from '../pieces.ts';
import { xmpPacket } from '../xmp.ts';
import { type Box, boxAt, boxesIn, boxesOf, emptied, zeros } from './boxes.ts';
import { entryPatches } from './sample-entries.ts';
import { fragmentOf, samplesOf } from './samples.ts';

const topLevel = new Set(['ftyp', 'styp', 'moov', 'moof', 'mdat', 'sidx', 'ssix', 'mfra', 'wide']);
const inMovie = new Set(['mvhd', 'trak', 'mvex', 'iods', 'cmov']);
const inTrack = new Set(['tkhd', 'edts', 'mdia', 'tapt', 'clip', 'matt', 'load']);

/** Adobe's name for a box of XMP (XMP Specification, part 3, 1.2.7.1). */
const xmpId = Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex');

export async function mp4Pieces(reader: Reader, mark?: DigitalSource): Promise<Piece[]> {
  const top = await boxesIn(reader, 0, reader.size);
  const size = top.at(-1)?.end ?? 0;
  if (!top.some(({ type }) => type === 'moov')) throw new Error('there is no index in it');
  const patches: Patch[] = [];
  const dropped = new Set<number>();
  for (const box of top)
    if (box.type === 'moov') patches.push(...(await moviePatches(reader, box, dropped)));
    else if (!topLevel.has(box.type)) patches.push(...emptied(box));
  for (const moof of top.filter(({ type }) => type === 'moof'))
    patches.push(...(await fragmentPatches(reader, moof, dropped)));
  if (!mark) return patched(size, patches);
  const last = top.at(-1);
  // What has no length ends with its file; with a box behind it, it needs one.
  if (last?.open) patches.push({ at: last.start, with: numberOf(size - last.start) });
  const packet = xmpPacket(mark);
  const head = Buffer.concat([numberOf(24 + packet.length), Buffer.from('uuid', 'latin1'), xmpId]);
  return [...patched(size, patches), Buffer.concat([head, packet])];
}

/** @param dropped is told the numbers of the tracks that go */
async function moviePatches(reader: Reader, moov: Box, dropped: Set<number>): Promise<Patch[]> {
  const patches: Patch[] = [];
  for (const box of await boxesOf(reader, moov)) {
    if (!inMovie.has(box.type)) patches.push(...emptied(box));
    else if (box.type === 'mvhd') patches.push(await timesOf(reader, box));
    if (box.type !== 'trak') continue;
    const handler = await boxAt(reader, box, ['mdia', 'hdlr']);
    const kind = handler && (await reader.read(handler.content + 8, 4)).toString('latin1');
    if (kind === 'vide' || kind === 'soun') patches.push(...(await trackPatches(reader, box)));
    else {
      // Subtitles, too: in them drones write where they are.
      const head = await boxAt(reader, box, ['tkhd']);
      if (head) dropped.add(await trackNumber(reader, head));
      patches.push(...(await samplesOf(reader, box)), ...emptied(box));
    }
  }
  return patches;
}

async function trackNumber(reader: Reader, head: Box): Promise<number> {
  const bytes = await reader.read(head.content, 24);
  return bytes.length < 24 ? 0 : bytes.readUInt32BE(bytes[0] === 1 ? 20 : 12);
}

async function trackPatches(reader: Reader, trak: Box): Promise<Patch[]> {
  const patches: Patch[] = [];
  for (const box of await boxesOf(reader, trak)) {
    if (!inTrack.has(box.type)) patches.push(...emptied(box));
    else if (box.type === 'tkhd') patches.push(await timesOf(reader, box));
    if (box.type !== 'mdia') continue;
    for (const inside of await boxesOf(reader, box)) {
      if (inside.type === 'mdhd') patches.push(await timesOf(reader, inside));
      else if (inside.type === 'hdlr') patches.push(nameOf(inside));
      else if (inside.type === 'minf') patches.push(...(await informationPatches(reader, inside)));
      else patches.push(...emptied(inside));
    }
  }
  return patches;
}

async function informationPatches(reader: Reader, minf: Box): Promise<Patch[]> {
  const patches: Patch[] = [];
  for (const box of await boxesOf(reader, minf)) {
    if (box.type === 'hdlr') patches.push(nameOf(box));
    else if (['udta', 'meta', 'uuid'].includes(box.type)) patches.push(...emptied(box));
    else if (box.type === 'stbl') patches.push(...(await entryPatches(reader, box)));
    else if (box.type === 'dinf')
      // An alias of QuickTime's names disks, folders and people; the data is in this very file.
      for (const reference of await boxesOf(reader, box))
        for (const alias of await boxesOf(reader, reference, 8))
          patches.push(zeros(alias.content + 4, alias.end));
  }
  return patches;
}

/** When it was made and changed. */
async function timesOf(reader: Reader, { content, end }: Box): Promise<Patch> {
  const [version] = await reader.read(content, 1);
  return zeros(content + 4, Math.min(end, content + 4 + (version === 1 ? 16 : 8)));
}

/** A handler's maker and its name; its kind stays. */
const nameOf = ({ content, end }: Box): Patch => zeros(content + 12, end);

async function fragmentPatches(reader: Reader, moof: Box, dropped: ReadonlySet<number>): Promise<Patch[]> {
  const patches: Patch[] = [];
  for (const box of await boxesOf(reader, moof)) {
    if (box.type === 'traf') {
      const { track, samples } = await fragmentOf(reader, box, moof);
      if (dropped.has(track)) patches.push(...samples, ...emptied(box));
      else
        for (const inside of await boxesOf(reader, box))
          if (['udta', 'meta', 'uuid'].includes(inside.type)) patches.push(...emptied(inside));
    } else if (box.type !== 'mfhd') patches.push(...emptied(box));
  }
  return patches;
}

function numberOf(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
