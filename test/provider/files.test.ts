/** Files on their way to the provider and back: uploads byte for byte, results in every form, repeats. */
import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { describe, expect, test } from 'vitest';
import { exchange } from '../../src/core/provider/exchange.ts';
import { ProviderUnavailable } from '../../src/core/provider/provider.ts';
import { uploadBody } from '../../src/core/provider/upload.ts';
import { client, folder, lab, operation, server, tcp, thrown } from './servers.ts';

async function file(bytes: number) {
  const content = randomBytes(bytes);
  const path = `${await folder()}/photo.png`;
  await writeFile(path, content);
  return { content, file: { path, type: 'image/png', bytes } };
}
/** Takes 600 ms, in steps of 20. */
async function* drops(progress: () => void) {
  for (let step = 0; step < 30; step += 1) {
    await pause(20);
    yield Buffer.from('drop');
    progress();
  }
}

const link = 'https://images.example/assets/photo.png';
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('an upload', () => {
  const piece = 192 * 1024;
  test.each([0, 1, 2, 3, piece - 1, piece, piece + 1, 3 * piece + 2])(
    'of %d bytes arrives whole',
    async (bytes) => {
      const { content, file: given } = await file(bytes);
      const { url, seen } = await server(() => ({ file_urls: [link] }));
      expect(await client(url).upload(given)).toBe(link);
      const sent: { data_urls: string[] } = JSON.parse(seen[0]?.body ?? '');
      const [head, base64] = (sent.data_urls[0] ?? '').split(',');
      expect(head).toBe('data:image/png;base64');
      expect(sha(Buffer.from(base64 ?? '', 'base64'))).toBe(sha(content));
      expect(base64).toBe(content.toString('base64'));
    },
  );

  test.each([
    [{ file_urls: [link], message: 'ok' }],
    [{ urls: [link] }],
    [[link]],
    [[{ url: link }]],
    [{ url: link }],
  ])('reads its link from %j', async (answer) => {
    const { url } = await server(() => answer);
    expect(await client(url).upload((await file(10)).file)).toBe(link);
  });

  test('reaches the lab, which hands the same bytes out again', async () => {
    const { url } = await lab();
    const { content, file: given } = await file(500_000);
    const stored = await client(url).upload(given);
    expect(sha(new Uint8Array(await (await fetch(stored)).arrayBuffer()))).toBe(sha(content));
  });

  test('is repeated after a passing fault', async () => {
    const at = await lab();
    at.fault({ at: 'upload', kind: 'answer', status: 502, body: 'Bad gateway' });
    at.fault({ at: 'upload', kind: 'drop' });
    at.fault({ at: 'upload', kind: 'answer', status: 200, body: { message: 'no link' } });
    expect(await client(at.url).upload((await file(100_000)).file)).toContain(at.url);
    expect(at.log.filter(({ route }) => route === 'upload')).toHaveLength(4);
  });

  test.each([
    [401, 'provider-key'],
    [402, 'provider-credits'],
    [403, 'provider-forbidden'],
    [404, 'provider-refused'],
    [413, 'provider-refused'],
  ])('refused with %d is not repeated', async (status, code) => {
    const at = await lab();
    at.fault({ at: 'upload', kind: 'answer', status, body: { error: 'no' } });
    expect(await thrown(client(at.url).upload((await file(10)).file))).toMatchObject({
      name: 'Failure',
      code,
    });
    expect(at.log).toHaveLength(1);
  });

  test('of a file that is gone or shorter than told fails without being repeated', async () => {
    const { url, seen } = await server(() => ({ file_urls: [link] }));
    const { file: given } = await file(300_000);
    const provider = client(url);
    const missing = { name: 'Failure', code: 'file-missing' };
    expect(await thrown(provider.upload({ ...given, path: `${given.path}.gone` }))).toMatchObject(missing);
    expect(await thrown(provider.upload({ ...given, bytes: 300_001 }))).toMatchObject(missing);
    expect(seen).toEqual([]);
  });

  test('may take longer than the time limit as long as bytes move', async () => {
    const { url, seen } = await server(() => ({}));
    const pool = new Pool(url);
    const outcome = await exchange(pool, {
      method: 'POST',
      path: '/upload-asset',
      headers: {},
      body: (progress) => Readable.from(drops(progress)),
      timeoutMs: 400,
      maxBytes: 100,
      signals: [],
    });
    await pool.close();
    expect(outcome).toMatchObject({ kind: 'answer', status: 200 });
    expect(seen[0]?.body).toBe('drop'.repeat(30));
  });

  test('tells of every piece that was taken', async () => {
    const { content, file: given } = await file(5 * piece + 1);
    let taken = 0;
    let received = 0;
    const body = uploadBody(given);
    for await (const chunk of body.stream(
      () => {
        taken += 1;
      },
      () => {},
    ))
      received += chunk.length;
    expect([taken, received]).toEqual([6, body.length]);
    expect(body.length).toBe(`{"data_urls":["data:image/png;base64,${content.toString('base64')}"]}`.length);
  });

  test('to a server that stops reading is given up', async () => {
    let connections = 0;
    const url = await tcp((socket) => {
      socket.once('data', () => {
        connections += 1;
        socket.pause();
      });
    });
    const provider = client(url, { timeoutMs: 120 });
    expect(await thrown(provider.upload((await file(12_000_000)).file))).toBeInstanceOf(ProviderUnavailable);
    expect(connections).toBe(4);
  });

  test('that is stopped throws the reason', async () => {
    const stop = new AbortController();
    const { url } = await server(() => stop.abort(new Error('enough')));
    const error = await thrown(client(url).upload((await file(10)).file, { signal: stop.signal }));
    expect(error).toMatchObject({ message: 'enough' });
  });
});

describe('a result is found', () => {
  const png = `iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==`;
  test.each([
    ['a link', { output: link }, link],
    ['an array of links', { output: [link, 'https://images.example/2'] }, link],
    ['an object', { output: { url: link } }, link],
    ['an array of objects', { output: [{ image: { url: link } }] }, link],
    ['JSON in text', { output: JSON.stringify([{ url: link }]) }, link],
    ['images beside an empty output', { output: null, images: [{ url: link }] }, link],
    [
      'video beside an unreadable output',
      { output: 'done', video: { url: link, last_frame_url: 'https://x.org/f' } },
      link,
    ],
    ['a data URL', { output: `data:image/png;base64,${png}` }, `data:image/png;base64,${png}`],
    ['bare base64', { output: png }, `data:image/png;base64,${png}`],
    ['bare base64 of an image field', { image: png }, `data:image/png;base64,${png}`],
  ])('as %s', async (_, answer, url) => {
    const api = await server(() => ({ status: 'COMPLETED', metrics: { cost: 0.5 }, ...answer }));
    expect(await client(api.url).result(operation())).toEqual({ url, cost: 0.5 });
  });

  test.each([
    ['only a last frame', { video: { last_frame_url: link } }],
    ['our own input', { input: { image: link }, prompt: link }],
    ['words that look like base64', { output: 'Completed'.repeat(20) }],
    ['another kind of link', { output: 'file:///etc/passwd' }],
    [
      'JSON in JSON without end',
      { output: Array.from({ length: 9 }).reduce((it) => JSON.stringify([it]), link) },
    ],
  ])('but not in %s', async (_, answer) => {
    const api = await server(() => ({ status: 'COMPLETED', ...answer }));
    expect(await thrown(client(api.url).result(operation()))).toMatchObject({
      message:
        'The provider finished, but its file could not be used (its answer names no file). Run it again.',
    });
    expect(api.seen).toHaveLength(1);
  });
});
