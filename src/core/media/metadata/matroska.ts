/** A Matroska or WebM file with only its pictures and its sound (RFC 9559): overwritten where it stands, so no place moves. */
import type { DigitalSource } from '../../../models/model.ts';
import { type Element, elementAt, elementsIn, trackOfBlock, voided } from './elements.ts';
import { type Patch, type Piece, patched, type Reader } from './pieces.ts';
import { digitalSourceAddress } from './xmp.ts';

const segment = 0x18538067;
const [information, tracks, cluster] = [0x1549a966, 0x1654ae6b, 0x1f43b675];
/** Tags, attachments, chapters, room that may not be empty, a sum over what is changed. */
const personal = new Set([0x1254c367, 0x1941a469, 0x1043a770, 0xec, 0xbf]);
const segmentLevel = new Set([...personal, information, tracks, cluster, 0x114d9b74, 0x1c53bb6b]);
/** Of the information only what times are counted in, how long it is, and the two programs' names, which must be there. */
const [timing, programs] = [new Set([0x2ad7b1, 0x4489]), new Set([0x4d80, 0x5741])];
const [trackEntry, trackNumber, trackType] = [0xae, 0xd7, 0x83];
/** A track's name, its codec's, where its codec comes from, and its attachments. */
const trackNames = new Set([0x536e, 0x258688, 0x3a9697, 0x3b4040, 0x26b240, 0x7446, 0xec, 0xbf]);
const [simpleBlock, blockGroup, block] = [0xa3, 0xa0, 0xa1];

export async function matroskaPieces(reader: Reader, mark?: DigitalSource): Promise<Piece[]> {
  let body: Element | undefined;
  for await (const element of elementsIn(reader, { content: 0, end: reader.size }))
    if (element.id === segment) {
      body = element;
      break;
    }
  if (!body) throw new Error('there is no segment in it');
  const patches: Patch[] = [];
  const dropped = new Set<number>();
  for (let at = body.content; ; ) {
    const element = await elementAt(reader, at, body.end);
    if (!element) break;
    at = element.end;
    if (personal.has(element.id)) patches.push(...voided(element));
    else if (element.id === information) patches.push(...(await informationPatches(reader, element)));
    else if (element.id === tracks) patches.push(...(await tracksPatches(reader, element, dropped)));
    else if (element.id === cluster && (element.open || dropped.size > 0))
      at = await clusterPatches(reader, element, dropped, patches);
  }
  const pieces = patched(body.end, patches);
  if (!mark) return pieces;
  const tags = tagsOf(mark);
  return [...patched(body.end, [...patches, ...longer(body, tags.length)]), tags];
}

async function informationPatches(reader: Reader, box: Element): Promise<Patch[]> {
  const patches: Patch[] = [];
  for await (const element of elementsIn(reader, box)) {
    if (programs.has(element.id))
      patches.push({ at: element.content, with: { zeros: element.end - element.content } });
    else if (!timing.has(element.id)) patches.push(...voided(element));
  }
  return patches;
}

/** @param dropped is told the numbers of the tracks that go */
async function tracksPatches(reader: Reader, all: Element, dropped: Set<number>): Promise<Patch[]> {
  const patches: Patch[] = [];
  for await (const entry of elementsIn(reader, all)) {
    if (entry.id !== trackEntry) {
      patches.push(...voided(entry));
      continue;
    }
    const numbers = new Map<number, number>();
    const names: Patch[] = [];
    for await (const element of elementsIn(reader, entry)) {
      if (trackNames.has(element.id)) names.push(...voided(element));
      const bytes = await reader.read(element.content, Math.min(6, element.end - element.content));
      if (bytes.length > 0) numbers.set(element.id, bytes.readUIntBE(0, bytes.length));
    }
    // Pictures are 1 and sound is 2; subtitles and the rest go.
    const stays = [1, 2].includes(numbers.get(trackType) ?? 0);
    if (!stays) dropped.add(numbers.get(trackNumber) ?? 0);
    patches.push(...(stays ? names : voided(entry)));
  }
  return patches;
}

/** Takes the blocks of dropped tracks out of a cluster. @returns where it ends, which an open one does not say */
async function clusterPatches(
  reader: Reader,
  box: Element,
  dropped: ReadonlySet<number>,
  patches: Patch[],
): Promise<number> {
  for await (const element of elementsIn(reader, box)) {
    if (box.open && segmentLevel.has(element.id) && element.id !== 0xec && element.id !== 0xbf)
      return element.start;
    let held = element.id === simpleBlock ? element : undefined;
    if (element.id === blockGroup)
      for await (const inside of elementsIn(reader, element)) if (inside.id === block) held = inside;
    const track = held && (await trackOfBlock(reader, held));
    if (track !== undefined && dropped.has(track)) patches.push(...voided(element));
  }
  return box.end;
}

/** A segment that says how long it is must say that there is more; its length keeps its own. */
function longer({ start, content, end, open }: Element, more: number): Patch[] {
  if (open) return [];
  const width = content - start - 4;
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(end - content + more) | (1n << BigInt(7 * width)));
  if (end - content + more >= 2 ** (7 * width) - 1) throw new Error('there is no room for its length');
  return [{ at: start + 4, with: size.subarray(8 - width) }];
}

/** Tags with one tag about the whole file, of one name and its text. */
function tagsOf(mark: DigitalSource): Buffer {
  const text = element([0x44, 0x87], Buffer.from(digitalSourceAddress(mark)));
  const name = element([0x45, 0xa3], Buffer.from('DIGITAL_SOURCE_TYPE'));
  const simple = element([0x67, 0xc8], Buffer.concat([name, text]));
  const tag = element([0x73, 0x73], Buffer.concat([element([0x63, 0xc0], Buffer.alloc(0)), simple]));
  return element([0x12, 0x54, 0xc3, 0x67], tag);
}

/** Its length in two bytes. */
const element = (id: readonly number[], content: Buffer): Buffer =>
  Buffer.concat([Buffer.from([...id, 0x40 | (content.length >> 8), content.length & 0xff]), content]);
