import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { probe } from '../../src/core/media/probe/probe.ts';
import { fetchFrom, files, folder, listen, picture, refusal, serve, serveRaw, stop } from './fixture.ts';

test.each([204, 206, 304, 400, 401, 403, 404, 410, 429, 500, 503])(
  'an answer with status %i leaves nothing behind',
  async (status) => {
    const origin = await serve((_, response) =>
      response.writeHead(status).end(status === 206 ? picture : undefined),
    );
    const { code, facts } = await refusal(fetchFrom(origin));
    if (status === 204) expect(code).toBe('file-empty');
    else
      expect({ code, facts }).toEqual({
        code: 'link-refused',
        facts: { host: new URL(origin).host, status },
      });
  },
);

test('a large file of the wrong kind is given up after its first bytes', async () => {
  let closed = false;
  const origin = await serve((_, response) => {
    response.on('close', () => {
      closed = true;
    });
    // It never ends: only a fetch that gives up by itself can be over.
    response.write(Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(20_000)]));
  });
  expect((await refusal(fetchFrom(origin))).code).toBe('file-not-media');
  await expect.poll(() => closed).toBe(true);
});

test('an announced size over the limit is refused before the body', async () => {
  const origin = await serveRaw((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000001\r\n\r\n');
  });
  expect(await refusal(fetchFrom(origin))).toEqual({ code: 'file-too-large', facts: { limit: 1_000_000 } });
});

test('an endless body without an announced size ends at the limit', async () => {
  let sent = 0;
  const origin = await serve((_, response) => {
    response.write(picture);
    const chunk = Buffer.alloc(65_536);
    const more = () => {
      while (!response.destroyed && response.write(chunk)) sent += chunk.length;
    };
    response.on('drain', more);
    more();
  });
  expect((await refusal(fetchFrom(origin))).code).toBe('file-too-large');
  // What the sockets on both sides hold may be on its way; much more would mean that it was read.
  expect(sent).toBeLessThan(20_000_000);
});

test('a file of exactly the limit is kept and one byte more is not', async () => {
  const origin = await serve((_, response) => response.end(picture));
  await files.remove((await fetchFrom(origin, { maxBytes: picture.length })).name);
  expect((await refusal(fetchFrom(origin, { maxBytes: picture.length - 1 }))).code).toBe('file-too-large');
});

test.each([
  ['does not answer', (_socket: Socket) => {}],
  ['stops in its headers', (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\nx-a: ')],
  [
    'stops in the body',
    (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9000\r\n\r\nabc'),
  ],
])('a server that %s is given up when the time is over', async (_, answer) => {
  const origin = await serveRaw(answer);
  const started = performance.now();
  const failure = await refusal(fetchFrom(origin, { timeoutMs: 300 }));
  expect(failure).toEqual({ code: 'link-too-slow', facts: { host: new URL(origin).host, ms: 300 } });
  expect(performance.now() - started).toBeLessThan(5000);
});

test('a body that drips for ever is given up when the time is over, though it never pauses', async () => {
  const origin = await serve((_, response) => {
    response.write(picture);
    const drip = setInterval(() => response.write('.'), 10);
    response.on('close', () => clearInterval(drip));
  });
  expect((await refusal(fetchFrom(origin, { timeoutMs: 400 }))).code).toBe('link-too-slow');
});

test('a size announced too large, and a connection cut in the body, leave nothing behind', async () => {
  const head = 'HTTP/1.1 200 OK\r\n';
  for (const answer of [
    (socket: Socket) => socket.end(`${head}content-length: 5000\r\n\r\nabc`),
    (socket: Socket) => {
      socket.write(Buffer.concat([Buffer.from(`${head}content-length: 900000\r\n\r\n`), picture]), () =>
        socket.resetAndDestroy(),
      );
    },
    (socket: Socket) => socket.end(`${head}transfer-encoding: chunked\r\n\r\n5\r\nabcde\r\n`),
    (socket: Socket) => socket.resetAndDestroy(),
    (socket: Socket) => socket.end('220 mail.example ESMTP\r\n'),
  ]) {
    const origin = await serveRaw(answer);
    expect(await refusal(fetchFrom(origin))).toEqual({
      code: 'link-unreachable',
      facts: { host: new URL(origin).host },
    });
  }
});

test('a size announced too small cuts the picture, and the probe finds that', async () => {
  const origin = await serveRaw((socket) => {
    socket.end(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 700\r\n\r\n'), picture]));
  });
  const stored = await fetchFrom(origin);
  expect(stored.bytes).toBe(700);
  await expect(probe(files.path(stored.name))).rejects.toMatchObject({ code: 'file-damaged' });
});

test('a closed port cannot be reached', async () => {
  const server = createServer();
  const port = await listen(server);
  await stop(server);
  expect((await refusal(fetchFrom(`http://127.0.0.1:${port}/`))).code).toBe('link-unreachable');
});

test.each([
  ['its own reason', new Error('shutting down'), 'shutting down'],
  ['the usual one', undefined, 'This operation was aborted'],
])('a caller can stop a fetch, within it and before, and gets %s', async (_, reason, message) => {
  const controller = new AbortController();
  const origin = await serve((_request, response) => {
    response.write(picture);
    controller.abort(reason);
  });
  for (let run = 0; run < 2; run += 1) {
    await expect(fetchFrom(origin, { signal: controller.signal })).rejects.toThrow(message);
    expect(await readdir(folder)).toEqual([]);
  }
});
