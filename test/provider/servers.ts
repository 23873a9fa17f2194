/** What the provider's tests talk to: the lab, or a server that answers as the test says. Closed after each test. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, vi } from 'vitest';
import {
  type Checked,
  type Operation,
  type Provider,
  type ProviderOptions,
  segmindProvider,
} from '../../src/core/provider/provider.ts';
import type { Behaviour } from '../../src/lab/server/faults.ts';
import { type Lab, startLab } from '../../src/lab/server/server.ts';

export const key = 'SG_0123456789abcdef';
export const request = { slug: 'esrgan', body: { image: 'https://example.com/a.jpg', scale: '2' } };
export const operation = (id = 'abc'): Operation => ({ requestId: id, statusUrl: '', resultUrl: '' });

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

/** A client of the server at `url`, quick to time out and to repeat. */
export function client(url: string, options: Partial<ProviderOptions> = {}): Provider {
  const provider = segmindProvider({
    apiUrl: url,
    uploadUrl: url,
    key,
    timeoutMs: 5_000,
    backoffMs: 2,
    ...options,
  });
  opened.push(() => provider.close());
  return provider;
}

export async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'provider-'));
  opened.push(() => rm(path, { recursive: true }));
  return path;
}

export async function lab(): Promise<Lab> {
  const started = await startLab({ dataDir: await folder(), queuedMs: 1, processingMs: 1, key });
  opened.push(() => started.close());
  return started;
}

export type Seen = { method: string; path: string; key: string | undefined; body: string };

/** An HTTP server; `answer` gets each request whole and may answer with JSON or by itself. */
export async function server(answer: (seen: Seen, response: ServerResponse) => unknown) {
  const seen: Seen[] = [];
  let connections = 0;
  const http = createServer((incoming: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const header = incoming.headers['x-api-key'];
      const one = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        key: typeof header === 'string' ? header : undefined,
        body: Buffer.concat(chunks).toString(),
      };
      seen.push(one);
      const value = answer(one, response);
      if (value !== undefined)
        response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
    });
  });
  http.on('connection', () => {
    connections += 1;
  });
  opened.push(async () => {
    const closed = once(http, 'close');
    http.close();
    http.closeAllConnections();
    await closed;
  });
  return { url: await listening(http), seen, connections: () => connections };
}

/** A TCP server that does what `on` says with each connection. */
export async function tcp(on: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    on(socket);
  });
  opened.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  return listening(server);
}

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server that listens has an address of this shape.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Looks until the job is no longer on its way. */
export const ended = (provider: Provider, job: Operation): Promise<Checked> =>
  vi.waitFor(
    async () => {
      const checked = await provider.check(job);
      expect(['queued', 'processing']).not.toContain(checked.kind);
      return checked;
    },
    { interval: 5, timeout: 50_000 },
  );

/** What the lab hands out instead of real work. */
export const file = { bytes: new Uint8Array([1, 2, 3]), type: 'image/jpeg' };

/** A job that the lab has accepted. */
export async function submitted(at: Lab, provider: Provider, behaviour: Behaviour = {}): Promise<Operation> {
  at.behave({ instead: file, ...behaviour });
  const outcome = await provider.submit(request);
  if (outcome.kind !== 'accepted') throw new Error(`not accepted but ${outcome.kind}`);
  return outcome.operation;
}

/** A job that the lab has completed. */
export async function finished(at: Lab, provider: Provider, behaviour: Behaviour = {}): Promise<Operation> {
  const job = await submitted(at, provider, behaviour);
  expect((await ended(provider, job)).kind).toBe('completed');
  return job;
}

/** What a promise rejects with. */
export const thrown = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => {
      throw new Error('nothing was thrown');
    },
    (error: unknown) => error,
  );
