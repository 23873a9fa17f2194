/** The only Segmind client. Outside facts here are those of docs/provider.md. */
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import type { Pool } from 'undici';
import { Failure } from '../domain/failure.ts';
import { addressesOf } from './addresses.ts';
import { checkedOf, creditsOf, describe, resultOf, submittedOf, uploadedOf } from './answers/outcomes.ts';
import { type Call, exchange } from './exchange.ts';
import { openPools } from './pools.ts';
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
  /** Connections for checks and results, at most; one is opened when all are busy. Default 256. */
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
  const { api, uploads, paths, ownPath } = addressesOf(options);
  const { key, timeoutMs = 30_000, connections = 256, backoffMs = 500, log } = options;
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new TypeError('the key is empty or has characters no header may have');

  const closing = new AbortController();
  const pools = openPools({ api: api.origin, uploads: uploads.origin }, { timeoutMs, connections });
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
    run(name, pools.read, { method: 'GET', path, headers, maxBytes, signals: [signal, closing.signal] });
  const again = <T>(signal: AbortSignal | undefined, once: () => Promise<T>) =>
    retried(once, { firstMs: backoffMs, signals: [signal, closing.signal] });

  return {
    async submit({ slug, body }, { signal } = {}) {
      if (!/^[a-z0-9][a-z0-9._-]*$/.test(slug) || slug === 'requests')
        throw new TypeError(`no slug: ${slug}`);
      const outcome = await run('submit', pools.submit, {
        method: 'POST',
        path: paths.submit(slug),
        headers: json,
        body: JSON.stringify(body),
        maxBytes: jsonBytes,
        signals: [signal],
      });
      const absolute = (path: string) => api.origin + path;
      return submittedOf(outcome, key, ({ requestId, statusUrl, resultUrl }) => ({
        requestId,
        statusUrl: absolute(ownPath(statusUrl, paths.status(requestId))),
        resultUrl: absolute(ownPath(resultUrl, paths.result(requestId))),
      }));
    },

    async check(operation, { signal } = {}) {
      const path = ownPath(operation.statusUrl, paths.status(operation.requestId));
      return checkedOf(await read('check', path, signal), key);
    },

    async result(operation, { signal } = {}) {
      const path = ownPath(operation.resultUrl, paths.result(operation.requestId));
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
        const outcome = await run('upload', pools.upload, {
          method: 'POST',
          path: paths.upload,
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

    credits({ signal, once } = {}) {
      const ask = async () => creditsOf(await read('credits', paths.credits, signal), key);
      return once ? ask() : again(signal, ask);
    },

    origins: [...new Set([api.origin, uploads.origin])],

    async close() {
      if (closing.signal.aborted) return;
      closing.abort(new Error('the provider client was closed'));
      await pools.close();
    },
  };
}
