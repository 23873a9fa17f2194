/**
 * The page's figures: how soon it is painted, what it weighs, and what fifty windows and twenty jobs take of the server.
 * `npx tsx bench/page.ts [windows] [jobs]`; a Chromium is on PATH.
 */
import { spawn } from 'node:child_process';
import { once, setMaxListeners } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { request } from 'undici';
import { launchOptions } from '../test/run/chromium.ts';

const [windows, jobs] = [Number(process.argv[2] ?? 50), Number(process.argv[3] ?? 20)];
const folder = await mkdtemp(join(tmpdir(), 'darkroom-bench-'));
const free = createServer();
await once(free.listen(0, '127.0.0.1'), 'listening');
// A TCP server that listens has an address of this shape.
const { port } = free.address() as AddressInfo;
free.close();
const url = `http://127.0.0.1:${port}`;
const launcher = fileURLToPath(new URL('../src/node/launch.mjs', import.meta.url));
const server = spawn(process.execPath, [launcher], {
  cwd: folder,
  env: {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    DATA_DIR: join(folder, 'data'),
    WEB_PORT: String(port),
    LOG_LEVEL: 'error',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const pid = server.pid ?? 0;

/** ms of processor, in the program and its children that have ended. */
async function cpuMs(): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0) * 10;
}
const memory = async (which: 'VmRSS' | 'VmHWM') =>
  Number(new RegExp(`${which}:\\s+(\\d+)`).exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) /
  1000;

/** Somebody at the page, without a browser. */
async function visitor(name: string) {
  const entered = await request(`${url}/enter`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  await entered.body.dump();
  const cookie = [entered.headers['set-cookie'] ?? []].flat()[0]?.split(';')[0] ?? '';
  const html = await (await request(url, { headers: { cookie } })).body.text();
  const token = /name="darkroom-token" content="([^"]+)"/.exec(html)?.[1] ?? '';
  const post = async (path: string, body: unknown) => {
    const answer = await request(`${url}${path}?room=prints`, {
      method: 'POST',
      headers: { cookie, 'x-darkroom': token, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const said: unknown = JSON.parse(await answer.body.text());
    return said as { posted?: { message: string; index: number } };
  };
  /** Hears all that happens, as a window does; resolves with what it has heard when it is closed. */
  const listen = async (signal: AbortSignal) => {
    const events = await request(`${url}/events?room=prints&since=0`, {
      headers: { cookie },
      signal,
      bodyTimeout: 0,
    });
    let bytes = 0;
    let done = 0;
    const heard = (async () => {
      for await (const part of events.body) {
        bytes += part.length;
        done += String(part).match(/data-kind=\\"result\\"/g)?.length ?? 0;
      }
    })().catch(() => undefined);
    return { heard, bytes: () => bytes, results: () => done };
  };
  return { post, listen };
}

try {
  for await (const text of server.stdout) if (String(text).includes(url)) break;
  const browser = await chromium.launch(launchOptions());
  const paints: number[] = [];
  let [weight, media] = [0, 0];
  for (let visit = 0; visit < 5; visit += 1) {
    const context = await browser.newContext();
    const page = await context.newPage();
    [weight, media] = [0, 0];
    page.on('response', async (response) => {
      const { length } = await response.body().catch(() => Buffer.alloc(0));
      if (/^(?:image|video)/.test(response.headers()['content-type'] ?? '')) media += length;
      else weight += length;
    });
    await page.goto(url, { waitUntil: 'networkidle' });
    const paint = await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
    );
    paints.push(paint);
    await context.close();
  }
  await browser.close();
  paints.sort((one, other) => one - other);
  console.log(
    `first contentful paint, ms: median ${Math.round(paints[2] ?? 0)}, worst ${Math.round(paints[4] ?? 0)}`,
  );
  console.log(
    `weight without media, as sent: ${Math.round(weight / 1000)} kB; its three samples ${Math.round(media / 1000)} kB`,
  );

  const people = await Promise.all(Array.from({ length: windows }, (_, at) => visitor(`guest-${at}`)));
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  const open = await Promise.all(people.map((it) => it.listen(closing.signal)));
  await sleep(2000);
  const idle = await cpuMs();
  await sleep(10_000);
  console.log(
    `${windows} windows and nothing to do: ${((((await cpuMs()) - idle) / 10_000) * 100).toFixed(1)} % of a core, ${Math.round(await memory('VmRSS'))} MB`,
  );
  const [before, begun] = [await cpuMs(), performance.now()];
  await Promise.all(
    people.slice(0, jobs).map(async ({ post }, at) => {
      const { posted } = await post('/sample', { name: 'lake' });
      await post('/say', {
        key: `bench-job-${at}`,
        text: '/upscale x2',
        files: [],
        about: posted ? [posted] : [],
      });
    }),
  );
  while (open.some(({ results }) => results() < jobs)) await sleep(50);
  const [used, seconds] = [(await cpuMs()) - before, (performance.now() - begun) / 1000];
  const bytes = open.reduce((sum, it) => sum + it.bytes(), 0) / windows;
  console.log(
    `${windows} windows and ${jobs} jobs: ${seconds.toFixed(1)} s, ${(used / 1000).toFixed(1)} s of processor (${Math.round(used / jobs)} ms a job), at most ${Math.round(await memory('VmHWM'))} MB; ${Math.round(bytes / 1000)} kB to each window`,
  );
  closing.abort();
} finally {
  server.kill('SIGTERM');
  await once(server, 'close');
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
