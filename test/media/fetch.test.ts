import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Resolve } from '../../src/core/media/address-guard.ts';
import { createFetcher } from '../../src/core/media/fetch.ts';
import { openFiles } from '../../src/core/media/files.ts';
import { cleanup, fetcher, fetchFrom, files, picture, refusal, serve } from './fixture.ts';

test('a picture is kept byte for byte under a name that says nothing of the link, its type read from the content', async () => {
  const origin = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(picture);
  });
  const stored = await fetchFrom(`${origin}/secret.jpg?name=me`);
  expect(stored).toEqual({
    name: expect.stringMatching(/^[0-9a-f]{32}\.png$/),
    type: 'image/png',
    bytes: picture.length,
  });
  expect(await readFile(files.path(stored.name))).toEqual(picture);
});

test('a server is asked for a plain body, whatever it would rather send', async () => {
  const asked: unknown[] = [];
  const origin = await serve((request, response) => {
    asked.push(request.headers['accept-encoding'], request.method);
    response.end(picture);
  });
  await fetchFrom(origin);
  expect(asked).toEqual(['identity', 'GET']);
});

test.each(['ftp://example.com/a.jpg', 'file:///etc/passwd', 'javascript:1', 'a picture', '', 'http://'])(
  '%j is not a web link',
  async (link) => {
    expect((await refusal(fetchFrom(link))).code).toBe('link-invalid');
  },
);

test('a link with a name and password is refused, and the sentence does not repeat the password', async () => {
  const { code, facts } = await refusal(fetchFrom('https://me:hunter2@example.com/a.jpg'));
  expect(code).toBe('link-invalid');
  expect(JSON.stringify(facts)).not.toMatch(/hunter2|me:/);
});

test('a name that does not exist is reported as such', async () => {
  const resolve: Resolve = async () => {
    throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
  };
  const lost = createFetcher({ resolve });
  cleanup.push(() => lost.close());
  const fetching = lost.fetchTo('http://nowhere.example/', files, { maxBytes: 1000, timeoutMs: 5000 });
  expect(await refusal(fetching)).toEqual({ code: 'link-not-found', facts: { host: 'nowhere.example' } });
});

test.each([
  ['with its proper type', 'text/html; charset=utf-8', '<!DOCTYPE html><html><body>Sign in</body></html>'],
  ['called a picture', 'image/jpeg', '\n  <html lang="en"><title>Sign in</title>'],
  [
    'written as XML',
    'image/png',
    '<?xml version="1.0"?>\n<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"/>',
  ],
])('a web page %s is told apart from a file', async (_, type, page) => {
  const origin = await serve((_, response) => response.writeHead(200, { 'content-type': type }).end(page));
  expect(await refusal(fetchFrom(origin))).toEqual({
    code: 'link-web-page',
    facts: { host: new URL(origin).host },
  });
});

test('a picture that its server calls a web page is kept', async () => {
  const origin = await serve((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(picture),
  );
  expect((await fetchFrom(origin)).type).toBe('image/png');
});

test('an empty answer is an empty file', async () => {
  const origin = await serve((_, response) => response.end());
  expect((await refusal(fetchFrom(origin))).code).toBe('file-empty');
});

test('a data link is decoded, checked and limited like any other', async () => {
  const link = `data:image/jpeg;base64,${picture.toString('base64')}`;
  const stored = await fetchFrom(link);
  expect(stored.type).toBe('image/png');
  expect(await readFile(files.path(stored.name))).toEqual(picture);
  await files.remove(stored.name);
  expect((await refusal(fetchFrom(link, { maxBytes: picture.length - 1 }))).code).toBe('file-too-large');
  expect((await refusal(fetchFrom(link, { maxBytes: 10 }))).code).toBe('file-too-large');
  expect((await refusal(fetchFrom('data:image/png;base64,'))).code).toBe('file-empty');
  expect((await refusal(fetchFrom('data:image/png;base64,aGVsbG8='))).code).toBe('file-not-media');
  expect((await refusal(fetchFrom('data:image/png;base64,%%%'))).code).toBe('link-invalid');
});

test("a full or missing disk is our trouble and not the link's", async () => {
  const origin = await serve((_, response) => response.end(picture));
  const gone = await mkdtemp(join(tmpdir(), 'darkroom-gone-'));
  const nowhere = await openFiles(gone);
  await rm(gone, { recursive: true });
  const options = { maxBytes: 1_000_000, timeoutMs: 5000, allowedOrigins: [origin] };
  await expect(fetcher.fetchTo(origin, nowhere, options)).rejects.toMatchObject({ code: 'ENOENT' });
});
