/** A data folder and a picture for it, anew for each test of the files that import this. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeAll, beforeEach } from 'vitest';
import { type Files, openFiles } from '../../src/core/media/files.ts';

export let picture: Buffer;
export let folder: string;
export let files: Files;

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
