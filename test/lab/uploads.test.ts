import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { call, dataUrl, key, upload, useLab } from './client.ts';

const { start, folder } = useLab();

describe('uploads', () => {
  test.each([
    ['file_urls', { message: 'success' }],
    ['urls', {}],
  ] as const)('are answered with %s in their order', async (uploadAnswer, rest) => {
    const at = await start({ uploadAnswer });
    const { json } = await upload(at, [dataUrl('one'), dataUrl('two', 'video/mp4')]);
    const { [uploadAnswer]: given, ...others } = json;
    expect(others).toEqual(rest);
    const urls = z.array(z.url()).parse(given);
    const files = await Promise.all(urls.map((url) => call(url, { headers: {} })));
    expect(files.map(({ text, type }) => [text, type])).toEqual([
      ['one', 'image/png'],
      ['two', 'video/mp4'],
    ]);
  });

  test('every length and escape of base64 arrives whole', async () => {
    const at = await start();
    for (const length of [0, 1, 2, 3, 255, 196_607, 196_608, 196_609, 700_001]) {
      const content = Buffer.alloc(length, Buffer.from('ÿþ>?~\u0000the quick brown fox'));
      // A slash may be escaped in JSON, and some writers do.
      const body = JSON.stringify({ other: ['data_urls'], data_urls: [dataUrl(content)] }).replaceAll(
        '/',
        '\\/',
      );
      const { json } = await call(`${at.url}/upload-asset`, { body });
      const [url = ''] = z.array(z.url()).parse(json.file_urls);
      const back = Buffer.from(await (await fetch(url)).arrayBuffer());
      expect(back.equals(content), `${length} bytes`).toBe(true);
    }
  });

  test.each([
    ['not JSON', 'nonsense'],
    ['JSON that ends early', '{"data_urls":["data:image/png;base64,AAAA'],
    ['no list', '{"urls":[]}'],
    ['an empty list', '{"data_urls":[]}'],
    ['text that is no data URL', '{"data_urls":["AAAA"]}'],
    ['a data URL that is not base64', '{"data_urls":["data:image/png,AAAA"]}'],
    ['characters outside base64', '{"data_urls":["data:image/png;base64,AA*A"]}'],
    ['base64 that is cut short', '{"data_urls":["data:image/png;base64,AAAAA"]}'],
    ['one good and one bad', '{"data_urls":["data:image/png;base64,AAAA","data:image/png;base64,A"]}'],
  ])('%s is refused with 400', async (_, body) => {
    const at = await start();
    const answer = await call(`${at.url}/upload-asset`, { body });
    expect(answer.status).toBe(400);
    expect(answer.json.error).toMatch(/data_urls|JSON/);
    const [own = ''] = await readdir(folder());
    expect(await readdir(join(folder(), own))).toEqual([]);
  });

  test('an upload that breaks off leaves no file', async () => {
    const at = await start();
    const [own = ''] = await readdir(folder());
    const files = () => readdir(join(folder(), own));
    const outgoing = request(`${at.url}/upload-asset`, {
      method: 'POST',
      headers: { 'x-api-key': key, 'content-type': 'application/json' },
    });
    outgoing.on('error', () => {});
    outgoing.write(`{"data_urls":["data:image/png;base64,${'AAAA'.repeat(200_000)}`);
    await expect.poll(files).toHaveLength(1);
    outgoing.destroy();
    await expect.poll(files).toEqual([]);
  });
});
