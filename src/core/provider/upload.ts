/** The body of an upload: `{"data_urls":["data:<type>;base64,…"]}`, written from the disk without ever being whole. */
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';

/** A multiple of 3, so that the base64 of the pieces is the base64 of the whole; 256 KiB each once encoded. */
const pieceBytes = 192 * 1024;

type UploadBody = {
  /** Exact `content-length` in bytes. */
  length: number;
  /**
   * Fresh for each attempt. `progress` is called whenever the socket has taken a piece; `unreadable` when the file
   * cannot be read as told, which the stream's own error does not set apart from one of the network.
   */
  stream(progress: () => void, unreadable: (error: unknown) => void): Readable;
};

/** `bytes` is the file's exact size. Flat memory: a piece is read when the socket has taken the last one. */
export function uploadBody({ path, type, bytes }: { path: string; type: string; bytes: number }): UploadBody {
  const mime = /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream';
  const head = Buffer.from(`{"data_urls":["data:${mime};base64,`);
  const tail = Buffer.from('"]}');

  async function* json(progress: () => void, unreadable: (error: unknown) => void): AsyncGenerator<Buffer> {
    yield head;
    const pieces = base64Pieces(path, bytes);
    try {
      while (true) {
        // Not `for await`: an error thrown at a `yield` comes from the reader of this stream, not from the file.
        const { value, done } = await pieces.next().catch((error: unknown) => {
          unreadable(error);
          throw error;
        });
        if (done) break;
        yield value;
        progress();
      }
    } finally {
      await pieces.return();
    }
    yield tail;
  }

  return {
    length: head.length + Math.ceil(bytes / 3) * 4 + tail.length,
    // The stream itself holds nothing back: the piece being written is the only one in memory.
    stream: (progress, unreadable) =>
      Readable.from(json(progress, unreadable), { objectMode: false, highWaterMark: 1 }),
  };
}

/** The file's base64 in pieces; the last one alone may be padded. @throws when the file is shorter than `bytes`. */
async function* base64Pieces(path: string, bytes: number): AsyncGenerator<Buffer, void, void> {
  const file = await open(path);
  try {
    const piece = Buffer.allocUnsafe(Math.min(pieceBytes, bytes));
    for (let start = 0; start < bytes; start += pieceBytes) {
      const wanted = Math.min(pieceBytes, bytes - start);
      // A read may return less than asked for, which would put padding into the middle of the base64.
      for (let filled = 0; filled < wanted; ) {
        const { bytesRead } = await file.read(piece, filled, wanted - filled, start + filled);
        if (bytesRead === 0) throw new Error('the file is shorter than its record says');
        filled += bytesRead;
      }
      yield Buffer.from(piece.toString('base64', 0, wanted), 'latin1');
    }
  } finally {
    await file.close();
  }
}
