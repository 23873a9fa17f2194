/** Servers on loopback and a fetcher with its folder, anew for each test of the files that import this. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSocketServer, type Socket, type Server as SocketServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { Failure } from '../../src/core/domain/failure.ts';
import { createFetcher, type Fetcher, type FetchOptions } from '../../src/core/media/fetch.ts';
import { type Files, openFiles } from '../../src/core/media/files.ts';

export let picture: Buffer;
export let folder: string;
export let files: Files;
export let fetcher: Fetcher;
export let cleanup: (() => Promise<unknown>)[];

beforeAll(async () => {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  picture = await sharp({ create: { width: 200, height: 100, channels: 3, background: '#888', noise } })
    .jpeg()
    .toBuffer();
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'darkroom-fetch-'));
  files = await openFiles(folder);
  fetcher = createFetcher();
  cleanup = [() => fetcher.close(), () => rm(folder, { recursive: true })];
});

afterEach(async () => {
  for (const close of cleanup) await close();
});

/** A server on loopback that is gone, with its connections, after the test. Gives its origin. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  cleanup.push(() => stop(server));
  return `http://127.0.0.1:${await listen(server)}`;
}

/** A server that speaks raw bytes, for answers no HTTP library would write. */
export async function serveRaw(answer: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createSocketServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', () => answer(socket));
  });
  cleanup.push(async () => {
    for (const socket of sockets) socket.destroy();
    await promisify(server.close.bind(server))();
  });
  return `http://127.0.0.1:${await listen(server)}`;
}

export const listen = (server: SocketServer): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });

export const stop = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

export const fetchFrom = (link: string, options: Partial<FetchOptions> = {}) =>
  fetcher.fetchTo(link, files, {
    maxBytes: 1_000_000,
    timeoutMs: 10_000,
    // Only a web origin can be vouched for; the other links are here to be refused.
    allowedOrigins: /^http:\/\/127\.0\.0\.1:\d/.test(link) ? [new URL(link).origin] : [],
    ...options,
  });

/** The refusal of a fetch, which must have left nothing in the folder. */
export async function refusal(fetching: Promise<unknown>): Promise<{ code: string; facts: unknown }> {
  const error = await fetching.then(
    (value) => expect.fail(`was fetched: ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  );
  expect(await readdir(folder)).toEqual([]);
  if (!(error instanceof Failure)) throw error;
  return { code: error.code, facts: error.facts };
}
