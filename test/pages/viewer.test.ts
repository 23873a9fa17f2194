/** Pages of results, over loopback: what opens one, what stands on it, what is gone with what, and what others show of a link. */
import { once } from 'node:events';
import { readdir, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { Redis } from 'ioredis';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../../src/core/domain/job.ts';
import { createPageLinks } from '../../src/core/jobs/page-links.ts';
import { createLog } from '../../src/core/log.ts';
import { openFiles } from '../../src/core/media/files.ts';
import { openViewer } from '../../src/pages/viewer/viewer.ts';
import { lookedIn } from '../helpers/copies.ts';
import { type Fixture, openFixture, recorder } from '../helpers/fixture.ts';
import { ask as asked, streamOf, until } from '../helpers/requests.ts';
import { clip, textured } from '../helpers/sample-media.ts';
import { serve } from '../helpers/serve.ts';

const publicUrl = 'https://pictures.example/room';
const secret = Buffer.alloc(32, 7);
const person = { platform: 'recorder', scope: 'scope', requester: 'ann' };
let fixture: Fixture;
let redis: Redis;
let server: Awaited<ReturnType<typeof serve>>;
let logged = '';
/** ms by which it is later than it is. */
let later = 0;
const stopping = new AbortController();

beforeAll(async () => {
  const place = { folder: '', prefix: '' };
  const looked = lookedIn(() => ({ ...place, redis }));
  fixture = await openFixture({
    platform: { ...recorder(), deliverAll: async () => {} },
    lab: { queuedMs: 0, processingMs: 20 },
    overrides: {
      links: { publicUrl, secret },
      comparisons: looked.comparisons,
      clock: () => Date.now() + later,
    },
  });
  Object.assign(place, fixture);
  redis = new Redis(fixture.redisUrl);
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
  const files = await openFiles(join(fixture.folder, 'files'));
  const viewer = { ...looked, files, requests: fixture.engine, log, stopping: stopping.signal };
  const [open, full] = [await openViewer(viewer), await openViewer({ ...viewer, most: 0 })];
  server = await serve((it, response) => (it.headers['x-full'] ? full : open)(it, response));
});
afterAll(async () => {
  stopping.abort();
  server.close();
  redis.disconnect();
  await fixture.close();
  // Nothing of an address either.
  expect(logged).toBe('');
});

/** A picture with texture, in which it is written where it was taken. */
const located = () =>
  sharp(textured(96, 64), { raw: { width: 96, height: 64, channels: 3 } })
    .withExif({ IFD3: { GPSLatitude: '51/1 30/1 0/1', GPSLatitudeRef: 'N' } })
    .jpeg()
    .toBuffer();

async function done(
  name: string,
  bytes: Buffer,
  more: { model?: string; settings?: object } = {},
): Promise<Job> {
  const { engine } = fixture;
  const source = { kind: 'stored', ...(await engine.keep(streamOf(bytes))), fileName: name } as const;
  const { settings = { scale: 2, output_format: 'png' }, model = 'esrgan' } = more;
  const given = { source, model, settings: { ...settings } as Record<string, string | number> };
  const job = await engine.settled((await asked(engine, given)).id);
  expect(job.state).toBe('done');
  return job;
}
const pathOf = (url: string | undefined): string => new URL(url ?? '').pathname.slice('/room'.length);
const pageOf = (job: Job) => pathOf(fixture.engine.pages.of(job));

/** As it is written: nothing is made better of `..` on the way. */
async function get(path: string, { method = 'GET', ...headers }: Record<string, string> = {}) {
  const sent = request(server.url, { path, method, headers, agent: false }).end();
  const [answer] = await once(sent, 'response');
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part);
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) };
}
const html = async (path: string): Promise<string> => {
  const { status, body } = await get(path);
  expect(status).toBe(200);
  return body.toString();
};
const tagsOf = (page: string): Record<string, string> =>
  Object.fromEntries(
    [...page.matchAll(/<meta (?:property|name)="([\w:]+)" content="([^"]*)"/g)].map(
      ([, name = '', text = '']) => [name, text],
    ),
  );
