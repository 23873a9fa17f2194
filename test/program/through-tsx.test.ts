/** The programs that the bot starts from beside its modules, as TypeScript: every other test starts them as JavaScript. */
import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { typescriptFlags } from '../../src/node/typescript-flags.ts';
import { temporaryFolder } from '../helpers/fixture.ts';
import { clip, photo } from '../helpers/sample-media.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

function run(name: string, ...args: string[]) {
  const program = fileURLToPath(new URL(`../../src/${name}.ts`, import.meta.url));
  const flags = typescriptFlags(program);
  return promisify(execFile)(process.execPath, [...flags, program, ...args], { env: {} });
}

it('the reader of files', async () => {
  const path = await clip(folder.path, { width: 64, height: 48, seconds: 1, fps: 8 });
  const program = fileURLToPath(new URL('../../src/core/media/probe/reader-program.ts', import.meta.url));
  const reader = fork(program, { execArgv: typescriptFlags(program), env: {} });
  reader.send({ path, type: 'video/mp4', maxPixels: 10_000 });
  const [found] = await once(reader, 'message');
  expect(found).toMatchObject({ width: 64, height: 48, audio: true });
  reader.disconnect();
  expect(await once(reader, 'exit')).toEqual([0, null]);
});

it('the fitter of pictures', async () => {
  const [path, out] = [join(folder.path, 'a.jpg'), join(folder.path, 'out')];
  const bytes = await photo({ width: 160, height: 120 });
  await writeFile(path, bytes);
  await mkdir(out);
  await run('core/media/fit/picture-fitter', path, String(Math.floor(bytes.length / 2)), out);
  expect(await readdir(out)).not.toEqual([]);
});

it('FFmpeg in WebAssembly', async () => {
  const output = join(folder.path, 'made.mp4');
  await run('ffmpeg/wasm', '-f', 'lavfi', '-i', 'color=size=16x16:duration=0.2', output);
  expect((await stat(output)).size).toBeGreaterThan(100);
});
