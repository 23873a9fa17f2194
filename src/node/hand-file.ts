/** A file handed over by HTTP, whole or in parts, no faster than it is taken. */
import type { FileHandle } from 'node:fs/promises';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

/** ms. Who takes nothing for so long has gone. */
const idleMs = 60_000;

/**
 * `fileName`: under which it is saved. `tag`: another one for another content. `headers`: what stands beside those of the file.
 * `save`: it is to be saved, not looked at.
 */
export type Handing = {
  handle: FileHandle;
  type: string;
  fileName: string;
  tag: string;
  headers: OutgoingHttpHeaders;
  save?: boolean;
};

/** @throws what the connection or the disk breaks off with */
export async function handFile(
  { method, headers: asked }: Pick<IncomingMessage, 'method' | 'headers'>,
  response: ServerResponse,
  { handle, type, fileName, tag, headers, save = false }: Handing,
): Promise<void> {
  const { size } = await handle.stat();
  const etag = `"${tag}"`;
  const isSame = asked['if-range'] === undefined || asked['if-range'] === etag;
  const range = method === 'GET' && isSame ? rangeOf(asked.range, size) : 'whole';
  if (range === 'outside') {
    response.writeHead(416, { ...headers, 'content-range': `bytes */${size}` }).end();
    return;
  }
  const { start, end } = range === 'whole' ? { start: 0, end: size - 1 } : range;
  response.writeHead(range === 'whole' ? 200 : 206, {
    ...headers,
    ...(range === 'whole' ? {} : { 'content-range': `bytes ${start}-${end}/${size}` }),
    'content-type': type,
    'content-length': end - start + 1,
    'content-disposition': `${save ? 'attachment' : 'inline'}; filename*=UTF-8''${encoded(fileName)}`,
    'accept-ranges': 'bytes',
    etag,
  });
  if (method === 'HEAD' || size === 0) {
    response.end();
    return;
  }
  response.setTimeout(idleMs, () => response.destroy());
  await pipeline(handle.createReadStream({ start, end, autoClose: false }), response);
}

/** https://www.rfc-editor.org/rfc/rfc8187#section-3.2 */
const encoded = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * Both ends are included. Several ranges, and what is none, are answered with the whole file.
 * https://www.rfc-editor.org/rfc/rfc9110#section-14.2
 */
export function rangeOf(
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'whole' | 'outside' {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (from === '' && to === '') return 'whole';
  const last = size - 1;
  // The last so many bytes.
  if (from === '')
    return Number(to) === 0 || size === 0 ? 'outside' : { start: Math.max(0, size - Number(to)), end: last };
  if (to !== '' && Number(to) < Number(from)) return 'whole';
  if (Number(from) > last) return 'outside';
  return { start: Number(from), end: to === '' ? last : Math.min(Number(to), last) };
}
