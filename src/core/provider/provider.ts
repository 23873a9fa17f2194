/** The only Segmind client. Outside facts here are those of docs/provider.md. */
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { Pool } from 'undici';
import { Failure } from '../domain/failure.ts';
import { type Call, exchange } from './exchange.ts';
import { checkedOf, creditsOf, describe, resultOf, submittedOf, uploadedOf } from './outcomes.ts';
import { retried } from './retry.ts';
import type { Provider } from './types.ts';
import { ProviderUnavailable } from './unavailable.ts';
import { uploadBody } from './upload.ts';

export type { Checked, Operation, Provider } from './types.ts';
export { ProviderUnavailable } from './unavailable.ts';

export type ProviderOptions = {
  /** `https://api.segmind.com`, or a proxy of it; a trailing `/v1` or `/v2` is ignored. */
  apiUrl: string;
  /** `https://workflows-api.segmind.com/upload-asset`; a bare origin gets that path. */
  uploadUrl: string;
  key: string;
  /** For each request, in ms; an upload may be silent for four times as long. Default 30 000. */
  timeoutMs?: number | undefined;
  /** Connections for checks and results. Default 32. */
  connections?: number | undefined;
  /** The first wait before a repeated read or upload, in ms. Default 500. */
  backoffMs?: number | undefined;
  /** One line for each exchange that was no success. Never holds the key or a body. */
  log?: ((line: Record<string, unknown>) => void) | undefined;
};

const jsonBytes = 1_000_000;
/** A result may hold its file as base64, although we never ask for that. */
const resultBytes = 64_000_000;

/** @throws TypeError when an URL is not http(s) or the key cannot stand in a header. */
export function segmindProvider(options: ProviderOptions): Provider {
  const api = endpoint(options.apiUrl);
  const base = api.pathname.replace(/\/(v\d+\/?)?$/, '');
  const uploads = endpoint(options.uploadUrl);
  const uploadPath = (uploads.pathname === '/' ? '/upload-asset' : uploads.pathname) + uploads.search;
  const { key, timeoutMs = 30_000, connections = 32, backoffMs = 500, log } = options;
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new TypeError('the key is empty or has characters no header may have');

  const closing = new AbortController();
  const common = {
    connect: { timeout: Math.min(timeoutMs, 10_000) },
    // The exchange has one clock of its own for all phases.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  const readPool = new Pool(api.origin, { ...common, connections, pipelining: 1 });
  // `pipelining: 0` is a new connection for each submit. A kept one may be closed by the server at the moment we write,
  // and that reset could not be told from one after the job was queued. It costs a handshake per paid job.
  const submitPool = new Pool(api.origin, { ...common, pipelining: 0 });
  const uploadPool = new Pool(uploads.origin, { ...common, pipelining: 1 });
  const headers = {
    'x-api-key': key,
    accept: 'application/json',
    // Without it a server may choose any encoding.
    'accept-encoding': 'identity',
    'user-agent': 'darkroom',
  };
  const json = { ...headers, 'content-type': 'application/json' };

  const run = async (name: string, pool: Pool, call: Omit<Call, 'timeoutMs'> & { timeoutMs?: number }) => {
    const start = performance.now();
    const outcome = await exchange(pool, { timeoutMs, ...call });
    if (outcome.kind === 'broken' || outcome.status >= 300 || outcome.text === undefined)
      log?.({
        call: name,
        path: call.path.replace(/\?.*/, ''),
        ms: Math.round(performance.now() - start),
        detail: describe(outcome, key),
      });
    return outcome;
  };
  const read = (name: string, path: string, signal: AbortSignal | undefined, maxBytes = jsonBytes) =>
    run(name, readPool, { method: 'GET', path, headers, maxBytes, signals: [signal, closing.signal] });
  const again = <T>(signal: AbortSignal | undefined, once: () => Promise<T>) =>
    retried(once, { firstMs: backoffMs, signals: [signal, closing.signal] });

  const statusPath = (id: string) => `${base}/v2/requests/${encodeURIComponent(id)}/status`;
  const resultPath = (id: string) => `${base}/v2/requests/${encodeURIComponent(id)}`;
  /** The path of a link the provider gave, if it leads to the configured API; the key goes nowhere else. */
  const ownPath = (given: string | undefined, built: string): string => {
    const url = given !== undefined && URL.canParse(given) ? new URL(given) : undefined;
    return url?.origin === api.origin ? url.pathname + url.search : built;
  };

  return {
    async submit({ slug, body }, { signal } = {}) {
      if (!/^[a-z0-9][a-z0-9._-]*$/.test(slug) || slug === 'requests')
        throw new TypeError(`no slug: ${slug}`);
      const outcome = await run('submit', submitPool, {
        method: 'POST',
        path: `${base}/v2/${slug}`,
        headers: json,
        body: JSON.stringify(body),
        maxBytes: jsonBytes,
        signals: [signal],
      });
      const absolute = (path: string) => api.origin + path;
      return submittedOf(outcome, key, ({ requestId, statusUrl, resultUrl }) => ({
        requestId,
        statusUrl: absolute(ownPath(statusUrl, statusPath(requestId))),
        resultUrl: absolute(ownPath(resultUrl, resultPath(requestId))),
      }));
    },

    async check(operation, { signal } = {}) {
      const path = ownPath(operation.statusUrl, statusPath(operation.requestId));
      return checkedOf(await read('check', path, signal), key);
    },

    async result(operation, { signal } = {}) {
      const path = ownPath(operation.resultUrl, resultPath(operation.requestId));
      let missing = false;
      try {
        return await again(signal, async () => {
          const outcome = await read('result', path, signal, resultBytes);
          missing = outcome.kind === 'answer' && (outcome.status === 404 || outcome.status === 410);
          return resultOf(outcome, key);
        });
      } catch (error) {
        if (missing && error instanceof ProviderUnavailable)
          throw new Failure('lost', undefined, { cause: error });
        throw error;
      }
    },

    upload(file, { signal } = {}) {
      const body = uploadBody(file);
      return again(signal, async () => {
        let unreadable: unknown;
        const outcome = await run('upload', uploadPool, {
          method: 'POST',
          path: uploadPath,
          headers: { ...json, 'content-length': String(body.length) },
          body: (progress): Readable =>
            body.stream(progress, (error) => {
              unreadable = error;
            }),
          maxBytes: jsonBytes,
          // The last megabytes wait in the system's buffers, and then the provider stores the file: none of it shows.
          timeoutMs: 4 * timeoutMs,
          signals: [signal, closing.signal],
        });
        if (unreadable)
          throw new Failure('file-missing', { file: basename(file.path) }, { cause: unreadable });
        return uploadedOf(outcome, key);
      });
    },

    credits({ signal } = {}) {
      const path = `${base}/v1/get-user-credits`;
      return again(signal, async () => creditsOf(await read('credits', path, signal), key));
    },

    origins: [...new Set([api.origin, uploads.origin])],

    async close() {
      if (closing.signal.aborted) return;
      closing.abort(new Error('the provider client was closed'));
      await Promise.all([readPool.destroy(), uploadPool.destroy(), submitPool.close()]);
    },
  };
}

function endpoint(given: string): URL {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
    throw new TypeError('an address of the provider is not an http(s) URL without a user name');
  return url;
}
