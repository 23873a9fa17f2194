/** Whether a file plays where it is posted: the players of chats and browsers all show the same few types. */
import type { MediaFile } from '../../domain/job.ts';
import { boxAt, boxesIn, topBox } from '../probe/boxes.ts';

/**
 * Undefined where it plays; else what is to be done: `repack` where its pictures may stay as they are, `encode` where they
 * must be written anew, `picture` for a picture of another type. A file of which nothing is known is let be.
 * @throws the file system's error
 */
export async function hindrance(
  { record }: Pick<MediaFile, 'record'>,
  path: string,
): Promise<'repack' | 'encode' | 'picture' | undefined> {
  if (!record) return undefined;
  const { type, depth, light } = record;
  if (record.medium === 'image') return shownPictures.has(type) ? undefined : 'picture';
  if (record.codec !== 'avc' || depth > 8 || light !== 'sdr') return 'encode';
  if (type !== 'video/mp4') return type === 'video/quicktime' ? 'repack' : 'encode';
  const index = await topBox(path, ['moov']).catch(() => undefined);
  if (!index) return undefined;
  const samples = samplesIn(index);
  if (samples.some((it) => it.type === 'avc1' && !halved(it.content))) return 'encode';
  // Children of `moov` begin with `mvhd`, content of pictures does not.
  const first = await topBox(path, ['moov', 'mdat'], 8);
  const inFront = first?.toString('latin1', 4, 8) === 'mvhd';
  return inFront && samples.every(({ type: name }) => played.has(name)) ? undefined : 'repack';
}

const shownPictures = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif']);

/** H.264 and AAC; the others are no pictures and no sound. */
const played = new Set(['avc1', 'mp4a', 'text', 'tx3g', 'tmcd', 'rtp ', 'mp4s']);

type Sample = { type: string; content: Buffer };

/** How the samples of each track are written (ISO/IEC 14496-12, 8.5.2): the first way of each. */
function samplesIn(index: Buffer): Sample[] {
  const tracks = boxesIn(index).filter(({ type }) => type === 'trak');
  return tracks.flatMap(({ start, end }) => {
    const ways = boxAt(index.subarray(start, end), 'mdia', 'minf', 'stbl', 'stsd');
    const [way] = ways ? boxesIn(ways, 8) : [];
    return way && ways ? [{ type: way.type, content: ways.subarray(way.start, way.end) }] : [];
  });
}

/** Profiles of H.264 whose colours have half the width and height and eight bits: baseline, main, extended, high. */
const halvedProfiles = [66, 77, 88, 100];

/** A sample entry of pictures has 78 bytes before its boxes; `avcC` says the profile in its second byte. */
function halved(entry: Buffer): boolean {
  const settings = boxAt(entry.subarray(78), 'avcC');
  return !settings || halvedProfiles.includes(settings[1] ?? 0);
}
