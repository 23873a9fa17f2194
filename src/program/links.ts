/** Results by their links (core/jobs/links.ts), from the disk to whoever has the link. Nothing of a link is logged. */
import { type FileHandle, open as openFile } from 'node:fs/promises';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Log } from '../core/log.ts';
import type { Linked, Links } from '../core/ports/links.ts';
import { linkPages } from '../core/words/links.ts';

/** Downloads at once. */
const most = 16;
/** ms. Who takes nothing for so long has gone. */
const idleMs = 60_000;

/** A file that somebody made is only ever looked at: it runs nothing, loads nothing, is kept and found by nobody. */
const guarded = {
  'cache-control': 'private, no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow, noarchive',
  // A browser shows a picture or a video in a page of its own making, which these let it do.
  'content-security-policy':
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
};

/** Whether it is for `linkListener`, whatever a proxy has put before the path. */
export const isLink = (url: string | undefined): boolean => url?.includes('/files/') === true;

/** @param of.most downloads at once; more are asked to come again */
export function linkListener(of: Pick<Links, 'open'> & { log: Log; most?: number }): RequestListener {
  let running = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = '', headers } = request;
    const isRead = method === 'GET' || method === 'HEAD';
    const found = isRead ? await of.open(url) : undefined;
    const handle = found && (await openFile(found.path).catch(() => undefined));
    if (!found || !handle) return say(response, 404, linkPages.nothing);
    try {
      if (method === 'GET' && running >= (of.most ?? most)) {
        response.setHeader('retry-after', '30');
        return say(response, 503, linkPages.busy);
      }
      running += 1;
      await hand(response, { ...found, handle, method, headers }).finally(() => {
        running -= 1;
      });
    } finally {
      await handle.close();
    }
  }

  return (request, response) =>
    void answer(request, response).catch((error: NodeJS.ErrnoException) => {
      response.destroy();
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE')
        of.log.warn({ error: error.code ?? error.name }, 'a file could not be handed over by its link');
    });
}

function say(response: ServerResponse, code: number, sentence: string): void {
  const type = { 'content-type': 'text/plain; charset=utf-8' };
  response.writeHead(code, { ...guarded, ...type }).end(`${sentence}\n`);
}

type Asked = Linked & { handle: FileHandle } & Pick<IncomingMessage, 'method' | 'headers'>;

async function hand(response: ServerResponse, asked: Asked): Promise<void> {
  const { job, type, fileName, handle, method, headers } = asked;
  const { size } = await handle.stat();
  // A result never changes: what was begun can be gone on with as long as the link holds.
  const etag = `"${job}"`;
  const isSame = headers['if-range'] === undefined || headers['if-range'] === etag;
  const range = method === 'GET' && isSame ? rangeOf(headers.range, size) : 'whole';
  if (range === 'outside') {
    response.writeHead(416, { ...guarded, 'content-range': `bytes */${size}` }).end();
    return;
  }
  const { start, end } = range === 'whole' ? { start: 0, end: size - 1 } : range;
  response.writeHead(range === 'whole' ? 200 : 206, {
    ...guarded,
    ...(range === 'whole' ? {} : { 'content-range': `bytes ${start}-${end}/${size}` }),
    'content-type': type,
    'content-length': end - start + 1,
    'content-disposition': `inline; filename*=UTF-8''${encoded(fileName)}`,
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
