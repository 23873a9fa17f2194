/** Where the data of an MP4's track lies: by its tables of chunks, or by the fragments that carry it. */

import type { Patch, Reader } from '../pieces.ts';
import { type Box, boxAt, boxesOf, zeros } from './boxes.ts';

/** Entries of a table, in so many numbers each, four bytes at a time or eight. */
async function numbersIn(
  reader: Reader,
  box: Box | undefined,
  skip: number,
  width: 4 | 8 = 4,
): Promise<number[]> {
  if (!box) return [];
  const bytes = await reader.read(box.content + skip, Math.max(0, box.end - box.content - skip));
  return Array.from({ length: Math.floor(bytes.length / width) }, (_, index) =>
    width === 4 ? bytes.readUInt32BE(index * 4) : Number(bytes.readBigUInt64BE(index * 8)),
  );
}

/** Zeros over all that a `trak` has in the file. */
export async function samplesOf(reader: Reader, trak: Box): Promise<Patch[]> {
  const table = await boxAt(reader, trak, ['mdia', 'minf', 'stbl']);
  const inside = table ? await boxesOf(reader, table) : [];
  const find = (type: string) => inside.find((box) => box.type === type);
  const short = find('stco');
  const places = short ? await numbersIn(reader, short, 8) : await numbersIn(reader, find('co64'), 8, 8);
  const [all = 0, count = 0, ...sizes] = await numbersIn(reader, find('stsz'), 4);
  const runs = await numbersIn(reader, find('stsc'), 8);
  const patches: Patch[] = [];
  let [run, sample] = [0, 0];
  for (const [chunk, place] of places.entries()) {
    while (run + 3 < runs.length && (runs[run + 3] ?? 0) <= chunk + 1) run += 3;
    const last = Math.min(count, sample + (runs[run + 1] ?? 0));
    let bytes = all * Math.max(0, last - sample);
    for (; sample < last; sample += 1) if (all === 0) bytes += sizes[sample] ?? 0;
    if (place < reader.size) patches.push(zeros(place, Math.min(reader.size, place + bytes)));
  }
  return patches;
}

/** Where optional numbers of `tfhd` and `trun` stand depends on their flags (ISO 14496-12, 8.8.7 and 8.8.8). */
const [baseGiven, indexGiven, durationGiven, sizeGiven] = [0x1, 0x2, 0x8, 0x10];

/** The track of a `traf`, and zeros over what it has in the file. `moof`: where its fragment begins. */
export async function fragmentOf(
  reader: Reader,
  traf: Box,
  moof: Box,
): Promise<{ track: number; samples: Patch[] }> {
  const inside = await boxesOf(reader, traf);
  const head = inside.find(({ type }) => type === 'tfhd');
  const [flags = 0, track = 0, ...rest] = await numbersIn(reader, head, 0);
  const given = flags & 0xffffff;
  let at = 0;
  let base = moof.start;
  if ((given & baseGiven) !== 0) {
    base = (rest[0] ?? 0) * 2 ** 32 + (rest[1] ?? 0);
    at = 2;
  }
  at += ((given & indexGiven) !== 0 ? 1 : 0) + ((given & durationGiven) !== 0 ? 1 : 0);
  const usual = (given & sizeGiven) !== 0 ? (rest[at] ?? 0) : 0;
  const samples: Patch[] = [];
  let place = base;
  for (const run of inside.filter(({ type }) => type === 'trun')) {
    const [runFlags = 0, count = 0, ...entries] = await numbersIn(reader, run, 0);
    const has = (flag: number) => ((runFlags & flag) !== 0 ? 1 : 0);
    // Signed: a run may lie before its fragment.
    if (has(0x1)) place = base + ((entries[0] ?? 0) | 0);
    const first = has(0x1) + has(0x4);
    const step = has(0x100) + has(0x200) + has(0x400) + has(0x800);
    let bytes = has(0x200) ? 0 : usual * count;
    if (has(0x200))
      for (let index = 0; index < count; index += 1) bytes += entries[first + index * step + has(0x100)] ?? 0;
    samples.push(zeros(Math.min(reader.size, place), Math.min(reader.size, place + bytes)));
    place += bytes;
  }
  return { track, samples };
}
