/** Where the key may go, and what of the provider's answers may be shown. */
import { writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clean } from '../../src/core/provider/answers/reason.ts';
import { segmindProvider } from '../../src/core/provider/provider.ts';
import { client, folder, key, operation, request, server, thrown } from './servers.ts';

describe('the key goes to the configured origins only', () => {
  test('links of a submit that lead elsewhere are replaced', async () => {
    const other = await server(() => ({ status: 'COMPLETED', output: 'https://example.com/a.png' }));
    const api = await server(({ method }) =>
      method === 'POST'
        ? { request_id: 'a/b?c#d', status_url: `${other.url}/status`, response_url: `${other.url}/result` }
        : { status: 'COMPLETED', output: 'https://example.com/a.png' },
    );
    const provider = client(api.url);
    const submitted = await provider.submit(request);
    if (submitted.kind !== 'accepted') throw new Error(submitted.kind);
    await provider.check(submitted.operation);
    await provider.result(submitted.operation);
    expect(api.seen.map(({ path }) => path)).toEqual([
      '/v2/esrgan',
      '/v2/requests/a%2Fb%3Fc%23d/status',
      '/v2/requests/a%2Fb%3Fc%23d',
    ]);
    expect(api.seen.every((seen) => seen.key === key)).toBe(true);
    expect(other.connections()).toBe(0);
  });

  test('links of its own are kept, and those of a changed record are not', async () => {
    const other = await server(() => ({ status: 'QUEUED' }));
    const api = await server(({ method }) =>
      method === 'POST'
        ? { request_id: 'abc', status_url: `${api.url}/v3/jobs/abc?view=state`, response_url: 'not a link' }
        : { status: 'QUEUED' },
    );
    const provider = client(api.url);
    const submitted = await provider.submit(request);
    if (submitted.kind !== 'accepted') throw new Error(submitted.kind);
    await provider.check(submitted.operation);
    const foreign = [
      '//example.com',
      `http://${new URL(api.url).host}@${new URL(other.url).host}/x`,
      other.url,
    ];
    for (const statusUrl of foreign) await provider.check({ ...submitted.operation, statusUrl });
    expect(api.seen.slice(1).map(({ path }) => path)).toEqual([
      '/v3/jobs/abc?view=state',
      ...foreign.map(() => '/v2/requests/abc/status'),
    ]);
    expect(other.connections()).toBe(0);
  });

  test.each([301, 302, 303, 307, 308])('a %d redirect is not followed', async (status) => {
    const other = await server(() => ({
      request_id: 'abc',
      status: 'QUEUED',
      file_urls: ['https://x.org/a'],
    }));
    const api = await server((_, response) => {
      response.writeHead(status, { location: `${other.url}/here` }).end();
    });
    const provider = client(api.url);
    const path = `${await folder()}/a.png`;
    await writeFile(path, 'picture');
    expect(['uncertain', 'refused']).toContain((await provider.submit(request)).kind);
    expect(await provider.check(operation())).toMatchObject({ kind: 'unclear' });
    expect(await thrown(provider.result(operation()))).toMatchObject({ name: 'ProviderUnavailable' });
    expect(await thrown(provider.credits())).toMatchObject({ name: 'ProviderUnavailable' });
    expect(await thrown(provider.upload({ path, type: 'image/png', bytes: 7 }))).toMatchObject({
      code: 'provider-refused',
      message: expect.stringContaining(`HTTP ${status}`),
    });
    expect(other.connections()).toBe(0);
  });

  test('a slug cannot leave its place in the path', async () => {
    const api = await server(() => ({ request_id: 'abc' }));
    for (const slug of ['requests', '../v1/esrgan', 'a/b', 'a?b', '', '.hidden', 'ESRGAN'])
      expect(await thrown(client(api.url).submit({ ...request, slug }))).toBeInstanceOf(TypeError);
    expect(api.connections()).toBe(0);
  });

  test('the API may stand behind a path, with or without its version', async () => {
    const api = await server(() => ({ request_id: 'abc', credits: '3.5', 'free-credits': 1 }));
    for (const end of ['/proxy', '/proxy/', '/proxy/v1', '/proxy/v2/']) {
      const provider = client(api.url, { apiUrl: `${api.url}${end}` });
      await provider.submit(request);
      expect(await provider.credits()).toEqual({ credits: 3.5, free: 1 });
    }
    expect(new Set(api.seen.map(({ path }) => path))).toEqual(
      new Set(['/proxy/v2/esrgan', '/proxy/v1/get-user-credits']),
    );
  });

  test.each([
    { apiUrl: 'ftp://api.example' },
    { apiUrl: 'https://user:pass@api.example' },
    { uploadUrl: 'nonsense' },
    { key: '' },
    { key: 'SG_1\r\nx-evil: 1' },
  ])('%o is refused at the start', (wrong) => {
    const right = { apiUrl: 'https://api.example', uploadUrl: 'https://up.example', key };
    expect(() => segmindProvider({ ...right, ...wrong })).toThrow(TypeError);
  });
});

describe('what a provider says is made fit to show', () => {
  test.each([
    ['Bad input https://u:p@cdn.example/a.png?X-Signature=secret#x here', 'Bad input cdn.example here'],
    [`key ${key} and SG_ffff0000ffff0000`, 'key … and SG_…'],
    ['<!doctype html><title>504 &amp; more</title><p>nginx', '504 & more'],
    ['<div>Not <b>allowed</b><script>alert("x")</script></div>', 'Not allowed'],
    ['two\n\nlines\u202e\u200b and\ta tab', 'two lines and a tab'],
    ['got data:image/png;base64,AAAABBBB== instead', 'got data:… instead'],
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
  ])('%j', (text, shown) => {
    expect(clean(text, key)).toBe(shown);
  });

  test('it is one short line without keys or queries, whatever came', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(key, 'SG_0000aaaa', 'https://h.example/p?sig=q', '<p>', '</', '\n', '_', '&lt;', ' '),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const shown = clean(pieces.join(''), key);
        expect([...shown].length).toBeLessThan(200);
        expect(shown).not.toMatch(/[\n\r\u2028\u2029]|SG_\w|sig=/);
        expect(shown).not.toContain(key);
      }),
    );
  });

  test('hostile text of a megabyte takes no time', () => {
    const start = performance.now();
    for (const hostile of ['<script', '<', 'https://', 'violates our policy ', 'data:a/b;base64,', '_a'])
      clean(hostile.repeat(1_000_000 / hostile.length), key);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