const addressesIn = (page: string): string[] =>
  [...page.matchAll(/(?:src|href)="([^"]*)"/g)]
    .map(([, url = '']) => url)
    .filter((url) => !url.startsWith('data:'));

describe('a result', () => {
  let job: Job;
  let page: string;
  beforeAll(async () => {
    job = await done('Gärten & <b>.jpg', await located());
    page = pageOf(job);
  });

  it('is looked at beside what it came of, and saved as it was made', async () => {
    const answer = await get(page);
    const text = answer.body.toString();
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': expect.stringContaining('noindex'),
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'.*script-src 'self'; style-src 'self';/,
      ),
    });
    expect(text).toContain('<h1>Gärten &amp; b-2x.png</h1>');
    expect(text).toContain('96 × 64 → 192 × 128');
    expect(text).toMatch(/<input type="range"[^>]*data-wipe="Before"/);
    // Wherever a proxy has put it, all of it is found from where it stands.
    for (const url of addressesIn(text)) {
      expect(url).not.toMatch(/^\/|^\w+:/);
      const { pathname, search } = new URL(url, `http://x${page}`);
      expect((await get(`${pathname}${search}`)).status, url).toBe(200);
    }
    const [before, after] = [await get(`${page}before`), await get(`${page}after`)];
    const made = await readFile(join(fixture.folder, 'files', job.result?.name ?? ''));
    expect(after.body.equals(made)).toBe(true);
    const shown = await sharp(before.body).metadata();
    expect(shown).toMatchObject({ format: 'webp', width: 96, height: 64 });
    expect(shown.exif).toBeUndefined();
    const saved = await get(`/room${page}original`);
    expect(saved.body.equals(made)).toBe(true);
    expect(saved.headers).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': "attachment; filename*=UTF-8''G%C3%A4rten%20%26%20b-2x.png",
      'content-security-policy': expect.stringMatching(/^default-src 'none'.*sandbox$/),
    });
    const part = await get(`${page}after`, { range: 'bytes=10-19', 'if-range': after.headers.etag ?? '' });
    expect([part.status, part.body.equals(made.subarray(10, 20))]).toEqual([206, true]);
    const head = await get(page, { method: 'HEAD' });
    expect([head.status, head.body.length]).toEqual([200, 0]);
    const bare = await get(page.slice(0, -1));
    expect(new URL(bare.headers.location ?? '', `http://x${page.slice(0, -1)}`).pathname).toBe(page);
  });

  it('shows before and after in one picture where its link is posted, from anywhere', async () => {
    const tags = tagsOf(await html(`${page}?utm_source=x`));
    expect(tags).toMatchObject({
      'og:url': `${publicUrl}${page}`,
      'og:image': `${publicUrl}${page}preview.jpg`,
      'twitter:card': 'summary_large_image',
      robots: 'noindex',
    });
    const { body, headers } = await get(pathOf(tags['og:image']));
    expect(headers['content-type']).toBe('image/jpeg');
    const { width = 0, height = 0 } = await sharp(body).metadata();
    expect(width).toBe(1200);
    // The left half is the source, the right one the result: alike where both are looked at from afar.
    const half = (left: number) => sharp(body).extract({ left, top: 60, width: 590, height: 250 }).stats();
    const [one, other] = [await half(0), await half(606)];
    for (const [at, { mean, stdev }] of one.channels.entries()) {
      expect(stdev).toBeGreaterThan(15);
      expect(Math.abs(mean - (other.channels[at]?.mean ?? 0))).toBeLessThan(8);
    }
    expect(height).toBeGreaterThan(400);
    await until(async () => (await html(page)).includes('% faithful'));
  });

  it('opens by its own address alone, and the same is said of all that is wrong', async () => {
    const [, , , id, until = '', signature = ''] = page.split('/');
    const swapped = signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
    const other = await done('other.jpg', await located());
    const link = new URL((await fixture.engine.links.to(job))?.url ?? '').pathname.split('/');
    const { store } = fixture;
    const strange = createPageLinks({
      ...{
        store,
        links: { publicUrl, secret: Buffer.alloc(32, 8) },
        keepFilesMs: 3_600_000,
        clock: Date.now,
      },
      // Asked only where something is opened.
      ...({} as Pick<Parameters<typeof createPageLinks>[0], 'batches' | 'files'>),
    });
    const wrong = {
      'another signature': `/view/result/${id}/${until}/${swapped}/`,
      'no signature': `/view/result/${id}/${until}/`,
      'a later end': `/view/result/${id}/${Number(until) + 1}/${signature}/`,
      'another job': `/view/result/${other.id}/${until}/${signature}/`,
      'as an album': `/view/album/${id}/${until}/${signature}/`,
      'as a file': `/files/${id}/${until}/${signature}/a.png`,
      "a file's": `/view/result/${link[3]}/${link[4]}/${link[5]}/`,
      'another secret': pathOf(strange.of(job)),
      'no such part': `${page}stored.png`,
      'a way out': `${page}../../../../health`,
      'a way out in letters': `${page}..%2f..%2foriginal`,
      'a list': '/view/',
      'a list of results': '/view/result/',
      'no asset': '/view/assets/tokens.css',
    };
    const answers = new Set<string>();
    for (const [what, path] of Object.entries(wrong)) {
      const { status, body, headers } = await get(path);
      expect(status, what).toBe(404);
      answers.add(`${body} ${JSON.stringify({ ...headers, date: '' })}`);
    }
    for (const method of ['POST', 'DELETE', 'PUT']) {
      const { status, body, headers } = await get(page, { method });
      expect(status).toBe(404);
      answers.add(`${body} ${JSON.stringify({ ...headers, date: '' })}`);
    }
    expect([...answers]).toEqual([expect.stringContaining('There is nothing here, or nothing any more.')]);
    expect((await get(page, { 'x-full': 'yes' })).status).toBe(503);
    expect((await get(page)).status).toBe(200);
  });

  it('holds as long as files are kept, and goes with the file, and with Remove', async () => {
    const hour = 3_600_000;
    expect(Number(page.split('/')[4])).toBe(Math.floor(((job.resultAt ?? 0) + hour) / 1000));
    later = hour - 60_000;
    const before = (await get(page)).status;
    later = hour + 1000;
    const over = (await get(page)).status;
    later = 0;
    expect([before, over]).toEqual([200, 404]);

    // The record says so first; its file goes after that.
    const files = { path: (name: string) => join(fixture.folder, 'files', name) };
    const ofRecord = (record: Partial<Job>) =>
      createPageLinks({
        ...{ links: { publicUrl, secret }, keepFilesMs: hour, clock: Date.now },
        // Nothing else is asked where one result is opened.
        ...({ files, store: { read: async () => ({ ...job, ...record }) } } as unknown as Pick<
          Parameters<typeof createPageLinks>[0],
          'batches' | 'files' | 'store'
        >),
      }).open(`/room${page}`);
    expect([await ofRecord({ removed: true }), (await ofRecord({}))?.kind]).toEqual([undefined, 'result']);

    const lost = await done('lost.jpg', await located());
    await rm(join(fixture.folder, 'files', lost.result?.name ?? ''));
    expect((await get(pageOf(lost))).status).toBe(404);

    const names = () => readdir(join(fixture.folder, 'files'));
    const gone = await done('gone.jpg', await located());
    const address = pageOf(gone);
    const there = await names();
    for (const name of ['before', 'preview.jpg']) expect((await get(`${address}${name}`)).status).toBe(200);
    expect((await names()).length).toBe(there.length + 2);
    await fixture.engine.remove(gone.id);
    for (const name of ['', 'before', 'original', 'preview.jpg'])
      expect((await get(`${address}${name}`)).status).toBe(404);
    expect(await names()).toEqual(there.filter((name) => name !== gone.result?.name));
  });

  it('is shown alone where its source has gone, and of another kind of file as a copy', async () => {
    const tiff = await sharp(textured(96, 64), { raw: { width: 96, height: 64, channels: 3 } })
      .tiff()
      .toBuffer();
    const scan = await done('scan.tiff', tiff);
    expect(await html(pageOf(scan))).toContain('type="range"');
    expect((await get(`${pageOf(scan)}before`)).headers['content-type']).toBe('image/webp');
    await rm(join(fixture.folder, 'files', scan.sourceFile?.name ?? ''));
    const text = await html(pageOf(scan));
    expect(text).toContain('What it was made of is no longer kept.');
    expect(text).not.toContain('type="range"');
    expect((await get(`${pageOf(scan)}before`)).status).toBe(404);
    // The result by itself.
    const { body, headers } = await get(pathOf(tagsOf(text)['og:image']));
    expect(headers['content-type']).toBe('image/webp');
    expect(await sharp(body).metadata()).toMatchObject({ width: 192, height: 128 });
  });

  it('is two videos in step, of which parts can be asked for, and one moment where its link is posted', async () => {
    const path = await clip(fixture.folder, { width: 64, height: 48, seconds: 1, fps: 8, audio: false });
    const larger = await done('clip.mp4', await readFile(path), {
      model: 'flashvsr',
      settings: { scale: 2 },
    });
    const address = pageOf(larger);
    const text = await html(address);
    expect(text.match(/<video /g)).toHaveLength(2);
    expect(text).toContain('data-pair');
    for (const name of ['before', 'after']) {
      const part = await get(`${address}${name}`, { range: 'bytes=4-7' });
      expect([part.status, part.headers['content-type'], part.body.toString()]).toEqual([
        206,
        'video/mp4',
        'ftyp',
      ]);
    }
    expect((await get(pathOf(tagsOf(text)['og:image']))).headers['content-type']).toBe('image/jpeg');
    expect((await sharp((await get(`${address}print`)).body).metadata()).format).toBe('webp');
  });
});

