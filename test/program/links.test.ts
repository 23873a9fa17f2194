/** Links to results, over loopback: what opens one, what does not, and how its file is handed over. */
import { once } from 'node:events';
import { rename, truncate, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Job } from '../../src/core/domain/job.ts';
import { createLinks } from '../../src/core/jobs/files/links.ts';
import { createLog } from '../../src/core/log.ts';
import { rangeOf } from '../../src/node/hand-file.ts';
import { linkListener } from '../../src/program/links.ts';
import { temporaryFolder } from '../helpers/fixture.ts';

const hour = 3_600_000;
const bytes = Buffer.from(Array.from({ length: 1000 }, (_, at) => at % 251));
const secret = Buffer.alloc(32, 7);
let now = Date.now();
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let job: Job;
let jobs: Map<string, Job>;
let logged = '';
let at = '';
let server: ReturnType<typeof createServer>;

const links = (publicUrl: string, key: Uint8Array = secret) =>
  createLinks({
    links: { publicUrl, secret: key },
    read: async (id) => jobs.get(id),
    filePath: (name) => join(folder.path, name),
    keepFilesMs: 100 * hour,
    clock: () => now,
  });

beforeAll(async () => {
  folder = await temporaryFolder();
  job = {
    ...{ id: 'abc2345', version: 1, state: 'done', createdAt: now, changedAt: now, model: 'esrgan' },
    ...{ settings: { scale: 4 }, platform: 'recorder', address: null, scope: 's', requester: 'r' },
    source: { kind: 'link', link: 'https://example.org/Gärten (1)*.jpg' },
    ...{ price: 500, hold: 'settled', tries: 0, faults: 0, refusals: 0, notified: true, removed: false },
    cancelRequested: false,
    result: { name: 'stored.png', type: 'image/png', bytes: bytes.length, width: 20, height: 10 },
  };
  jobs = new Map([[job.id, job]]);
  await writeFile(join(folder.path, 'stored.png'), bytes);
  const log = createLog({
    level: 'debug',
    human: false,
    destination: new Writable({
      write(chunk, _encoding, done) {
        logged += String(chunk);
        done();
      },
    }),
  });
  // The server knows itself by a name with a path before it, as behind a proxy.
  const { open } = links('http://pictures.example/room');
  server = createServer(linkListener({ open, log, most: 2 }));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  // A TCP server that listens has an address of this shape.
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await folder.remove();
  expect(logged).toBe('');
});

/** The path of a new link, without what a proxy takes away. */
async function path(key?: Uint8Array): Promise<string> {
  const link = await links('http://pictures.example/room', key).to(job);
  return new URL(link?.url ?? '').pathname.slice('/room'.length);
}
/** As it is written: nothing is made better of `..` on the way. */
async function ask(target: string, { method = 'GET', ...headers }: Record<string, string> = {}) {
  const sent = request(at, { path: target, method, headers, agent: false }).end();
  const [answer] = await once(sent, 'response');
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part);
  return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) };
}

it('hands the file over, whole, in parts and as a head, and lets nobody keep or find it', async () => {
  const link = await path();
  const whole = await ask(link);
  expect({ status: whole.status, same: whole.body.equals(bytes) }).toEqual({ status: 200, same: true });
  expect(whole.headers).toMatchObject({
    'content-type': 'image/png',
    'content-length': '1000',
    'content-disposition': "inline; filename*=UTF-8''G%C3%A4rten%20%281%29-4x.png",
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': expect.stringContaining('noindex'),
    'content-security-policy': expect.stringMatching(/^default-src 'none'.*sandbox$/),
  });
  const head = await ask(link, { method: 'HEAD', range: 'bytes=0-9' });
  expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, '1000', 0]);
  const part = await ask(`/room${link}`, { range: 'bytes=10-19' });
  expect([part.status, part.headers['content-range']]).toEqual([206, 'bytes 10-19/1000']);
  expect(part.body.equals(bytes.subarray(10, 20))).toBe(true);
  const rest = await ask(link, { range: 'bytes=990-', 'if-range': whole.headers.etag });
  expect([rest.status, rest.body.length]).toEqual([206, 10]);
  expect((await ask(link, { range: 'bytes=990-', 'if-range': '"other"' })).status).toBe(200);
  const outside = await ask(link, { range: 'bytes=1000-' });
  expect([outside.status, outside.headers['content-range']]).toEqual([416, 'bytes */1000']);
});

