/** Writing a stream to the disk, as long as it is small enough and nobody ends it. */
import { type FileHandle, open } from 'node:fs/promises';
import { Failure } from '../domain/failure.ts';
import { headBytes, readAtOnce, refuseHead } from './probe/kinds.ts';

/** Writes a stream to a new file and sees it to the disk. Gives its size in bytes, and all of them where they are few. */
export async function write(
  body: AsyncIterable<Uint8Array>,
  path: string,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<{ bytes: number; whole: Buffer | undefined }> {
  signal?.throwIfAborted();
  let bytes = 0;
  let head: Uint8Array | undefined = new Uint8Array();
  /** Until there are many: what is small is written once, when it is whole. */
  let held: Uint8Array[] = [];
  let file: FileHandle | undefined;
  try {
    for await (const chunk of signal ? interruptible(body, signal) : body) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw new Failure('file-too-large', { limit: maxBytes });
      if (head) {
        head = Buffer.concat([head, chunk]);
        if (head.length >= headBytes) {
          await refuseHead(head.subarray(0, headBytes));
          head = undefined;
        }
      }
      if (!file) held.push(chunk);
      if (bytes < readAtOnce) continue;
      file ??= await open(path, 'wx', 0o600);
      for (const each of held.length > 0 ? held : [chunk]) await file.appendFile(each);
      held = [];
    }
    const whole = file ? undefined : Buffer.concat(held);
    file ??= await open(path, 'wx', 0o600);
    if (whole) await file.appendFile(whole);
    // A name whose content a power cut took would be worse than no file.
    await file.datasync();
    return { bytes, whole };
  } finally {
    await file?.close();
  }
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
