/** A file as the pieces of another: what is kept of it, and what stands there instead. Nothing of it is ever held whole. */
import { type FileHandle, open } from 'node:fs/promises';

/** Bytes of the file from `from` up to `to`; bytes of our own; so many zeros. */
export type Piece = { from: number; to: number } | Uint8Array | { zeros: number };

/** Looks into a file at any place. */
export type Reader = {
  /** Bytes of the file. */
  size: number;
  /** All of them, where they are few. */
  whole: Buffer | undefined;
  /**
   * So many bytes from `at`, or fewer where the file ends. What is read is good until the next call.
   * @throws RangeError for more than a table can have
   */
  read(at: number, length: number): Promise<Buffer>;
};

/** Bytes that are read at once: many small looks at neighbouring places are one. */
const windowBytes = 65_536;

/** Tables of ten hours at sixty pictures a second have a quarter of this. */
const mostAtOnce = 32_000_000;

const readerOf = async (file: FileHandle): Promise<Reader> => {
  const { size } = await file.stat();
  const first = Buffer.alloc(Math.min(size, windowBytes));
  const { bytesRead } = await file.read(first, 0, first.length, 0);
  if (bytesRead === size) return readerIn(first);
  let [start, held]: [number, Buffer] = [0, first.subarray(0, bytesRead)];
  return {
    size,
    whole: undefined,
    async read(at, length) {
      checkPlace(at, length);
      const end = Math.min(size, at + length);
      if (at < start || end > start + held.length) {
        const wanted = Buffer.alloc(Math.max(0, Math.min(size - at, Math.max(length, windowBytes))));
        const { bytesRead } = await file.read(wanted, 0, wanted.length, at);
        [start, held] = [at, wanted.subarray(0, bytesRead)];
      }
      return held.subarray(at - start, Math.max(at, end) - start);
    },
  };
};

/** The same of all bytes of a file. */
export const readerIn = (whole: Buffer): Reader => ({
  size: whole.length,
  whole,
  async read(at, length) {
    checkPlace(at, length);
    return whole.subarray(at, Math.max(at, at + length));
  },
});

function checkPlace(at: number, length: number): void {
  if (at < 0) throw new RangeError(`no file has bytes at ${at}`);
  if (length > mostAtOnce) throw new RangeError(`${length} bytes are more than any table has`);
}

/** Opens a file to be looked into, for as long as `look` takes. @throws the file system's error */
export async function lookInto<Seen>(path: string, look: (reader: Reader) => Promise<Seen>): Promise<Seen> {
  const file = await open(path);
  try {
    return await look(await readerOf(file));
  } finally {
    await file.close();
  }
}

export const lengthOf = (piece: Piece): number =>
  piece instanceof Uint8Array ? piece.length : 'zeros' in piece ? piece.zeros : piece.to - piece.from;

/** Neighbours are joined, and what is empty goes. */
export function joined(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    if (lengthOf(piece) <= 0) continue;
    const last = all.at(-1);
    if (last && 'from' in last && 'from' in piece && last.to === piece.from) last.to = piece.to;
    else all.push('from' in piece ? { from: piece.from, to: piece.to } : piece);
  }
  return all;
}

/** What another file, or the same one, holds instead of its own bytes from `at` on; places do not move by it. */
export type Patch = { at: number; with: Uint8Array | { zeros: number } };

/** The file with what is patched, up to `size`. Where patches lie over each other the one that begins later counts. */
export function patched(size: number, patches: readonly Patch[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const patch of patches.toSorted((one, other) => one.at - other.at)) {
    // What an earlier one has covered already stays covered.
    const length = Math.min(lengthOf(patch.with), size - patch.at);
    const covered = Math.max(0, at - patch.at);
    if (length <= covered) continue;
    if (patch.at > at) pieces.push({ from: at, to: patch.at });
    pieces.push(
      patch.with instanceof Uint8Array ? patch.with.subarray(covered, length) : { zeros: length - covered },
    );
    at = patch.at + length;
  }
  pieces.push({ from: at, to: size });
  return joined(pieces);
}

/**
 * The bytes of the pieces, a little at a time.
 * @param whole of the file, where they are known
 * @throws the file system's error
 */
export async function* bytesOf(
  path: string,
  pieces: readonly Piece[],
  whole: Buffer | undefined,
): AsyncGenerator<Uint8Array> {
  const file = whole ? undefined : await open(path);
  const nothing = Buffer.alloc(windowBytes);
  try {
    for (const piece of pieces)
      if (piece instanceof Uint8Array) yield piece;
      else if ('zeros' in piece)
        for (let left = piece.zeros; left > 0; left -= windowBytes)
          yield nothing.subarray(0, Math.min(left, windowBytes));
      else if (whole) yield whole.subarray(piece.from, piece.to);
      else
        for (let at = piece.from; file && at < piece.to; ) {
          const wanted = Buffer.allocUnsafe(Math.min(windowBytes * 4, piece.to - at));
          const { bytesRead } = await file.read(wanted, 0, wanted.length, at);
          if (bytesRead === 0) throw new Error('a file became shorter while it was read');
          yield wanted.subarray(0, bytesRead);
          at += bytesRead;
        }
  } finally {
    await file?.close();
  }
}
