/** The owner's view over HTTP, of a Darkroom that works. */
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../../src/core/domain/job.ts';
import { inspectionLines } from '../../src/core/inspect/lines.ts';
import { createLog } from '../../src/core/log.ts';
import { createAdmin } from '../../src/pages/admin/admin.tsx';
import type { AdminParts } from '../../src/pages/admin/gather.ts';
import { lineTo } from '../embedded/cut-redis.ts';
import { openEngine } from '../helpers/engine-fixture.ts';
import { type Fixture, openFixture, temporaryFolder, testRedis } from '../helpers/fixture.ts';
import { ask, picture, streamOf, until } from '../helpers/requests.ts';
import { serve } from '../helpers/serve.ts';

const secret = 'a planted prompt';
const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type Parts = Pick<Fixture, 'engine' | 'store' | 'queues'>;

/** A browser's way to it: what is answered, as it came and as text. */
async function adminOf({ engine, store, queues }: Parts, more: Partial<AdminParts> = {}) {
  const app = new Hono().route(
    '/admin',
    createAdmin(
      {
        requests: engine,
        assets: { version: 'v1' },
        clock: Date.now,
        redis: { ping: store.ping, weakness: () => undefined },
        hearing: () => [{ title: 'One chat', hearing: { heard: 'here' } }],
        queues,
        log: createLog({ level: 'silent', human: false }),
        ...more,
      },
      { path: '/admin', where: 'this machine only' },
    ),
  );
  const { url, close } = await serve(getRequestListener(app.fetch));
  closing.push(close);
  return async (path = '', init?: RequestInit) => {
    const answer = await fetch(`${url}/admin${path}`, init);
    const html = await answer.text();
    const body = html.slice(Math.max(0, html.indexOf('<body')));
    return {
      answer,
      html,
      text: body
        .replace(/<[^>]+>/g, ' ')
        .replace(/&#39;/g, "'")
        .replace(/\s+/g, ' '),
    };
  };
}
type Admin = Awaited<ReturnType<typeof adminOf>>;

/** Ids in the list, in its order. */
const listed = (html: string) => [...html.matchAll(/id="job-([^"]+)"/g)].map(([, id]) => id);
/** What stands in a row of a table that begins so. */
const cells = (html: string, heading: string) =>
  [...html.matchAll(/<tr>(.*?)<\/tr>/gs)]
    .map(([, row = '']) =>
      [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) =>
        cell.replace(/<[^>]+>/g, '').trim(),
      ),
    )
    .find(([first]) => first === heading);

