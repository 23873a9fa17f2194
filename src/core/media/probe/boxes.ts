/** The boxes that MP4, QuickTime, HEIF, AVIF and JPEG 2000 are made of (ISO/IEC 14496-12, 4.2), read within bounds. */
import { type FileHandle, open } from 'node:fs/promises';

export type Box = {
  /** Four characters. */
  type: string;
  /** Where its content begins and ends, in bytes of the file or buffer. */
  start: number;
  end: number;
};

/** A file of honest makers has a dozen at its top; a film in fragments has thousands. */
const mostBoxes = 100_000;

/** What a header says: the type, its own length and the length of all. Undefined where it is no header. */
function headerOf(head: Buffer, left: number): { type: string; own: number; length: number } | undefined {
  if (head.length < 8) return undefined;
  const type = head.toString('latin1', 4, 8);
  const short = head.readUInt32BE(0);
  if (short === 0) return { type, own: 8, length: left };
  if (short !== 1) return short < 8 ? undefined : { type, own: 8, length: short };
  if (head.length < 16) return undefined;
  const length = Number(head.readBigUInt64BE(8));
  return length < 16 ? undefined : { type, own: 16, length };
}

/** The boxes at the top of a file, one after the other; the last may claim to end behind it. */
async function* topBoxes(file: FileHandle): AsyncGenerator<Box> {
  const { size } = await file.stat();
  for (let at = 0, seen = 0; at < size && seen < mostBoxes; seen += 1) {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(16), position: at });
    const header = headerOf(buffer.subarray(0, bytesRead), size - at);
    // Behind the last box some programs leave a few bytes of nothing.
    if (!header) return;
    yield { type: header.type, start: at + header.own, end: at + header.length };
    at += header.length;
  }
}

/** @throws Error where a box ends behind the file: it was cut */
export async function checkEnd(path: string): Promise<void> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    for await (const { type, end } of topBoxes(file))
      if (end > size) throw new Error(`the box ${type} ends ${end - size} bytes behind the file`);
  } finally {
    await file.close();
  }
}

/** The boxes inside a buffer, from `start` to `end`; one that is longer than its parent ends them. */
export function boxesIn(bytes: Buffer, start = 0, end = bytes.length): Box[] {
  const boxes: Box[] = [];
  for (let at = start; at < end && boxes.length < mostBoxes; ) {
    const header = headerOf(bytes.subarray(at, Math.min(end, at + 16)), end - at);
    if (!header || at + header.length > end) return boxes;
    boxes.push({ type: header.type, start: at + header.own, end: at + header.length });
    at += header.length;
  }
  return boxes;
}

/** The content of the first box on a path such as `trak`, `mdia`, `mdhd`. */
export function boxAt(bytes: Buffer, ...[type, ...rest]: string[]): Buffer | undefined {
  const found = boxesIn(bytes).find((it) => it.type === type);
  const content = found && bytes.subarray(found.start, found.end);
  return content && rest.length > 0 ? boxAt(content, ...rest) : content;
}

/** Bytes: the table of an hour of video takes a few megabytes. */
const mostContent = 64_000_000;

/**
 * The content of the first box of one of these types at the top of a file; undefined where there is none.
 * @param most bytes of it that are read; all when left out
 * @throws Error when it is too large to be read
 */
export async function topBox(
  path: string,
  types: readonly string[],
  most = Number.POSITIVE_INFINITY,
): Promise<Buffer | undefined> {
  const file = await open(path);
  try {
    for await (const { type, start, end } of topBoxes(file)) {
      if (!types.includes(type)) continue;
      const length = Math.min(most, end - start);
      if (length > mostContent) throw new Error(`the box ${type} has ${length} bytes`);
      const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(length), position: start });
      return buffer.subarray(0, bytesRead);
    }
    return undefined;
  } finally {
    await file.close();
  }
}
