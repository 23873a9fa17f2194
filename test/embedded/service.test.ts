import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Attached, attach } from '../../src/embedded/service/attach.ts';
import { hold } from '../../src/embedded/service/connection.ts';
import { readLock } from '../../src/embedded/service/lock-state.ts';
import { compiled } from '../run/programs.ts';

const source = async (name: string) =>
  JSON.stringify(await compiled(new URL(`../../src/embedded/service/${name}`, import.meta.url)));

/** A service that writes down when it starts and stops, and does as its settings say. */
const entryText = `
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { host } from ${await source('host.ts')};
await host(async ({ folder, settings, previous }) => {
  const note = (what) => appendFileSync(join(folder, 'history'), what + ' ' + process.pid + '\\n');
  note('start');
  if (settings.refuse) throw new Error(settings.refuse);
  return {
    info: { name: previous?.name ?? 'service-' + process.pid },
    notes: settings.notes,
    calls: {
      hello: async () => note('hello'),
      fail: async () => { throw new Error('no such luck'); },
      hang: () => new Promise(() => {}),
    },
    failed: settings.breakAfterMs === undefined ? undefined : delay(settings.breakAfterMs, 'worn out'),
    stop: async () => { await delay(settings.stopMs ?? 0); note('stop'); },
  };
});
`;

/** A process that attaches, says what it got, and lets go when its stdin ends. */
const holderText = `
import { attach } from ${await source('attach.ts')};
const { options, entry } = JSON.parse(process.argv[2]);
const attached = await attach({ ...options, entry: new URL(entry) });
console.log(JSON.stringify({ pid: attached.pid(), info: attached.info, started: attached.started }));
process.stdin.on('end', () => attached.release()).resume();
`;

type Info = { name: string };
type Given = { pid: number; info: Info; started: boolean };

let folder: string;
let entry: URL;
let holders: ChildProcess[];
let attachments: Attached<Info>[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'darkroom-service-'));
  entry = pathToFileURL(join(folder, 'entry.mjs'));
  holders = [];
  attachments = [];
  await writeFile(entry, entryText);
  await writeFile(join(folder, 'holder.mjs'), holderText);
});

afterEach(async () => {
  for (const holder of holders) holder.kill('SIGKILL');
  await Promise.all(attachments.map((attached) => attached.release()));
  for (const { pid } of await history()) await gone(pid);
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

const options = (settings: Record<string, unknown> = {}, lingerMs = 100) => ({
  name: 'thing',
  folder,
  lingerMs,
  settings,
});

async function take(settings?: Record<string, unknown>, lingerMs?: number): Promise<Attached<Info>> {
  const attached = await attach<Info>({ ...options(settings, lingerMs), entry });
  attachments.push(attached);
  return attached;
}

async function takeElsewhere(
  settings?: Record<string, unknown>,
): Promise<{ holder: ChildProcess; given: Given }> {
  const order = JSON.stringify({ options: options(settings), entry: entry.href });
  const holder = spawn(process.execPath, [join(folder, 'holder.mjs'), order], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  holders.push(holder);
  if (!holder.stdout) throw new Error('The holder has no output.');
  const [line] = await once(createInterface({ input: holder.stdout }), 'line');
  return { holder, given: JSON.parse(String(line)) };
}

async function history(): Promise<{ what: string; pid: number }[]> {
  const text = await readFile(join(folder, 'history'), 'utf8').catch(() => '');
  return text
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [what = '', pid] = line.split(' ');
      return { what, pid: Number(pid) };
    });
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    // Ended, but not yet collected by the process that inherited it from a killed holder.
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return process.platform !== 'linux';
  }
}

const until = (check: () => void | Promise<void>, timeout = 15_000) =>
  vi.waitFor(check, { timeout, interval: 20 });
const gone = (pid: number, timeout?: number) => until(() => expect(lives(pid)).toBe(false), timeout);

test('ten callers at once in one process get one service', async () => {
  const all = await Promise.all(Array.from({ length: 10 }, () => take()));

  expect(new Set(all.map((attached) => attached.pid())).size).toBe(1);
  expect(all.filter((attached) => attached.started)).toHaveLength(1);
  expect(await history()).toHaveLength(1);
});

test('four processes at once get one service', async () => {
  const all = await Promise.all(Array.from({ length: 4 }, () => takeElsewhere()));

  expect(new Set(all.map(({ given }) => given.pid)).size).toBe(1);
  expect(all.filter(({ given }) => given.started)).toHaveLength(1);
  expect(await history()).toHaveLength(1);
});

test('a service ends cleanly after the last of its holders lets go, and not before', async () => {
  const [first, second] = [await take(), await take()];
  const pid = first.pid();

  await first.release();
  // Longer than it lingers: only then it shows that the second connection counts.
  await expect(gone(pid, 400)).rejects.toThrow();
  await second.release();
  await gone(pid, 1100);

  expect(await history()).toEqual([
    { what: 'start', pid },
    { what: 'stop', pid },
  ]);
  expect(readLock(folder, 'thing')?.held).toBe(false);
});

test('a connection that is reset ends nobody', async () => {
  const attached = await take();
  const endpoint = readLock(folder, 'thing')?.endpoint;
  if (!endpoint) throw new Error('The service has no door.');
  const rude = connect(endpoint.port, '127.0.0.1');
  rude.on('error', () => {});
  await once(rude, 'connect');
  rude.write(`${JSON.stringify({ token: endpoint.token, lingerMs: 0 })}\n`);
  await once(rude, 'data');
  rude.resetAndDestroy();
  await attached.call('hello');
  expect((await history()).map(({ what }) => what)).toEqual(['start', 'hello']);

  const resetting = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write(`${JSON.stringify({ pid: 1, info: {}, notes: [] })}\n`, () => socket.resetAndDestroy());
    });
  });
  await once(resetting.listen(0, '127.0.0.1'), 'listening');
  // A TCP server that listens has an address of this shape.
  const { port } = resetting.address() as AddressInfo;
  const connection = await hold({ port, token: 'any' }, 0);
  await connection.closed;
  await new Promise((resolve) => resetting.close(resolve));
});

