/** A large upload takes flat memory. The receiving side is another process, so that only the client is measured. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import { createFetcher } from '../../src/core/media/fetch.ts';
import { openFiles } from '../../src/core/media/files.ts';
import { compiled } from '../run/programs.ts';
import { client, folder } from './servers.ts';

const megabyte = 2 ** 20;
let child: ChildProcess | undefined;

/** A file that takes no room on the disk: after the head of an MP4 it is all hole. */
async function sparse(bytes: number) {
  const path = `${await folder()}/clip.mp4`;
  const handle = await open(path, 'w');
  await handle.write(Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isomiso2', 'latin1'));
  await handle.truncate(bytes);
  await handle.close();
  return { path, type: 'video/mp4', bytes };
}
afterEach(async () => {
  if (child?.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
  child = undefined;
});

/** Runs a module that prints its address as its first line. */
async function other(source: string): Promise<string> {
  child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('the child has no output');
  const [line] = await once(createInterface(child.stdout), 'line');
  return line;
}

/** The most that the process grew while `run` ran, in bytes of resident memory. */
async function growth<T>(run: () => Promise<T>): Promise<{ value: T; most: number }> {
  const before = process.memoryUsage.rss();
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss() - before);
  }, 20);
  try {
    return { value: await run(), most };
  } finally {
    clearInterval(timer);
  }
}

const sink = `
  import { createServer } from 'node:http';
  const server = createServer((incoming, response) => {
    let bytes = 0;
    incoming.on('data', (chunk) => { bytes += chunk.length; });
    incoming.on('end', () => response.end(JSON.stringify({ url: 'http://sink.example/' + bytes })));
  });
  server.listen(0, '127.0.0.1', () => console.log('http://127.0.0.1:' + server.address().port));
`;

test('a large file goes out byte for byte, as base64 in JSON', async () => {
  const file = await sparse(100 * megabyte);
  const provider = client(await other(sink), { timeoutMs: 30_000 });
  const { value, most } = await growth(() => provider.upload(file));
  const head = '{"data_urls":["data:video/mp4;base64,"]}'.length;
  expect(value).toBe(`http://sink.example/${Math.ceil(file.bytes / 3) * 4 + head}`);
  expect(most).toBeLessThan(150 * megabyte);
});

/** MB of the file that goes both ways; 500 by MEMORY_MEGABYTES, for a night. What it may take grows with it. */
const large = Number(process.env.MEMORY_MEGABYTES ?? 200);
const allowed = 0.3 * large;

test(`${large} MB go to the lab and come back, each with less than ${allowed} MB of memory`, async () => {
  const own = await folder();
  const lab = `
    import { startLab } from ${JSON.stringify(await compiled(new URL('../../src/lab/server/server.ts', import.meta.url)))};
    const { url } = await startLab({ dataDir: ${JSON.stringify(own)} });
    console.log(url);
  `;
  const file = await sparse(large * megabyte);
  const provider = client(await other(lab), { timeoutMs: 30_000 });
  const up = await growth(() => provider.upload(file));
  expect(up.most).toBeLessThan(allowed * megabyte);

  const fetcher = createFetcher();
  const files = await openFiles(`${own}/files`);
  const { origins } = provider;
  const down = await growth(() =>
    fetcher.fetchTo(up.value, files, { maxBytes: 1e9, timeoutMs: 120_000, allowedOrigins: origins }),
  );
  await fetcher.close();
  expect(down.value).toMatchObject({ type: 'video/mp4', bytes: file.bytes });
  expect(down.most).toBeLessThan(allowed * megabyte);
}, 180_000);