describe('of jobs of each end', () => {
  let fixture: Fixture;
  let admin: Admin;
  let done: Job;
  let dear: Job;
  let damaged: Job;
  let refused: Job;
  let cancelled: Job;
  let running: Job;

  beforeAll(async () => {
    fixture = await openFixture({
      lab: { balance: 1_000_000 },
      overrides: { lab: false, jobsAtProvider: 3 },
    });
    closing.push(fixture.close);
    admin = await adminOf(fixture);
    const { engine, lab } = fixture;
    const over = async (...asked: Parameters<typeof ask>) => engine.settled((await ask(...asked)).id);
    const file = async (fileName: string, bytes?: Buffer) => ({
      ...{ kind: 'stored' as const, fileName },
      ...(await engine.keep(streamOf(bytes ?? (await picture())))),
    });
    done = await over(engine, { requester: 'ann', source: await file('lake.jpg') });
    dear = await over(engine, {
      ...{ requester: 'ben', scope: 'another place', model: 'clarityai-flux-upscaler' },
      settings: { prompt: secret },
    });
    const half = (await picture()).subarray(0, 200);
    damaged = await over(engine, { requester: 'ann', source: await file('half.jpg', half) });
    lab.behave({ fail: 'no' });
    refused = await over(engine, { requester: 'cid' });
    lab.behave({ processingMs: 600_000 }, { jobs: 2 });
    cancelled = await ask(engine, { requester: 'ann' });
    await until(async () => (await engine.read(cancelled.id))?.phase === 'processing');
    await engine.cancel(cancelled.id);
    cancelled = await engine.settled(cancelled.id);
    running = await ask(engine, { requester: 'dee', source: await file('slow.jpg') });
    await until(async () => (await engine.read(running.id))?.phase === 'processing');
  });

  it('opens with a sentence, and has everything in one page that runs nothing of its own', async () => {
    const { answer, html, text } = await admin();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'; /,
    );
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|\sstyle="|<style|\son[a-z]+="/);
    expect(text).toMatch(/One job is on the way, the oldest for [\d.]+ s\. All is well\./);
    expect(text).toMatch(/1 0 in the line, 1 of 3 at the provider/);
    expect(text).toMatch(/One chat hears/);
    expect(text).toMatch(/Provider well [\d,.]+ credits left/);
  });

  it('counts what the ledger counts, of all places together', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const rows = (
      await Promise.all(['scope', 'another place'].map((scope) => fixture.ledger.usage(scope, [today])))
    ).flat();
    const of = (model: string) => rows.filter((row) => row.model === model);
    const total = (some: typeof rows, what: 'jobs' | 'charged' | 'cost') =>
      some.reduce((all, row) => all + row[what], 0);
    const { html } = await admin();
    const credits = (thousandths: number) => (thousandths / 1000).toFixed(1);
    for (const [title, some] of [
      ['Larger picture', of('esrgan')],
      ['Larger, with new detail', of('clarityai-flux-upscaler')],
      ['All', rows],
    ] as const)
      expect(cells(html, title)?.slice(0, 4)).toEqual([
        ...[
          title,
          String(total(some, 'jobs')),
          credits(total(some, 'charged')),
          credits(total(some, 'cost')),
        ],
      ]);
    expect(total(rows, 'charged')).toBe(
      [done, dear, damaged, refused, cancelled].reduce((all, { charged = 0 }) => all + charged, 0),
    );
    expect(cells(html, 'ben')).toEqual(['ben', 'another place', credits(dear.charged ?? 0)]);
    expect(html).toMatch(/Bars of the credits charged on each of 14 days/);
  });

  it('says by whose fault jobs failed', async () => {
    const { text } = await admin();
    expect(text).toMatch(/Failures 2 of 5 jobs/);
    expect(text).toMatch(/The file 1 the file is damaged \(1\)/);
    expect(text).toMatch(/The provider 1 the provider could not finish it \(1\)/);
    expect(text).toMatch(/One more was cancelled\./);
  });

  it.each([
    ['state=way', () => [running]],
    ['state=failed', () => [refused, damaged]],
    ['state=cancelled', () => [cancelled]],
    ['state=done', () => [dear, done]],
    ['find=ANN', () => [cancelled, damaged, done]],
    ['find=lake.jpg', () => [done]],
    ['find=another+clarity', () => [dear]],
    ['find=damaged&state=failed', () => [damaged]],
    ['find=damaged&state=done', () => []],
  ] as const)('finds by %s', async (query, jobs) => {
    expect(listed((await admin(`?${query}`)).html)).toEqual(jobs().map(({ id }) => id));
  });

  it('finds a job by its id, goes on behind one, and takes no nonsense', async () => {
    expect(listed((await admin(`?find=${refused.id}`)).html)).toEqual([refused.id]);
    expect(listed((await admin(`?after=${damaged.id}`)).html)).toEqual([dear.id, done.id]);
    const { answer, text } = await admin('?days=9999&state=%00&open=../..&after=nobody&find=%3Cscript%3E');
    expect(answer.status).toBe(200);
    expect(text).toContain('No job is like that.');
  });

  it('opens one in its place, with the lines that the terminal has', async () => {
    const { html, text } = await admin(`?open=${done.id}`);
    expect(html).toMatch(new RegExp(`id="job-${done.id}" data-open="true".*id="open-${done.id}"`, 's'));
    const found = await fixture.engine.inspect(done.id);
    if (!found) throw new Error('it was there');
    for (const line of inspectionLines(found, Date.now()).slice(1)) {
      // How long ago something was goes on.
      if (/ago$|, for [\d.]+ s$/.test(line)) continue;
      const [, name, rest] = /^([^:]+): (.*)$/s.exec(line) ?? [];
      expect(text).toContain(`${name} ${rest}`);
    }
    expect((await admin('?open=nobody')).text).toContain('There is no job nobody any more.');
  });

  it('shows nothing that opens a door', async () => {
    const { operation, sourceUrl } = (await fixture.engine.read(running.id)) ?? {};
    for (const path of ['', `?open=${dear.id}`, `?open=${running.id}`]) {
      const { html } = await admin(path);
      for (const word of [
        secret,
        fixture.folder,
        'SG_',
        sourceUrl,
        operation?.statusUrl,
        operation?.resultUrl,
      ])
        expect(html).not.toContain(word);
    }
  });

  it('shows BullMQ’s queues as they are, and lets nobody change them', async () => {
    const { answer, html } = await admin('/queues');
    expect(answer.status).toBe(200);
    expect(html).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
    const [script] = /static\/js\/main[^"]+/.exec(html) ?? [];
    expect((await admin(`/queues/${script}`)).answer.headers.get('content-type')).toMatch(/javascript/);
    const { queues } = JSON.parse((await admin('/queues/api/queues')).html);
    expect(queues.map(({ name }: { name: string }) => name)).toEqual([
      ...['submit', 'fetch', 'poll', 'maintenance', 'deliver-recorder'],
    ]);
    expect(queues.every(({ readOnlyMode }: { readOnlyMode: boolean }) => readOnlyMode)).toBe(true);
    const put = await admin('/queues/api/queues/submit/pause', { method: 'PUT' });
    expect(put.answer.status).toBe(404);
  });

  it('says what is wrong before all else', async () => {
    const broken = await adminOf(fixture, {
      redis: { ping: fixture.store.ping, weakness: () => 'A power cut loses a little.' },
      hearing: () => [{ title: 'Another chat', hearing: { heard: 'nowhere', why: 'its token is refused' } }],
    });
    fixture.lab.fault({ at: 'credits', kind: 'answer', status: 401, body: { error: 'Unauthorized' } });
    const { text } = await broken();
    expect(text).toMatch(
      /the oldest for .*SEGMIND_API_KEY.*Another chat hears nobody: its token is refused\. A power cut loses a little\./,
    );
    expect(text).not.toContain('All is well');
  });
});

it('of a Darkroom that nobody has used, and then of one whose Redis is away, says so in a sentence', async () => {
  const [redis, folder] = [await testRedis(), await temporaryFolder()];
  const line = await lineTo(Number(new URL(redis.url).port));
  const engine = await openEngine({
    ...{ redisUrl: `redis://127.0.0.1:${line.port}`, labUrl: 'http://127.0.0.1:9', folder: folder.path },
    ...{ platforms: [], prefix: `admin-${Date.now()}`, work: false },
  });
  closing.push(redis.close, folder.remove, line.close, engine.close);
  const admin = await adminOf(engine, { hearing: () => [] });
  const empty = await admin();
  expect(empty.answer.status).toBe(200);
  for (const said of [
    'Nothing is on the way. All is well.',
    'Nothing was charged',
    'No job was asked for yet.',
  ])
    expect(empty.text).toContain(said);
  expect(empty.text).toMatch(/Provider the lab stands in/);

  line.hold();
  const away = await admin();
  expect(away.answer.status).toBe(503);
  expect(away.text).toMatch(/Redis does not answer\. Nothing can be shown .* Health Redis away/);
});
