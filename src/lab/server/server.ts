/**
 * The lab: an embedded server that speaks Segmind's protocol on loopback and does real media work with sharp and
 * FFmpeg. No AI, and it never claims to be.
 */
import { once, setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { defineModels } from '../media/models.ts';
import { openAccount } from './account.ts';
import type { Behaviour, Fault, Route } from './faults.ts';
import { openFiles } from './files.ts';
import { match, readJson } from './incoming.ts';
import { faultReply, type Reply, refusal, send } from './replies.ts';
import { openRequests } from './requests.ts';
import { type Call, defineRoutes, gate } from './routes.ts';
import { openRules } from './rules.ts';
import { openSources } from './sources.ts';

export type LabEntry = {
  /** `unknown`: no route has this path. */
  route: Route | 'unknown';
  method: string;
  path: string;
  /** ms since 1970. */
  at: number;
  /** Whether an x-api-key was sent. */
  key?: boolean;
  slug?: string;
  requestId?: string;
  /** A submit's body. */
  body?: unknown;
};

export type Lab = {
  /** `http://127.0.0.1:<port>`: the origin of every URL it hands out. */
  url: string;
  /** Every request it got, in order. */
  log: LabEntry[];
  /** The submits it took on, whatever it answered. */
  submits(): { requestId: string; slug: string; body: Record<string, unknown> }[];
  /** Shows a fault; the returned function ends it early. */
  fault(fault: Fault): () => void;
  /** How the next `jobs` submits go (1 when left out; Infinity: from now on, after those with their own). */
  behave(behaviour: Behaviour, options?: { jobs?: number }): void;
  setBalance(dollars: number): void;
  /** Stops all work and its children, cuts every connection, removes every file. */
  close(): Promise<void>;
};

export type LabOptions = {
  /** It works in a folder of its own below this one. */
  dataDir: string;
  /** Default: any free one. */
  port?: number;
  /** The only key it takes; any key will do when left out, but one must be sent. */
  key?: string;
  /** US dollars; default 100. */
  balance?: number;
  /** ms from submit until a request is forgotten; default one hour. */
  recordMs?: number;
  /** ms that a request is at least QUEUED and PROCESSING; default 20 each. */
  queuedMs?: number;
  processingMs?: number;
  /** ms before every reply; default 0. */
  replyDelayMs?: number;
  /** Works at once; default 1. */
  parallel?: number;
  /** How a bad parameter shows: a FAILED request (default, as observed), or a refusal on submit. */
  validation?: 'failed' | 400 | 406;
  uploadAnswer?: 'file_urls' | 'urls';
  /** FFMPEG_PATH. */
  ffmpegPath?: string;
  /** The links it may fetch sources from, beside its own files; default none. */
  allowLinks?: (url: URL) => boolean;
};

/** @throws Error of node:net when the port is taken. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const files = await openFiles(options.dataDir);
  const server = createServer();
  server.listen(options.port ?? 0, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    await files.close();
    throw error;
  }
  // A TCP server that listens has an address of this shape.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const origin = () => url;

  const account = openAccount(options.balance ?? 100);
  const rules = openRules();
  const sources = openSources(files, origin, options.allowLinks ?? (() => false));
  const requests = openRequests({
    files,
    sources,
    account,
    models: defineModels(options.ffmpegPath),
    recordMs: options.recordMs ?? 3_600_000,
    queuedMs: options.queuedMs ?? 20,
    processingMs: options.processingMs ?? 20,
    parallel: options.parallel ?? 1,
  });
  const { key } = options;
  const handlers = defineRoutes({
    origin,
    files,
    account,
    requests,
    rules,
    validation: options.validation ?? 'failed',
    uploadAnswer: options.uploadAnswer ?? 'file_urls',
  });
  const log: LabEntry[] = [];
  const accepted: { requestId: string; slug: string; body: Record<string, unknown> }[] = [];
  const closing = new AbortController();
  // Every reply that is held back listens to it.
  setMaxListeners(0, closing.signal);
  const { signal } = closing;

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = incoming.url ?? '/';
    const method = incoming.method ?? '';
    const { handler, parameter } = match(handlers, method, path.split('?')[0] ?? path);
    const entry: LabEntry = {
      route: handler?.route ?? 'unknown',
      method,
      path,
      at: Date.now(),
      key: incoming.headers['x-api-key'] !== undefined,
    };
    log.push(entry);
    const call: Call = { incoming, parameter, body: undefined };
    if (handler?.route === 'submit') {
      entry.slug = parameter;
      call.body = await readJson(incoming);
      entry.body = call.body;
    } else if (parameter && handler?.route !== 'file') entry.requestId = parameter;

    const proper = async (): Promise<Reply> => {
      if (!handler) return refusal(404, 'Not Found');
      return (
        gate(handler, incoming, key) ??
        handler.answer(call, ({ id }) => {
          entry.requestId = id;
          // A request is only accepted with a body that was read as an object.
          const body = call.body as Record<string, unknown>;
          accepted.push({ requestId: id, slug: parameter, body });
        })
      );
    };

    const fault = handler && rules.takeFault(handler.route);
    if (fault?.kind === 'delay') await pause(fault.ms, undefined, { signal });
    let reply: Reply | undefined;
    const instead = fault?.kind === 'answer' || fault?.kind === 'drop';
    if (!instead || fault.accept) reply = await proper();
    await pause(options.replyDelayMs ?? 0, undefined, { signal });
    if (fault?.kind === 'drop') {
      incoming.socket.destroy();
      return;
    }
    if (fault?.kind === 'answer') reply = faultReply(fault);
    // What was not read (a large upload that is refused) must not hold up the answer.
    incoming.resume();
    if (reply) await send(response, reply, { endless: fault?.kind === 'endless', signal });
  }

  server.on('request', (incoming: IncomingMessage, response: ServerResponse) => {
    handle(incoming, response).catch(() => {
      // The caller went away or the lab is closing: there is nobody left to answer.
      response.destroy();
    });
  });

  return {
    url,
    log,
    submits: () => [...accepted],
    fault: rules.fault,
    behave: (behaviour, { jobs = 1 } = {}) => rules.behave(behaviour, jobs),
    setBalance: account.set,
    async close() {
      closing.abort();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await requests.close();
      await closed;
      await files.close();
    },
  };
}
