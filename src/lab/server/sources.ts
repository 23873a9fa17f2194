/** Where a submit's source comes from: the lab's own files, a small data URL, or a link the owner allows. */
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { WorkRefused } from '../media/task.ts';
import type { Files } from './files.ts';

export type Sources = {
  /**
   * A path holding the source; `scratch` takes it when it has to be written first.
   * @throws WorkRefused when it cannot be had.
   */
  open(source: string, scratch: string, signal: AbortSignal): Promise<string>;
};

export const filesPath = '/files/';
const largestInline = 10_000_000;
const largestFetched = 1_000_000_000;

/** `origin` is the lab's own; `allowLinks` decides about every other http(s) link. */
export function openSources(files: Files, origin: () => string, allowLinks: (url: URL) => boolean): Sources {
  return {
    async open(source, scratch, signal) {
      if (source.startsWith('data:')) return inline(source, scratch);
      const url = URL.canParse(source) ? new URL(source) : undefined;
      if (!url || !/^https?:$/.test(url.protocol))
        throw new WorkRefused('The source must be an HTTP or HTTPS URL.');
      if (url.origin === origin()) {
        const name = url.pathname.startsWith(filesPath) ? url.pathname.slice(filesPath.length) : '';
        const file = files.find(name);
        if (!file) throw new WorkRefused('The source could not be downloaded: 404.');
        return file.path;
      }
      if (!allowLinks(url))
        throw new WorkRefused('The lab fetches no links: upload the source to its upload-asset first.');
      return fetched(url, join(scratch, 'source'), signal);
    },
  };
}

async function inline(source: string, scratch: string): Promise<string> {
  const comma = source.indexOf(',');
  if (!/^data:[^,]*;base64,/i.test(source)) throw new WorkRefused('The data URL is not base64.');
  const content = Buffer.from(source.slice(comma + 1), 'base64');
  if (content.length === 0 || content.length > largestInline)
    throw new WorkRefused('The data URL is empty or larger than 10 MB.');
  const path = join(scratch, 'source');
  await writeFile(path, content);
  return path;
}

async function fetched(url: URL, path: string, signal: AbortSignal): Promise<string> {
  // A redirect could lead where allowLinks would have said no.
  const response = await fetch(url, { signal, redirect: 'error' }).catch((error: unknown) => {
    throw signal.aborted ? error : new WorkRefused('The source could not be downloaded.');
  });
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    throw new WorkRefused(`The source could not be downloaded: ${response.status}.`);
  }
  let received = 0;
  const counted = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      received += chunk.length;
      if (received > largestFetched) throw new WorkRefused('The source is larger than 1 GB.');
      yield chunk;
    }
  };
  // fetch's own stream type and node:stream/web's are the same thing under two declarations.
  const body = Readable.fromWeb(response.body as import('node:stream/web').ReadableStream);
  await pipeline(body, counted, createWriteStream(path), { signal });
  return path;
}
