/** Writing a stream to the disk, as long as it is small enough and nobody ends it. */
import { open } from 'node:fs/promises';
import { Failure } from '../domain/failure.ts';
import { headBytes, readAtOnce, refuseHead } from './probe/kinds.ts';

/** Writes a stream to a new file and sees it to the disk. Gives its size in bytes, and all of them where they are few. */
export async function write(
  body: AsyncIterable<Uint8Array>,
  path: string,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<{ bytes: number; whole: Uint8Array | undefined }> {
  signal?.throwIfAborted();
  const file = await open(path, 'wx', 0o600);
  let bytes = 0;
  let head: Uint8Array | undefined = new Uint8Array();
  let whole: Uint8Array[] | undefined = [];
  try {
    for await (const chunk of signal ? interruptible(body, signal) : body) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw new Failure('file-too-large', { limit: maxBytes });
      if (bytes < readAtOnce) whole?.push(chunk);
      else whole = undefined;
      if (head) {
        head = Buffer.concat([head, chunk]);
        if (head.length >= headBytes) {
          await refuseHead(head.subarray(0, headBytes));
          head = undefined;
        }
      }
      await file.appendFile(chunk);
    }
    // A name whose content a power cut took would be worse than no file.
    await file.datasync();
  } finally {
    await file.close();
  }
  return { bytes, whole: whole && Buffer.concat(whole) };
}

/**
 * The body, until the signal ends it, even between two chunks of a body that has stopped sending. Streams cannot do
 * this: pipeline and Readable wait for the generator they let go of (Node 20.20).
 */
async function* interruptible(
  body: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]();
  let interrupt = (): void => {};
  const onAbort = () => interrupt();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    while (true) {
      // A promise for each chunk: a race against one that lives on would keep something of every chunk.
      const next = await new Promise<IteratorResult<Uint8Array>>((resolve, reject) => {
        interrupt = () => reject(signal.reason);
        if (signal.aborted) interrupt();
        iterator.next().then(resolve, reject);
      });
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    // Not awaited, since it may never come; what it says of its own end is of no more interest.
    iterator.return?.().then(undefined, () => {});
  }
}
