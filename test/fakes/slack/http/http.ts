/** The HTTP side: reads each request whole, keeps the log, and answers as the world, a fault or a limit wants. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WebApi } from '../methods/web-api.ts';
import type { FakeState } from '../state.ts';
import { type Fault, type Faults, fails } from './faults.ts';
import { Refusal } from './refusals.ts';
import { readArguments } from './request-body.ts';
import { isResponsePath, respond } from './response-url.ts';
import { isDownload, type Raw, receive, serveFile, signInPage, takeUpload } from './transfers.ts';

/** One request as it came over the wire, and how it was answered. */
export type Logged = {
  /** A Web API method, or `upload`, `download`, `response_url`, `authorize`, `unknown`. */
  method: string;
  path: string;
  /** As it stood in the Host header. */
  host: string;
  token: string | undefined;
  /** Whose token it is: a workspace's or an organisation's id; also when it is dead. */
  team: string | undefined;
  /** Without the token. */
  args: Record<string, unknown>;
  /** Of an upload. */
  bytes: number;
  /** Undefined until it is answered, and when the connection was cut. */
  status: number | undefined;
  /** Of `ok: false`. */
  error: string | undefined;
  /** Unix ms of the movable clock. */
  at: number;
};
export type RateLimited = { method: string; team: string | undefined; retryAfter: number; at: number };

export type Wire = {
  log: Logged[];
  rateLimited: RateLimited[];
  handle: (request: IncomingMessage, response: ServerResponse) => void;
};

/** An error of its own is a 500 and a violation. */
export function createWire(state: FakeState, { api, faults }: { api: WebApi; faults: Faults }): Wire {
  const log: Logged[] = [];
  const rateLimited: RateLimited[] = [];
  return {
    log,
    rateLimited,
    handle(request, response) {
      // A client that has gone is no error of ours.
      response.on('error', () => {});
      exchange(request, response).catch((error: unknown) => {
        if (!response.headersSent) response.writeHead(500);
        response.end(String(error));
        // A client that went away in the middle was not wrong.
        if (request.complete) state.violations.push({ method: request.url ?? '', errors: [String(error)] });
      });
    },
  };

  async function exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', state.origin);
    const path = url.pathname;
    const method = methodOf(path);
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const entry: Logged = {
      method,
      path,
      host: request.headers.host ?? '',
      token: bearer,
      team: undefined,
      args: {},
      bytes: 0,
      status: undefined,
      error: undefined,
      at: state.clock.now(),
    };
    log.push(entry);
    const came = method === 'upload' ? await receive(request, state.keepUploads) : undefined;
    entry.bytes = came?.size ?? 0;
    let broken: Refusal | undefined;
    if (!came) {
      const { token, ...args } = await readArguments(request, url).catch((error: unknown) => {
        if (!(error instanceof Refusal)) throw error;
        broken = error;
        return { token: undefined };
      });
      entry.args = args;
      entry.token ??= typeof token === 'string' ? token : undefined;
    }
    const owner = state.installations.get(entry.token ?? '');
    entry.team = owner?.workspace?.id ?? owner?.enterprise?.id;

    const fault = faults.meet(method, entry.args);
    const delayed = () => (fault?.delayMs ? state.clock.wait(fault.delayMs) : undefined);
    if (fault && !fault.afterEffect) await delayed();
    let answer: Raw = { status: 500, body: '' };
    if (!fault || fault.afterEffect || !fails(fault)) answer = await perform();
    if (fault?.afterEffect) await delayed();
    if (fault?.hang) return;
    if (fault?.cut) {
      request.socket.destroy();
      return;
    }
    if (fault) answer = faulty(fault) ?? answer;
    entry.status = answer.status;
    if (response.destroyed) return;
    const length = { 'content-length': Buffer.byteLength(answer.body) };
    response.writeHead(answer.status, { ...answer.headers, ...length }).end(answer.body);

    async function perform(): Promise<Raw> {
      if (came) return takeUpload(state, path, came);
      if (method === 'download') return serveFile(state, path, entry.token);
      if (method === 'response_url') {
        const { status, error } = respond(state, path, entry.args);
        entry.error = error;
        return { status, body: error ?? 'ok' };
      }
      if (method === 'authorize') return signInPage;
      if (!path.startsWith('/api/')) {
        state.violations.push({ method: path, errors: ['there is nothing at this address'] });
        return { status: 404, body: 'not found' };
      }
      const scopes: Record<string, string> = owner ? { 'x-oauth-scopes': [...owner.scopes].join(',') } : {};
      try {
        if (broken) throw broken;
        return json({ ok: true, ...(await api.call(method, entry.token, entry.args)) }, 200, scopes);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (error.error === 'ratelimited') return tooMany(Number(error.more.retryAfter));
        if (error.issues.length > 0) state.violations.push({ method, errors: [...error.issues] });
        entry.error = error.error;
        return json({ ok: false, error: error.error, ...error.more }, 200, scopes);
      }
    }

    function tooMany(retryAfter: number): Raw {
      entry.error = 'ratelimited';
      rateLimited.push({ method, team: entry.team, retryAfter, at: state.clock.now() });
      return json({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': String(retryAfter) });
    }

    function faulty({ error, status, retryAfter = 1, headers = {} }: Fault): Raw | undefined {
      if (status === 429) {
        const answer = tooMany(retryAfter);
        return { ...answer, headers: { ...answer.headers, ...headers } };
      }
      if (error !== undefined) entry.error = error;
      if (status !== undefined)
        return {
          status,
          body: error ?? `${status}: on demand`,
          headers: { 'content-type': 'text/html', ...headers },
        };
      return error === undefined ? undefined : json({ ok: false, error }, 200, headers);
    }
  }
}

function methodOf(path: string): string {
  if (path.startsWith('/api/')) return path.slice('/api/'.length);
  if (path.startsWith('/upload/')) return 'upload';
  if (isDownload(path)) return 'download';
  if (isResponsePath(path)) return 'response_url';
  return path === '/oauth/v2/authorize' || path === '/signin' ? 'authorize' : 'unknown';
}

const json = (body: object, status: number, headers: Readonly<Record<string, string>>): Raw => ({
  status,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
});
