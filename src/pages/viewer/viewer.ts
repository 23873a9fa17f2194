/**
 * Results and albums on pages of their own, by their addresses (core/jobs/page-links.ts): read only, for whoever has one.
 * Nothing of an address is logged.
 */
import { createHash } from 'node:crypto';
import { open as openFile } from 'node:fs/promises';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Log } from '../../core/log.ts';
import { linkPages } from '../../core/words/links.ts';
import { handFile } from '../../node/hand-file.ts';
import { type Asset, type Assets, openAssets } from '../assets.ts';
import { nothing, nothingPolicy } from './nothing.ts';
import { answerTo } from './pages.tsx';
import type { Looking } from './seen.ts';

/** Answers at once: a contact sheet asks for ten pictures. */
const most = 64;

const guarded = {
  'cache-control': 'private, no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow, noarchive',
};

const policy = [
  "default-src 'none'",
  "img-src 'self' data:",
  "media-src 'self'",
  "font-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  // Where the edge of a slider stands, and the shape of its picture.
  "style-src-attr 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
/** A file that somebody made runs nothing and loads nothing. */
const filePolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

/** Whether it is for `openViewer`'s, whatever a proxy has put before the path. */
export const isViewed = (url: string | undefined): boolean => url?.includes('/view/') === true;

type Viewer = Looking & { log: Pick<Log, 'warn'>; most?: number };

/** @param of.most answers at once; more are asked to come again. @throws as `openAssets` */
export async function openViewer(of: Viewer): Promise<RequestListener> {
  const assets = await openAssets();
  let running = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = '' } = request;
    if (method !== 'GET' && method !== 'HEAD') return sayNothing(response);
    const asset = assetAt(assets, url);
    if (asset) return handAsset(response, asset, url.endsWith(`?v=${assets.version}`));
    const opened = await of.requests.pages.open(url);
    if (!opened) return sayNothing(response);
    if (running >= (of.most ?? most)) {
      response.writeHead(503, { ...guarded, ...plain, 'retry-after': '30' }).end(`${linkPages.busy}\n`);
      return;
    }
    running += 1;
    try {
      const found = await answerTo({ ...of, assets }, opened);
      if (!found) return sayNothing(response);
      if ('to' in found) response.writeHead(308, { ...guarded, location: found.to }).end();
      else if ('page' in found) {
        const headers = { ...guarded, ...html, 'content-security-policy': policy };
        response.writeHead(200, headers).end(found.page);
      } else await handPart(request, response, found.part);
    } finally {
      running -= 1;
    }
  }

  return (request, response) =>
    void answer(request, response).catch((error: NodeJS.ErrnoException) => {
      response.destroy();
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE')
        of.log.warn({ error: error.code ?? error.name }, 'a page could not be shown');
    });
}

const plain = { 'content-type': 'text/plain; charset=utf-8' };
const html = { 'content-type': 'text/html; charset=utf-8' };

/** The same for an address that was never made, one whose time is over, and one whose result was taken away. */
const sayNothing = (response: ServerResponse): void =>
  void response
    .writeHead(404, { ...guarded, ...html, 'content-security-policy': nothingPolicy })
    .end(nothing);

const assetAt = (assets: Assets, url: string): Asset | undefined =>
  assets.find(/\/view\/assets\/([\w.-]{1,40})(?:\?v=\w{1,40})?$/.exec(url)?.[1] ?? '');

/** What is in one of this version never changes; the others are asked for again within a day. */
function handAsset(response: ServerResponse, { body, type }: Asset, isOfVersion: boolean): void {
  const kept = isOfVersion ? 'public, max-age=31536000, immutable' : 'public, max-age=86400';
  const { 'x-content-type-options': sniff, 'x-robots-tag': robots } = guarded;
  const headers = { 'x-content-type-options': sniff, 'x-robots-tag': robots, 'cache-control': kept };
  response.writeHead(200, { ...headers, 'content-type': type, 'content-length': body.length }).end(body);
}

type Found = Extract<Awaited<ReturnType<typeof answerTo>>, { part: unknown }>['part'];

/** Every file has a name of its own, which is nobody's to know. */
const tagOf = (path: string): string => createHash('sha256').update(path).digest('base64url').slice(0, 22);

async function handPart(request: IncomingMessage, response: ServerResponse, part: Found): Promise<void> {
  const { path, ...file } = part;
  const handle = await openFile(path).catch(() => undefined);
  if (!handle) return sayNothing(response);
  try {
    const headers = { ...guarded, 'content-security-policy': filePolicy };
    await handFile(request, response, { ...file, handle, tag: tagOf(path), headers });
  } finally {
    await handle.close();
  }
}
