import { readdir } from 'node:fs/promises';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { files, folder, picture, pieces } from './fixture.ts';

test.each([
  ['nothing', '', { code: 'file-empty', facts: {} }],
  ['text', 'this is not a photo', { code: 'file-not-media', facts: { found: 'text/plain' } }],
  [
    'text that is long and ends in half a character',
    `${'é'.repeat(2049)}x`.repeat(3),
    { code: 'file-not-media', facts: { found: 'text/plain' } },
  ],
  [
    'a web page',
    '<!-- hello --><html><body>hi</body></html>',
    { code: 'file-not-media', facts: { found: 'text/html' } },
  ],
  [
    'other XML',
    '<?xml version="1.0"?><rss/>',
    { code: 'file-not-media', facts: { found: 'application/xml' } },
  ],
  ['a PDF', '%PDF-1.7\n', { code: 'file-not-media', facts: { found: 'application/pdf' } }],
  ['a program', '\x7fELF\x02\x01\x01', { code: 'file-not-media', facts: { found: 'application/x-elf' } }],
  ['bytes of no kind', '\x00\x01\x02\x03', { code: 'file-not-media', facts: { found: 'unknown' } }],
])('%s is refused and leaves nothing', async (_, content, failure) => {
  const body = pieces(Buffer.from(content));
  await expect(files.keep(body, { maxBytes: 1_000_000 })).rejects.toMatchObject(failure);
  expect(await readdir(folder)).toEqual([]);
});

test('a TIFF, which keeps its directory at the end, is not given up before it has come', async () => {
  const tiff = await sharp(picture).tiff({ compression: 'none' }).toBuffer();
  expect(tiff.readUInt32LE(4)).toBeGreaterThan(4100);
  expect((await files.keep(pieces(tiff), { maxBytes: 1_000_000 })).type).toBe('image/tiff');
});
