/** Results by their links (core/jobs/files/links.ts), from the disk to whoever has the link. Nothing of a link is logged. */
import { open as openFile } from 'node:fs/promises';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Log } from '../core/log.ts';
import type { Links } from '../core/ports/links.ts';
import { linkPages } from '../core/words/links.ts';
import { handFile } from '../node/hand-file.ts';

/** Downloads at once. */
const most = 16;

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
    const { method, url = '' } = request;
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
      const { type, fileName, job } = found;
      // A result never changes: what was begun can be gone on with as long as the link holds.
      await handFile(request, response, { handle, type, fileName, tag: job, headers: guarded }).finally(
        () => {
          running -= 1;
        },
      );
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
