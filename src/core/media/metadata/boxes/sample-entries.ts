/** What an MP4's description of its pictures and sound says beside how to decode them: who made the encoder, and its name. */

import type { Patch, Reader } from '../pieces.ts';
import { type Box, boxesOf, emptied, zeros } from './boxes.ts';

/** Of these the name is never needed for decoding; some older ones are told apart by it. */
const named = /^(avc[1-4]|hvc1|hev1|dvh1|dvhe|av01|vp0[89]|mp4v|s263|ap(ch|cn|cs|co|4h|4x)|jpeg|mjp[ab])$/;
/** From the entry's content on (ISO 14496-12, 12.1.3; QuickTime File Format): four letters; a text of 32 bytes. */
const [maker, encoder, encoderBytes] = [12, 42, 32];
/** Bytes of a picture's entry before the boxes in it. */
const entryBytes = 78;

/** @param table `stbl` of a track that stays */
export async function entryPatches(reader: Reader, table: Box): Promise<Patch[]> {
  const patches: Patch[] = [];
  for (const box of await boxesOf(reader, table)) {
    if (['udta', 'meta', 'uuid'].includes(box.type)) patches.push(...emptied(box));
    if (box.type !== 'stsd') continue;
    for (const entry of await boxesOf(reader, box, 8)) {
      if (!named.test(entry.type) || entry.end - entry.content < entryBytes) continue;
      patches.push(
        zeros(entry.content + maker, entry.content + maker + 4),
        zeros(entry.content + encoder, entry.content + encoder + encoderBytes),
      );
      for (const inside of await boxesOf(reader, entry, entryBytes))
        if (['uuid', 'udta', 'meta'].includes(inside.type)) patches.push(...emptied(inside));
    }
  }
  return patches;
}
