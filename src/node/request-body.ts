/** The body of an HTTP request. */
import type { IncomingMessage } from 'node:http';

/** @returns undefined when it is larger than `mostBytes`. @throws Error when the connection breaks */
export async function bodyOf(request: IncomingMessage, mostBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // A request that was given no encoding gives buffers.
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Whether a text is JSON that is no object, such as `null`; a text that is no JSON at all is not. */
export function isBareJson(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value !== 'object' || value === null;
  } catch {
    return false;
  }
}
