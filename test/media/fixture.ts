/** A data folder, a fetcher and servers on loopback, anew for each test of the files that import this; and a picture. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
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
  picture = await sharp({ create: { width: 90, height: 80, channels: 3, background: '#8a2' } })
    .png({ compressionLevel: 0 })
    .toBuffer();
});

beforeEach(async () => {
  const temporary = await mkdtemp(join(tmpdir(), 'darkroom-media-'));
  folder = join(temporary, 'not', 'there', 'yet');
  files = await openFiles(folder);
  fetcher = createFetcher();
  cleanup = [() => fetcher.close(), () => rm(temporary, { recursive: true })];
});

afterEach(async () => {
  for (const close of cleanup) await close();
});

/** A body in pieces; `before` runs before each of them. */
export async function* pieces(
  bytes: Uint8Array,
  size = 1000,
  before: (sent: number) => void | Promise<void> = () => {},
): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < bytes.length; sent += size) {
    await before(sent);
    yield bytes.subarray(sent, sent + size);
  }
}

let written = 0;

/** Writes bytes under a name that lies, and gives the path. */
export async function file(bytes: Uint8Array | string): Promise<string> {
  written += 1;
  const path = join(folder, `${written}.txt`);
  await writeFile(path, bytes);
  return path;
}

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