describe('an album', () => {
  it('is a contact sheet of which each opens by itself, without what was removed', async () => {
    const { engine, platform } = fixture;
    const names = ['lake.jpg', 'table.jpg', 'fog.jpg'];
    const items = await Promise.all(
      names.map(async (name) => ({
        ...{ model: 'esrgan', settings: { scale: 2 }, name, address: null },
        source: {
          kind: 'stored' as const,
          ...(await engine.keep(streamOf(await located()))),
          fileName: name,
        },
      })),
    );
    const answer = await engine.requestBatch({ ...person, key: 'album', items });
    if (!('job' in answer)) throw new Error('a price was asked for');
    const { id } = answer.job;
    const jobs = (await engine.batch(id))?.jobs ?? [];
    await Promise.all(jobs.map((job) => engine.settled(job.id)));
    await until(() => platform.views.some((view) => view.batch && view.over && view.page !== undefined));
    const whole = await engine.card(answer.job);
    const page = pathOf(whole.page);
    expect(page).toMatch(/^\/view\/album\//);

    const text = await html(page);
    expect(text).toContain('<h1>Larger picture ×2, all 3</h1>');
    expect(text.match(/class="frame"/g)).toHaveLength(3);
    expect(tagsOf(text)['og:image']).toBe(`${publicUrl}${page}preview.jpg`);
    expect((await get(`${page}preview.jpg`)).headers['content-type']).toBe('image/jpeg');
    expect((await sharp((await get(`${page}2/print`)).body).metadata()).width).toBe(192);
    const second = await html(`${page}2/`);
    expect(second).toContain('<h1>table-2x.jpg</h1>');
    // Its pictures are found as those of a result by itself are; what is new is how deep it stands.
    for (const url of addressesIn(second).filter((it) => it.startsWith('../'))) {
      const { pathname, search } = new URL(url, `http://x${page}2/`);
      expect((await get(`${pathname}${search}`)).status, url).toBe(200);
    }
    expect(second).toMatch(/href="\.\.\/1\/" rel="prev".*href="\.\.\/3\/" rel="next"/s);

    await engine.remove(jobs[1]?.id ?? '');
    expect((await html(page)).match(/class="frame"/g)).toHaveLength(2);
    for (const path of ['2/', '2/original', '2/print', '4/', '0/', '1x/', '../1/'])
      expect((await get(`${page}${path}`)).status, path).toBe(404);
    const [, , , , until_ = '', signature = ''] = page.split('/');
    expect((await get(`/view/result/${id}/${until_}/${signature}/`)).status).toBe(404);
    for (const job of jobs) await engine.remove(job.id);
    expect((await get(page)).status).toBe(404);
  });
});
