/** Boxes of ISO 14496-12, in which MP4, QuickTime, 3GP, AVIF and HEIC are written: where each stands. */
import type { Patch, Reader } from '../pieces.ts';

export type Box = {
  type: string;
  /** Where it begins, where its content does, and where it ends. */
  start: number;
  content: number;
  end: number;
  /** It ends with its file, and says no length. */
  open: boolean;
};

/** The boxes from `from` up to `to`, in their order; it ends where something is no box. */
export async function boxesIn(reader: Reader, from: number, to: number): Promise<Box[]> {
  const boxes: Box[] = [];
  for (let start = from; start + 8 <= to; ) {
    const head = await reader.read(start, 16);
    const [short, type] = [head.readUInt32BE(), head.toString('latin1', 4, 8)];
    if (short === 1 && head.length < 16) break;
    const long = short === 1 ? Number(head.readBigUInt64BE(8)) : short;
    const content = start + (short === 1 ? 16 : 8);
    const open = short === 0;
    if (!open && start + long < content) break;
    const end = open ? to : Math.min(to, start + long);
    boxes.push({ type, start, content, end, open });
    start = end;
  }
  return boxes;
}

export const boxesOf = (reader: Reader, box: Box, after = 0): Promise<Box[]> =>
  boxesIn(reader, box.content + after, box.end);

/** The first box on this way down, as in `mdia`, `minf`, `stbl`. */
export async function boxAt(reader: Reader, from: Box, way: readonly string[]): Promise<Box | undefined> {
  let box: Box | undefined = from;
  for (const type of way) box = box && (await boxesOf(reader, box)).find((it) => it.type === type);
  return box;
}

/** So many zeros over this place. */
export const zeros = (at: number, end: number): Patch => ({ at, with: { zeros: Math.max(0, end - at) } });

/** In its place stands room that nobody reads, of the same length. */
export const emptied = ({ start, content, end }: Box): Patch[] => [
  { at: start + 4, with: Buffer.from('free', 'latin1') },
  zeros(content, end),
];
