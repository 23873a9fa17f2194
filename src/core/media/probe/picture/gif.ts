/** Whether a GIF breaks off within one of its pictures, which decoders then leave out in silence (GIF89a, appendix A). */
import { type FileHandle, open } from 'node:fs/promises';

/** Bytes that are read at once. */
const windowBytes = 1 << 18;

/** @throws Error where it does. That only its last byte is missing is no fault: some programs leave it out. */
export async function checkGif(path: string): Promise<void> {
  const file = await open(path);
  try {
    await walk(cursorOn(file));
  } finally {
    await file.close();
  }
}

type Cursor = Awaited<ReturnType<typeof cursorOn>>;

function cursorOn(file: FileHandle) {
  let [start, position] = [0, 0];
  let window = Buffer.alloc(0);
  return {
    /** The next byte; undefined at the end. */
    async next(): Promise<number | undefined> {
      if (position >= start + window.length || position < start) {
        const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(windowBytes), position });
        [start, window] = [position, buffer.subarray(0, bytesRead)];
      }
      const byte = window[position - start];
      position += 1;
      return byte;
    },
    skip(bytes: number): void {
      position += bytes;
    },
  };
}

async function walk(cursor: Cursor): Promise<void> {
  cursor.skip(10);
  await skipColours(cursor, 2);
  for (let kind = await cursor.next(); kind !== undefined && kind !== 0x3b; kind = await cursor.next()) {
    if (kind === 0x21) cursor.skip(1);
    else if (kind === 0x2c) {
      cursor.skip(8);
      // And the least size of a code.
      await skipColours(cursor, 1);
    }
    // Between two blocks some programs leave a few bytes of nothing.
    else continue;
    await skipParts(cursor);
  }
}

/** A table of colours, where the byte says that there is one, and what follows it. */
async function skipColours(cursor: Cursor, after: number): Promise<void> {
  const said = await needed(cursor);
  cursor.skip((said & 0x80 ? 3 * 2 ** ((said & 7) + 1) : 0) + after);
}

async function skipParts(cursor: Cursor): Promise<void> {
  for (let length = await needed(cursor); length > 0; length = await needed(cursor)) cursor.skip(length);
}

async function needed(cursor: Cursor): Promise<number> {
  const byte = await cursor.next();
  if (byte === undefined) throw new Error('it breaks off within a picture');
  return byte;
}
