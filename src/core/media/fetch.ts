/** Fetches a link of a person, or of the provider, into the data folder: slowly, hugely or falsely answered alike. */
import { Agent, request } from 'undici';
import { within } from '../../async/deadline.ts';
import { Failure } from '../domain/failure.ts';
import { publicConnector, type Resolve, refusePrivateName } from './address-guard.ts';
import type { Files, Stored } from './files.ts';
import { checkLink, webLink } from './link.ts';
import { discard, keepData, networkFailure, receive } from './receive.ts';

export type FetchOptions = {
  /** Bytes; more is refused before it is written. */
  maxBytes: number;
  /** ms for everything: looking up, connecting, redirects and the last byte. */
  timeoutMs: number;
  /** Origins our own settings vouch for, exempt from the address guard; never from the caps. */
  allowedOrigins?: readonly string[];
  signal?: AbortSignal;
};

export type Fetcher = {
  /**
   * Fetches a link (http, https, or a provider's `data:`) and keeps it. Nothing is left behind on a refusal. Redirects
   * are followed by hand, five at most, each checked anew; one from https to http is followed, since http links are
   * taken too. `allowedOrigins` compares whole origins.
   * @throws Failure link-* or file-*; the signal's reason; the disk's own error
   */
  fetchTo(link: string, files: Files, options: FetchOptions): Promise<Stored>;
  /**
   * Asks where a person's link leads, and for no byte of it. Nothing is said of a name that is not found soon: that is
   * for whoever fetches it.
   * @throws Failure link-invalid, link-private
   */
  lookAt(link: string): Promise<void>;
  /** Closes idle connections; one in use is cut. */
  close(): Promise<void>;
};

const maxRedirects = 5;
const redirects = new Set([301, 302, 303, 307, 308]);
const connectTimeoutMs = 10_000;
const lookMs = 2_000;

// identity: a compressed body could unpack to any size, and media gains nothing from it.
const commonHeaders = {
  accept: 'image/*, video/*, */*;q=0.5',
  'accept-encoding': 'identity',
  'user-agent': 'Darkroom (picture and video bot)',
};

/** `resolve` replaces the system's name lookup, for tests with names that mislead. Close it when done. */
export function createFetcher({ resolve }: { resolve?: Resolve } = {}): Fetcher {
  // The time cap of a fetch bounds waiting for headers and body, so undici's own are off.
  const timeouts = { headersTimeout: 0, bodyTimeout: 0 };
  const guarded = new Agent({
    ...timeouts,
    connect: publicConnector({ timeoutMs: connectTimeoutMs, ...(resolve && { resolve }) }),
  });
  const vouchedFor = new Agent({ ...timeouts, connect: { timeout: connectTimeoutMs } });

  const ask = (url: URL, options: FetchOptions, signal: AbortSignal) => {
    const dispatcher = options.allowedOrigins?.includes(url.origin) ? vouchedFor : guarded;
    return request(url, { dispatcher, signal, headers: commonHeaders }).catch((error) => {
      throw networkFailure(error, url);
    });
  };

  const fetchWeb = async (
    link: string,
    files: Files,
    options: FetchOptions,
    deadline: { signal: AbortSignal; at: (url: URL) => void },
  ): Promise<Stored> => {
    let url = webLink(link);
    for (let hop = 0; hop <= maxRedirects; hop += 1) {
      deadline.at(url);
      const response = await ask(url, options, deadline.signal);
      const { location } = response.headers;
      if (!redirects.has(response.statusCode) || location === undefined)
        return receive(response, url, files, options.maxBytes, deadline.signal);
      discard(response);
      url = webLink([location].flat()[0] ?? '', url);
    }
    throw new Failure('link-redirects', { host: url.host });
  };

  return {
    async fetchTo(link, files, options) {
      const deadline = startDeadline(options.timeoutMs, options.signal);
      try {
        if (/^data:/i.test(link)) return await keepData(link, files, options.maxBytes, deadline.signal);
        return await fetchWeb(link, files, options, deadline);
      } catch (error) {
        // Whatever an abort breaks on its way, the reason is the one thing to say.
        deadline.signal.throwIfAborted();
        throw error;
      } finally {
        deadline.clear();
      }
    },
    async lookAt(link) {
      checkLink(link);
      await within(lookMs, refusePrivateName(webLink(link).hostname, resolve)).catch((error: unknown) => {
        if (error instanceof Failure) throw error;
      });
    },
    async close() {
      await Promise.all([guarded.destroy(), vouchedFor.destroy()]);
    },
  };
}

/** One signal for the time cap and the caller's own, with the reason to give to a person. */
function startDeadline(ms: number, outer: AbortSignal | undefined) {
  const controller = new AbortController();
  let host = '';
  const timer = setTimeout(() => controller.abort(new Failure('link-too-slow', { host, ms })), ms);
  // Not AbortSignal.any: on Node 20 it holds on to every signal made from one that lives as long as the process.
  const abort = () => controller.abort(outer?.reason);
  if (outer?.aborted) abort();
  outer?.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    at: (url: URL) => {
      host = url.host;
    },
    clear: () => {
      clearTimeout(timer);
      outer?.removeEventListener('abort', abort);
    },
  };
}
