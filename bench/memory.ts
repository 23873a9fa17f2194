/**
 * A 500 MB upload to the lab and its download again: how much memory each of the two processes takes for it.
 * `npx tsx bench/memory.ts [megabytes]`
 */
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFetcher } from '../src/core/media/fetch.ts';
import { openFiles } from '../src/core/media/files.ts';
import { segmindProvider } from '../src/core/provider/provider.ts';
import { attach } from '../src/embedded/service/attach.ts';
import type { LabInfo, LabSettings } from '../src/lab/lab-service.ts';

const megabytes = Number(process.argv[2] ?? 500);
const bytes = megabytes * 1e6;
const folder = await mkdtemp(join(tmpdir(), 'darkroom-bench-'));

/** Resident bytes of another process; 0 where there is no /proc. */
const residentOf = async (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''))?.[1] ?? 0) *
  1024;

const lab = await attach<LabInfo>({
  name: 'lab',
  entry: new URL('../src/lab/lab-service.ts', import.meta.url),
  folder,
  lingerMs: 100,
  settings: { dataDir: folder } satisfies LabSettings,
});
const { url } = lab.info;
const provider = segmindProvider({ apiUrl: url, uploadUrl: url, key: 'lab' });
const fetcher = createFetcher();
const files = await openFiles(join(folder, 'files'));

// The head of an MP4 and then a hole: known for a video, and no room taken on the disk.
const path = join(folder, 'clip.mp4');
const handle = await open(path, 'w');
await handle.write(Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isomiso2', 'latin1'));
await handle.truncate(bytes);
await handle.close();

async function measured<T>(what: string, run: () => Promise<T>): Promise<T> {
  const before = { client: process.memoryUsage.rss(), lab: await residentOf(lab.pid()) };
  const most = { client: 0, lab: 0 };
  const timer = setInterval(async () => {
    most.client = Math.max(most.client, process.memoryUsage.rss() - before.client);
    most.lab = Math.max(most.lab, (await residentOf(lab.pid())) - before.lab);
  }, 20);
  const begun = performance.now();
  const value = await run().finally(() => clearInterval(timer));
  const seconds = (performance.now() - begun) / 1000;
  const grown = (count: number) => `${Math.round(count / 1e6)} MB`;
  console.log(
    `${what} of ${megabytes} MB: ${seconds.toFixed(1)} s, client +${grown(most.client)}, lab +${grown(most.lab)}`,
  );
  return value;
}

try {
  const link = await measured('upload  ', () => provider.upload({ path, type: 'video/mp4', bytes }));
  const stored = await measured('download', () =>
    fetcher.fetchTo(link, files, { maxBytes: 2e9, timeoutMs: 120_000, allowedOrigins: provider.origins }),
  );
  if (stored.bytes !== bytes) throw new Error(`${stored.bytes} bytes came back`);
} finally {
  await provider.close();
  await fetcher.close();
  await lab.release();
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
