/** Fetches a link of a person, or of the provider, into the data folder: slowly, hugely or falsely answered alike. */
import { Agent, type Dispatcher, fetch as fetchData, request } from 'undici';
import { Failure } from '../domain/failure.ts';
import { publicConnector, type Resolve } from './address-guard.ts';
import type { Files, Stored } from './files.ts';

export type FetchOptions = {
  /** Bytes; more is refused before it is written. */
  maxBytes: number;
  /** ms for everything: looking up, connecting, redirects and the last byte. */
  timeoutMs: number;
  /** Origins our own settings vouch for, exempt from the address guard; never from the caps. */
  allowedOrigins?: readonly string[];
  /**
   * Credentials for a link, asked for once and for the link itself. They go to its origin only; after a redirect
   * elsewhere they are gone for good, even when the way leads back.
   */
  headersFor?: (url: URL) => Record<string, string>;
  signal?: AbortSignal;
};

export type Fetcher = {
  /**
   * Fetches a link (http, https, or a provider's `data:`) and keeps it. Nothing is left behind on a refusal. Redirects
   * are followed by hand, five at most, each checked anew; one from https to http is followed, since http links are
   * taken too, but without credentials. `headersFor` and `allowedOrigins` compare whole origins.
   * @throws Failure link-* or file-*; the signal's reason; the disk's own error
   */
  fetchTo(link: string, files: Files, options: FetchOptions): Promise<Stored>;
  /** Closes idle connections; one in use is cut. */
  close(): Promise<void>;
};

const maxRedirects = 5;
const redirects = new Set([301, 302, 303, 307, 308]);
const connectTimeoutMs = 10_000;

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

  const ask = (url: URL, options: FetchOptions, headers: Record<string, string>, signal: AbortSignal) => {
    const dispatcher = options.allowedOrigins?.includes(url.origin) ? vouchedFor : guarded;
    return request(url, { dispatcher, signal, headers: { ...headers, ...commonHeaders } }).catch((error) => {
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
    let credentials = options.headersFor?.(url) ?? {};
    for (let hop = 0; hop <= maxRedirects; hop += 1) {
      deadline.at(url);
      const response = await ask(url, options, credentials, deadline.signal);
      const { location } = response.headers;
      if (!redirects.has(response.statusCode) || location === undefined)
        return receive(response, url, files, options.maxBytes, deadline.signal);
      discard(response);
      const next = webLink([location].flat()[0] ?? '', url);
      if (next.origin !== url.origin) credentials = {};
      url = next;
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

/** @throws Failure link-invalid, also for a link that carries a name and password: nobody means to hand us one. */
function webLink(link: string, base?: URL): URL {
  const url = URL.canParse(link, base?.href) ? new URL(link, base) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new Failure('link-invalid', { link });
  // The sentence is shown in the channel, so the password stays out of it.
  if (url.username || url.password)
    throw new Failure('link-invalid', { link: `${url.protocol}//…@${url.host}` });
  return url;
}

async function receive(
  { statusCode: status, headers, body }: Dispatcher.ResponseData,
  url: URL,
  files: Files,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Stored> {
  const { host } = url;
  // 206 was not asked for and would be a piece; 304 cannot be, without a condition.
  if (status < 200 || status > 299 || status === 206) {
    discard({ body });
    throw new Failure('link-refused', { host, status });
  }
  if (Number(headers['content-length']) > maxBytes) {
    discard({ body });
    throw new Failure('file-too-large', { limit: maxBytes });
  }
  try {
    return await files.keep(incoming(body, url), { maxBytes, signal });
  } catch (error) {
    discard({ body });
    // Said with the host: some chats answer 200 with a sign-in page to a token that may not read the file.
    const page = error instanceof Failure && error.facts.found === 'text/html';
    if (page) throw new Failure('link-web-page', { host }, { cause: error });
    throw error;
  }
}

/** The body, with the network's errors told apart from the disk's. */
async function* incoming(body: AsyncIterable<Uint8Array>, url: URL): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw networkFailure(error, url);
  }
}

function discard({ body }: Pick<Dispatcher.ResponseData, 'body'>): void {
  // Letting go of an unread body is reported as an error of its own, which nobody waits for.
  body.on('error', () => {}).destroy();
}

/** What a failed exchange tells a person. A Failure of the guard passes; a wrong call of undici is our own defect. */
function networkFailure(error: unknown, { host, hostname }: URL): unknown {
  if (error instanceof Failure || !(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'UND_ERR_INVALID_ARG') return error;
  if (error.code === 'ENOTFOUND') return new Failure('link-not-found', { host: hostname }, { cause: error });
  return new Failure('link-unreachable', { host }, { cause: error });
}

/** Keeps what a `data:` URL holds (RFC 2397). */
async function keepData(link: string, files: Files, maxBytes: number, signal: AbortSignal): Promise<Stored> {
  // Base64 has four letters for three bytes and a percent sign three for one: refused before it is unpacked.
  if (link.length > maxBytes * 3 + 1000) throw new Failure('file-too-large', { limit: maxBytes });
  const response = await fetchData(link).catch((error: unknown) => {
    throw new Failure('link-invalid', { link: link.slice(0, 100) }, { cause: error });
  });
  if (!response.body) throw new Failure('file-empty');
  return files.keep(response.body, { maxBytes, signal });
}
