/** What is known of a submit when the connection fails, by servers that fail at a chosen moment. */
import { describe, expect, test } from 'vitest';
import { client, operation, request, server, tcp } from './servers.ts';

const fail = { uploadUrl: 'http://127.0.0.1:1' };

describe('a submit of which no byte was sent may be sent later', () => {
  test('the port is closed', async () => {
    expect(await client('http://127.0.0.1:1').submit(request)).toEqual({
      kind: 'later',
      afterMs: undefined,
      detail: 'ECONNREFUSED',
    });
  });

  test('the name does not exist', async () => {
    // RFC 6761 reserves .invalid: no resolver may find it.
    expect(await client('http://provider.invalid', fail).submit(request)).toMatchObject({ kind: 'later' });
  });

  test('the other side does not speak TLS', async () => {
    const received: Buffer[] = [];
    const url = await tcp((socket) =>
      socket.on('data', (chunk) => {
        received.push(chunk);
        socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
      }),
    );
    const outcome = await client(url.replace('http:', 'https:'), fail).submit(request);
    expect(outcome).toMatchObject({
      kind: 'later',
      detail: expect.stringMatching(/^(EPROTO|ERR_SSL|ECONNRESET)/),
    });
    // 22 is a TLS handshake record: nothing else had been written.
    expect(received[0]?.[0]).toBe(22);
  });

  test('the TLS handshake never ends', async () => {
    const url = await tcp((socket) => socket.resume());
    const hurried = client(url.replace('http:', 'https:'), { ...fail, timeoutMs: 300 });
    expect(await hurried.submit(request)).toMatchObject({ kind: 'later' });
  });

  test('the process was held up past the time limit before it could write', async () => {
    const { url, seen } = await server(() => ({ request_id: 'abc' }));
    const provider = client(url, { timeoutMs: 50 });
    const outcome = provider.submit(request);
    for (const end = performance.now() + 100; performance.now() < end; );
    expect(await outcome).toMatchObject({ kind: 'later', detail: 'timed out' });
    // A later request on its way shows that the earlier one never came.
    expect(await client(url).check(operation())).toMatchObject({ kind: 'unclear' });
    expect(seen.map(({ method }) => method)).toEqual(['GET']);
  });

  test('it was stopped before it began', async () => {
    const { url, seen, connections } = await server(() => ({ request_id: 'abc' }));
    const outcome = await client(url).submit(request, { signal: AbortSignal.abort() });
    expect(outcome).toEqual({ kind: 'later', afterMs: undefined, detail: 'stopped' });
    expect([seen.length, connections()]).toEqual([0, 0]);
  });
});

describe('a submit of which a byte was sent is uncertain', () => {
  test('the connection is reset after the request was read', async () => {
    let connections = 0;
    const url = await tcp((socket) => {
      connections += 1;
      socket.once('data', () => socket.resetAndDestroy());
    });
    expect(await client(url).submit(request)).toEqual({
      kind: 'uncertain',
      why: 'broken',
      detail: 'ECONNRESET',
    });
    expect(connections).toBe(1);
  });

  test('the connection is accepted and closed without a word', async () => {
    // The server does not even read; that cannot be known on this side.
    const url = await tcp((socket) => socket.once('readable', () => socket.destroy()));
    expect(await client(url).submit(request)).toMatchObject({ kind: 'uncertain' });
  });

  test('the connection is accepted and nothing follows', async () => {
    const url = await tcp((socket) => socket.pause());
    const outcome = await client(url, { timeoutMs: 1000 }).submit(request);
    expect(outcome).toEqual({ kind: 'uncertain', why: 'silent', detail: 'timed out' });
  });

  test('the answer breaks off within its headers', async () => {
    const url = await tcp((socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-')));
    expect(await client(url).submit(request)).toMatchObject({ kind: 'uncertain' });
  });

  test('the answer is not HTTP', async () => {
    const url = await tcp((socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.9\r\n')));
    expect(await client(url).submit(request)).toMatchObject({ kind: 'uncertain' });
  });

  test('it was stopped while it was under way', async () => {
    const stop = new AbortController();
    const { url, seen } = await server(() => stop.abort());
    const outcome = await client(url).submit(request, { signal: stop.signal });
    expect(outcome).toEqual({ kind: 'uncertain', why: 'broken', detail: 'stopped' });
    expect(seen).toHaveLength(1);
  });
});

test('a refusal counts although its body never ends', async () => {
  const url = await tcp((socket) =>
    socket.once('data', () => socket.write('HTTP/1.1 402 Payment Required\r\ncontent-length: 99\r\n\r\n{')),
  );
  const outcome = await client(url, { timeoutMs: 1000 }).submit(request);
  expect(outcome).toMatchObject({ kind: 'refused', failure: { code: 'provider-credits' } });
});

test('every submit has a connection of its own, while looks share theirs', async () => {
  const { url, seen, connections } = await server(({ method }) =>
    method === 'POST' ? { request_id: 'abc' } : { status: 'QUEUED' },
  );
  const provider = client(url);
  for (let turn = 0; turn < 3; turn += 1) await provider.submit(request);
  expect(connections()).toBe(3);
  for (let turn = 0; turn < 20; turn += 1) await provider.check(operation());
  // Two at most: a connection takes a turn of the event loop to become free again.
  expect(connections()).toBeLessThanOrEqual(5);
  expect(seen).toHaveLength(23);
});

test('an answer over a megabyte teaches nothing and is not read on', async () => {
  const { url } = await server(() => ({ status: 'COMPLETED', noise: 'x'.repeat(1_000_001) }));
  expect(await client(url).check(operation())).toEqual({
    kind: 'unclear',
    afterMs: undefined,
    detail: 'HTTP 200: too long',
  });
});

test('closing ends a look at once and waits for a submit', async () => {
  let answer = () => {};
  const { url, seen } = await server(({ method }, response) => {
    if (method === 'POST') answer = () => response.end('{"request_id":"abc"}');
  });
  const provider = client(url);
  const submitted = provider.submit(request);
  const checked = provider.check(operation());
  await expect.poll(() => seen.length).toBe(2);
  const closed = provider.close();
  expect(await checked).toEqual({ kind: 'unclear', afterMs: undefined, detail: 'stopped' });
  answer();
  expect(await submitted).toMatchObject({ kind: 'accepted' });
  await closed;
});

test('a hundred looks at once do not warn of a listener leak', async () => {
  const warnings: Error[] = [];
  const warned = (warning: Error) => warnings.push(warning);
  process.on('warning', warned);
  const { url } = await server(() => ({ status: 'QUEUED' }));
  const provider = client(url);
  const { signal } = new AbortController();
  const looks = Array.from({ length: 100 }, () => provider.check(operation(), { signal }));
  expect(new Set((await Promise.all(looks)).map(({ kind }) => kind))).toEqual(new Set(['queued']));
  // Warnings are emitted in a later turn.
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', warned);
  expect(warnings).toEqual([]);
});
