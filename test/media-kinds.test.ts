import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Files, openFiles } from '../src/core/media/files.ts';

let picture: Buffer;
let folder: string;
let files: Files;

beforeAll(async () => {
  picture = await sharp({ create: { width: 90, height: 80, channels: 3, background: '#8a2' } })
    .png({ compressionLevel: 0 })
    .toBuffer();
});

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'darkroom-files-')), 'not', 'there', 'yet');
  files = await openFiles(folder);
});

afterEach(async () => {
  await rm(join(folder, '../../..'), { recursive: true });
});

/** A body in pieces; `before` runs before each of them. */
async function* pieces(
  bytes: Uint8Array,
  size = 1000,
  before: (sent: number) => void | Promise<void> = () => {},
): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < bytes.length; sent += size) {
    await before(sent);
    yield bytes.subarray(sent, sent + size);
  }
}

test.each([
  ['nothing', '', { code: 'file-empty', facts: {} }],
  ['text', 'this is not a photo', { code: 'file-not-media', facts: { found: 'text/plain' } }],
  [
    'text that is long and ends in half a character',
    `${'é'.repeat(2049)}x`.repeat(3),
    { code: 'file-not-media', facts: { found: 'text/plain' } },
  ],
  [
    'an SVG',
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    { code: 'file-not-media', facts: { found: 'image/svg+xml' } },
  ],
  [
    'an SVG with an XML head',
    '<?xml version="1.0"?><svg/>',
    { code: 'file-not-media', facts: { found: 'image/svg+xml' } },
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
