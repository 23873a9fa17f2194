/** The HTTP side: reads each request whole, keeps the log, and answers with a route, a fault or a refusal. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FakeState } from '../state.ts';
import { type Buckets, type Limits, majorOf } from './buckets.ts';
import { type Download, serveFile } from './downloads.ts';
import { type Faults, faultAnswer } from './faults.ts';
import { Refusal, refusal } from './refusals.ts';
import { readBody } from './request-body.ts';
import { type Answer, findRoute, type Route } from './route.ts';

/** One request as it came over the wire, and how it was answered. */
export type Logged = {
  method: string;
  /** Decoded, without `/api/v10`; the query stays. */
  path: string;
  /** `none`: no Authorization header, as it should be where the path holds a token. */
  auth: 'bot' | 'none' | 'wrong';
  body: unknown;
  files: number;
  /** Of all files together. */
  bytes: number;
  /** Undefined until it is answered, and when the connection was cut. */
  status: number | undefined;
  /** Unix ms of the movable clock. */
  at: number;
};
/** A body that Discord would not have taken, or a route that it does not have. */
export type Violation = { method: string; path: string; errors: string[] };

export type Wire = {
  log: Logged[];
  downloads: Download[];
  violations: Violation[];
  rateLimited: { method: string; path: string; code: number | undefined }[];
  handle: (request: IncomingMessage, response: ServerResponse) => void;
};

/** What answers requests, and what it has seen. An error of its own is a 500 and a violation. */
export function createWire(
  state: FakeState,
  parts: { routes: readonly Route[]; faults: Faults; buckets: Buckets; limits: Limits },
): Wire {
  const { routes, faults, buckets, limits } = parts;
  const log: Logged[] = [];
  const downloads: Download[] = [];
  const violations: Violation[] = [];
  const rateLimited: Wire['rateLimited'] = [];
  return {
    log,
    downloads,
    violations,
    rateLimited,
    handle(request, response) {
      // A client that has gone is no error of ours.
      response.on('error', () => {});
      exchange(request, response).catch((error: unknown) => {
        if (!response.headersSent) response.writeHead(500);
        response.end(String(error));
        // A client that went away in the middle was not wrong.
        if (request.complete)
          violations.push({ method: '', path: request.url ?? '', errors: [String(error)] });
      });
    },
  };

  async function exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', state.origin);
    if (!url.pathname.startsWith('/api/'))
      return serveFile({ state, faults, downloads }, request, response, url);
    const path = decodeURIComponent(url.pathname.replace(/^\/api(\/v\d+)?/, ''));
    const method = request.method ?? '';
    const authorization = request.headers.authorization;
    const entry: Logged = {
      method,
      path: path + url.search,
      auth: authorization === undefined ? 'none' : authorization === `Bot ${state.token}` ? 'bot' : 'wrong',
      body: undefined,
      files: 0,
      bytes: 0,
      status: undefined,
      at: state.clock.now(),
    };
    log.push(entry);
    const { body, uploads, broken } = await readBody(request);
    const bytes = uploads.reduce((sum, it) => sum + it.bytes.length, 0);
    Object.assign(entry, { body, files: uploads.length, bytes });

    const found = findRoute(routes, method, path);
    const kind = `${method} ${found?.route.pattern ?? path}`;
    const fault = faults.meet(`${method} ${path}`, kind, uploads.length);
    const delayed = () => (fault?.delayMs ? state.clock.wait(fault.delayMs) : undefined);
    if (fault && !fault.afterEffect) await delayed();
    const wanted = fault && (fault.cut || fault.status !== undefined);
    let answer: Answer & { headers?: Record<string, string> } = { status: 500 };
    if (!wanted || fault.afterEffect) answer = await perform();
    if (fault?.afterEffect) await delayed();
    if (fault?.cut) {
      request.socket.destroy();
      return;
    }
    if (fault) answer = faultAnswer(fault) ?? answer;
    entry.status = answer.status;
    if (answer.status === 429) {
      const code = codeOf(answer.body);
      rateLimited.push({ method, path, code });
    }
    write(response, answer);

    async function perform(): Promise<Answer & { headers: Record<string, string> }> {
      const limit =
        kind === 'PATCH /channels/:channel/messages/:message'
          ? limits.edits
          : kind === 'PATCH /webhooks/:application/:token/messages/:message'
            ? limits.interactionEdits
            : limits.others;
      const taken = buckets.take(kind, majorOf(path), limit);
      const { headers } = taken;
      // Callbacks are never limited.
      if (!taken.granted && !kind.endsWith('/callback')) return { ...tooMany(taken.retryAfterMs), headers };
      try {
        if (!found) throw refusal('noRoute');
        if (found.route.bot && entry.auth !== 'bot') throw refusal('unauthorized');
        if (broken) throw refusal('notJson');
        return {
          ...(await found.route.answer({
            method,
            path,
            query: url.searchParams,
            body,
            uploads,
            part: found.part,
          })),
          headers,
        };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (error.body.code === 50035)
          violations.push({
            method,
            path,
            errors: error.issues.map((it) => `${it.path.map(String).join('.')}: ${it.message} (${it.code})`),
          });
        else if (!found) violations.push({ method, path, errors: ['There is no such route'] });
        const after = error.status === 429 ? { 'Retry-After': String(error.body.retry_after) } : {};
        return { status: error.status, body: error.body, headers: { ...headers, ...after } };
      }
    }
  }
}

function tooMany(retryAfterMs: number): Answer {
  const answer = faultAnswer({ route: '', status: 429, retryAfter: Math.ceil(retryAfterMs) / 1000 });
  return answer ?? { status: 429 };
}

const codeOf = (body: unknown) =>
  typeof body === 'object' && body && 'code' in body && typeof body.code === 'number' ? body.code : undefined;

function write(
  response: ServerResponse,
  { status, body, headers = {} }: Answer & { headers?: Record<string, string> },
) {
  if (response.destroyed) return;
  response.writeHead(status, {
    ...headers,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