it.each([
  [undefined, 'whole'],
  ['bytes=0-0', { start: 0, end: 0 }],
  ['bytes=5-', { start: 5, end: 9 }],
  ['bytes=-3', { start: 7, end: 9 }],
  ['bytes=-30', { start: 0, end: 9 }],
  ['bytes=2-99999999999999999999', { start: 2, end: 9 }],
  ['bytes=10-', 'outside'],
  ['bytes=-0', 'outside'],
  ['bytes=5-2', 'whole'],
  ['bytes=0-1,3-4', 'whole'],
  ['bytes=-', 'whole'],
  ['lines=0-1', 'whole'],
] as const)('a range of %s of ten bytes is %o', (header, range) => {
  expect(rangeOf(header, 10)).toEqual(range);
});

it('opens nothing else, and says the same of all that is wrong', async () => {
  const link = await path();
  const [, , id, until = '', signature = '', name] = link.split('/');
  const swapped = signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
  const other = { ...job, id: 'zzz2345' };
  jobs.set(other.id, other);
  const wrong = {
    'another signature': `/files/${id}/${until}/${swapped}/${name}`,
    'no signature': `/files/${id}/${until}/${name}`,
    'a short signature': `/files/${id}/${until}/${signature.slice(1)}/${name}`,
    'a later end': `/files/${id}/${Number(until) + 1}/${signature}/${name}`,
    'an end in other digits': `/files/${id}/0${until}/${signature}/${name}`,
    'another job': `/files/${other.id}/${until}/${signature}/${name}`,
    'another secret': await path(Buffer.alloc(32, 8)),
    'another name': `/files/${id}/${until}/${signature}/other.png`,
    'a way out in the name': `/files/${id}/${until}/${signature}/..%2f..%2fstored.png`,
    'a way out': `/files/${id}/${until}/${signature}/../stored.png`,
    'a broken name': `/files/${id}/${until}/${signature}/%E0%A4%A`,
    'a query': `${link}?a`,
    'a list': '/files/',
    'a list of a job': `/files/${id}/`,
  };
  const answers = new Set<string>();
  for (const [what, target] of Object.entries(wrong)) {
    const { status, body, headers } = await ask(target);
    expect(status, what).toBe(404);
    answers.add(`${body} ${headers['content-type']} ${headers['cache-control']}`);
  }
  answers.add(String((await ask(link, { method: 'DELETE' })).status));
  expect([...answers]).toEqual([expect.stringMatching(/^There is nothing here/), '404']);
  expect((await ask(link)).status).toBe(200);
});

it('ends after a day, or with the file, and at once where the result is removed', async () => {
  const link = await path();
  const made = await links('http://pictures.example').to(job);
  expect(Math.abs((made?.until ?? 0) - (now + 24 * hour))).toBeLessThan(1000);
  now += 24 * hour - 2000;
  expect((await ask(link)).status).toBe(200);
  now += 2000;
  expect((await ask(link)).status).toBe(404);
  now += 75 * hour;
  const last = await links('http://pictures.example').to(job);
  // The file goes an hour later.
  expect(Math.abs((last?.until ?? 0) - (now + hour))).toBeLessThan(10_000);
  now = Date.now();

  jobs.set(job.id, { ...job, removed: true });
  expect((await ask(link)).status).toBe(404);
  jobs.set(job.id, job);
  const [here, away] = [join(folder.path, 'stored.png'), join(folder.path, 'away.png')];
  await rename(here, away);
  expect([(await ask(link)).status, await links('http://pictures.example').to(job)]).toEqual([
    404,
    undefined,
  ]);
  await rename(away, here);
  jobs.delete(job.id);
  expect((await ask(link)).status).toBe(404);
  jobs.set(job.id, job);
});

it('reads no further than it is taken, for two at once, and goes on when one has gone', async () => {
  const result = { name: 'large.mp4', type: 'video/mp4', bytes: 60_000_000, width: 20, height: 10 };
  const large = { ...job, id: 'lrg2345', result };
  jobs.set(large.id, large);
  await writeFile(join(folder.path, 'large.mp4'), '');
  await truncate(join(folder.path, 'large.mp4'), 60_000_000);
  const link = await links(at).to(large);
  const target = new URL(link?.url ?? '').pathname;
  const before = process.memoryUsage().arrayBuffers;
  const open = async () => {
    const sent = request(at, { path: target, agent: false }).end();
    const [answer] = await once(sent, 'response');
    answer.pause();
    return sent;
  };
  const [first, second] = await Promise.all([open(), open()]);
  const third = await ask(target);
  expect([third.status, third.headers['retry-after']]).toEqual([503, '30']);
  expect((await ask(target, { method: 'HEAD' })).status).toBe(200);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  first.destroy();
  await expect.poll(async () => (await ask(target, { range: 'bytes=0-9' })).status).toBe(206);
  second.destroy();
});
