/** The upload body, `{"data_urls":["data:<type>;base64,…", …]}`, decoded to files while it arrives. */
import { open, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import jsonParser from 'stream-json/parser.js';
import type { Files, StoredFile } from './files.ts';

/** The body is not what the upload takes; `message` is for the caller. */
export class UploadRefused extends Error {
  override name = 'UploadRefused';
}

/** Characters decoded at a time; a multiple of four, so that every piece is whole base64. */
const pieceLength = 256 * 1024;
const longestHead = 300;

/**
 * Writes every data URL of the body to a file, in order, holding a few hundred kB of it at a time.
 * @throws UploadRefused when the body is not that shape; what was written so far is removed.
 */
export async function receiveUploads(body: Readable, files: Files, lifeMs: number): Promise<StoredFile[]> {
  const stored: StoredFile[] = [];
  let current: DataUrl | undefined;
  try {
    await pipeline(
      // A refusal is answered on the same connection, so the pipeline may not destroy it.
      body.iterator({ destroyOnReturn: false }),
      jsonParser.asStream({ packValues: false, streamValues: true }),
      async (tokens: AsyncIterable<jsonParser.Token>) => {
        let depth = 0;
        let key = '';
        for await (const token of tokens) {
          if (token.name === 'startObject' || token.name === 'startArray') depth += 1;
          else if (token.name === 'endObject' || token.name === 'endArray') depth -= 1;
          else if (token.name === 'startKey' && depth === 1) key = '';
          else if (token.name === 'startString' && depth === 2 && key === 'data_urls')
            current = receiveDataUrl(files);
          else if (token.name === 'stringChunk' && current) {
            const writing = current.add(token.value);
            if (writing) await writing;
          } else if (token.name === 'stringChunk' && depth === 1) key += token.value;
          else if (token.name === 'endString' && current) {
            stored.push(await current.end(lifeMs));
            current = undefined;
          }
        }
      },
    );
    if (stored.length === 0) throw new UploadRefused('data_urls: a list of data URLs is needed');
    return stored;
  } catch (error) {
    await current?.abandon();
    for (const file of stored) await files.remove(file.name);
    // The parser's own errors are plain ones that name what it met; a broken connection keeps its code.
    if (error instanceof Error && !('code' in error) && !(error instanceof UploadRefused))
      throw new UploadRefused(`the body is not JSON: ${error.message}`);
    throw error;
  }
}

type DataUrl = ReturnType<typeof receiveDataUrl>;

function receiveDataUrl(files: Files) {
  let head = '';
  let target: { type: string; name: string; path: string } | undefined;
  let file: Awaited<ReturnType<typeof open>> | undefined;
  let parts: string[] = [];
  let length = 0;
  let padded = false;

  const write = async (text: string) => {
    if (!target) throw new UploadRefused('data_urls: every entry must look like data:<type>;base64,<data>');
    file ??= await open(target.path, 'wx');
    if (text === '') return;
    const bytes = Buffer.from(text, 'base64');
    const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
    // Buffer.from skips what is not base64, so a wrong character shows as a missing byte.
    if (padded || text.length % 4 !== 0 || bytes.length !== (text.length / 4) * 3 - padding)
      throw new UploadRefused('data_urls: an entry is not valid base64');
    padded = padding > 0;
    for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
  };

  return {
    /** A promise only when there is something to wait for: this runs once for every 256 characters. */
    add(chunk: string): Promise<void> | undefined {
      let text = chunk;
      if (!target) {
        head += chunk;
        const comma = head.indexOf(',');
        if (comma < 0 ? head.length > longestHead : comma > longestHead) return write('');
        if (comma < 0) return undefined;
        const type = /^data:([\w.+-]+\/[\w.+-]+)(?:;[^;,]*)*;base64$/i.exec(head.slice(0, comma))?.[1];
        if (!type) return write('');
        target = { type: type.toLowerCase(), ...files.reserve(type.toLowerCase()) };
        text = head.slice(comma + 1);
      }
      parts.push(text);
      length += text.length;
      if (length < pieceLength) return undefined;
      const whole = parts.join('');
      const cut = whole.length - (whole.length % 4);
      parts = [whole.slice(cut)];
      length = whole.length - cut;
      return write(whole.slice(0, cut));
    },
    async end(lifeMs: number): Promise<StoredFile> {
      await write(parts.join(''));
      await file?.close();
      file = undefined;
      if (!target) throw new UploadRefused('data_urls: an entry is empty');
      return files.keep(target.name, target.type, lifeMs);
    },
    async abandon(): Promise<void> {
      await file?.close();
      if (target) await rm(target.path, { force: true });
    },
  };
}