test('a holder that is killed lets go', async () => {
  const { holder, given } = await takeElsewhere();
  holder.kill('SIGKILL');
  await gone(given.pid, 1100);
  expect((await history()).map(({ what }) => what)).toEqual(['start', 'stop']);
});

test('the linger of the one who lets go last counts', async () => {
  const patient = await take({}, 60_000);
  const hasty = await take({}, 50);
  await patient.release();
  await hasty.release();
  await gone(patient.pid(), 1100);
});

test('who comes while a service stops gets the next one, after the first has stopped', async () => {
  const first = await take({ stopMs: 500 }, 0);
  await first.release();
  await until(async () => expect(await readFile(join(folder, 'thing.log'), 'utf8')).toContain('stopping'));
  const second = await take();

  expect(second.pid()).not.toBe(first.pid());
  expect((await history()).map(({ what, pid }) => [what, pid])).toEqual([
    ['start', first.pid()],
    ['stop', first.pid()],
    ['start', second.pid()],
  ]);
});

test('a service that is killed comes back at the same address', async () => {
  const attached = await take();
  const before = attached.pid();
  process.kill(before, 'SIGKILL');

  await until(() => expect(attached.pid()).not.toBe(before));
  await attached.call('hello');
  expect(attached.info).toEqual({ name: `service-${before}` });
  expect((await take()).info).toEqual(attached.info);
});

test('a service that keeps dying is given up, and its holder is told', async () => {
  const attached = await take({ breakAfterMs: 150 });
  const error = await attached.lost;
  // On a busy machine one may be gone before its holder has come to it.
  expect(error.message).toMatch(/(keeps dying|did not start)[\s\S]*worn out/);
});

test('what a killed service left behind does not stop the next', async () => {
  const { holder, given } = await takeElsewhere();
  holder.kill('SIGKILL');
  process.kill(given.pid, 'SIGKILL');
  await gone(given.pid);

  const next = await take();
  expect(next.started).toBe(true);
  expect(await readdir(folder).then((files) => files.filter((file) => file.includes('.lock')))).toHaveLength(
    1,
  );
});

const record = { pid: process.pid, born: '1', host: hostname(), released: false, door: null, info: null };

test('a lock whose process id belongs to another process now is stale', async () => {
  await writeFile(join(folder, 'thing.lock.7'), JSON.stringify(record));
  await utimes(join(folder, 'thing.lock.7'), new Date(0), new Date(0));
  await take();
  expect(readLock(folder, 'thing')?.generation).toBe(8);
});

test('an unreadable lock is stale', async () => {
  await writeFile(join(folder, 'thing.lock.1'), '{"pid":');
  await take();
  expect(readLock(folder, 'thing')?.generation).toBe(2);
});

test('a folder in use from another machine is left alone while its heart beats', async () => {
  const file = join(folder, 'thing.lock.1');
  await writeFile(file, JSON.stringify({ ...record, host: 'elsewhere' }));
  await expect(attach({ ...options(), entry, startTimeoutMs: 200 })).rejects.toThrow(
    'not ready within 200 ms',
  );
  expect(await history()).toEqual([]);

  await utimes(file, new Date(0), new Date(0));
  await take();
});

test('a service that cannot start says why', async () => {
  await expect(take({ refuse: 'the disk is full' })).rejects.toThrow(/did not start[\s\S]*the disk is full/);
  expect(readLock(folder, 'thing')?.held).toBe(false);
});

test('Ctrl-C is not for the service, SIGTERM stops it cleanly', async () => {
  const { holder, given } = await takeElsewhere();
  process.kill(given.pid, 'SIGINT');
  holder.kill('SIGKILL');
  process.kill(given.pid, 'SIGTERM');
  await gone(given.pid, 1100);
  expect((await history()).at(-1)).toEqual({ what: 'stop', pid: given.pid });
  expect(await readFile(join(folder, 'thing.log'), 'utf8')).toContain('asked to end');
});

test('a call reaches the service, and says when it went wrong', async () => {
  const attached = await take({ notes: ['It is late.'] });
  expect(attached.notes).toEqual(['It is late.']);
  await attached.call('hello');
  expect((await history()).at(-1)).toEqual({ what: 'hello', pid: attached.pid() });
  await expect(attached.call('fail')).rejects.toThrow('no such luck');
  await expect(attached.call('toString')).rejects.toThrow('no call toString');

  const hanging = expect(attached.call('hang')).rejects.toThrow('ended before it answered');
  process.kill(attached.pid(), 'SIGKILL');
  await hanging;
  await expect(attached.call('hello')).rejects.toThrow();
});

test('without the token of the folder nobody gets in', async () => {
  const attached = await take();
  const endpoint = readLock(folder, 'thing')?.endpoint;
  if (!endpoint) throw new Error('The service has no door.');
  const stranger = connect(endpoint.port, '127.0.0.1');
  stranger.write(
    `${JSON.stringify({ token: 'guess', lingerMs: 0 })}\n${JSON.stringify({ id: 1, call: 'hello' })}\n`,
  );
  let heard = '';
  stranger.on('data', (chunk) => {
    heard += String(chunk);
  });
  stranger.on('error', () => {});
  await once(stranger, 'close');
  expect(heard).toBe('');
  expect((await history()).map(({ what }) => what)).toEqual(['start']);
  await attached.call('hello');
});
