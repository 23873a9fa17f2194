/** Everything about one job, and the list of those that are not over, from a store as the engine leaves it. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Job } from '../../../src/core/domain/job.ts';
import { inspectionLines, unfinishedLines } from '../../../src/core/inspect/lines.ts';
import { reasonOf, tookMs } from '../../../src/core/view/facts.ts';
import { duration } from '../../../src/core/words/amounts.ts';
import { type Fixture, openFixture, recorder } from '../../helpers/fixture.ts';
import { ask, until } from '../../helpers/requests.ts';

const open: Fixture[] = [];
async function bedWith(options: Parameters<typeof openFixture>[0] = {}): Promise<Fixture> {
  const fixture = await openFixture({ ...options, lab: { balance: 1_000_000, ...options?.lab } });
  open.push(fixture);
  return fixture;
}
afterEach(async () => {
  for (const fixture of open.splice(0)) await fixture.close();
});

const linesOf = async (fixture: Fixture, id: string) => {
  const found = await fixture.engine.inspect(id);
  return found ? inspectionLines(found, Date.now()) : [];
};
const waitsIn = async (fixture: Fixture) =>
  unfinishedLines(await fixture.engine.unfinished(), Date.now()).map((line) => line.split(' · ').at(-1));

it('tells all of a job that is over, and whether its files are still there', async () => {
  const fixture = await bedWith();
  const over = await fixture.engine.settled((await ask(fixture.engine, { settings: { scale: '4' } })).id);
  const found = await fixture.engine.inspect(over.id);
  expect(found).toMatchObject({
    ...{
      state: 'done',
      notified: true,
      waits: undefined,
      due: undefined,
      holder: undefined,
      queue: undefined,
    },
    ...{ hold: 'settled', price: 500, charged: 500, cost: 0.005, cancelRequested: false, failure: undefined },
    requestId: over.operation?.requestId,
    lastAnswer: { status: 'completed', at: over.completedAt },
    settings: { scale: 4, quality: 95 },
    sourceFile: { width: 16, height: 12, kept: true },
    result: { width: 64, height: 48, kept: true },
    tookMs: (over.resultAt ?? 0) - over.createdAt,
  });
  // What a person reads of it says the same, and goes on saying it.
  const waited = duration(found?.tookMs ?? 0);
  expect((await fixture.engine.view(over)).line).toMatch(new RegExp(` in ${waited}$`));
  await rm(join(fixture.folder, 'files', over.result?.name ?? ''));
  const lines = await linesOf(fixture, over.id);
  expect(lines).toEqual(
    expect.arrayContaining([
      `Job ${over.id} · Larger picture (ESRGAN)`,
      'Waits for: nothing; it is over and its person was told',
      'Held by: nobody',
      expect.stringMatching(/^State: done, for [\d.]+ s$/),
      expect.stringMatching(/^Provider: request \S+; it last said completed, [\d.]+ s ago$/),
      "Credits: at most 0.5 credits, settled, 0.5 credits charged; the provider's price is 0.005 US dollars",
      expect.stringMatching(/^Settings: .*scale 4/),
      expect.stringMatching(/^Source: image\/jpeg, 16 × 12, .* is on disk$/),
      expect.stringMatching(/^Result: image\/jpeg, 64 × 48, .* is not on disk any more$/),
      'Asked by: somebody on recorder, in scope',
      `Took: ${waited} from asking to the result`,
    ]),
  );
  expect(await fixture.engine.unfinished()).toEqual([]);
  expect(unfinishedLines([], Date.now())).toEqual(['No job is on its way.']);
});

it('lists what is not over, the oldest first, each with its turn in the line, and those of one place', async () => {
  let now = 0;
  const fixture = await bedWith({
    work: false,
    overrides: { jobsAtProvider: 1, clock: () => 1_800_000_000_000 + now },
  });
  const asked = [];
  for (const [requester, scope] of [
    ['ann', 'here'],
    ['ann', 'here'],
    ['bob', 'there'],
  ] as const) {
    now += 1000;
    asked.push(await ask(fixture.engine, { requester, scope }));
  }
  const [first, second, third] = asked;
  if (!first || !second || !third) throw new Error('three were asked for');
  for (const job of asked)
    await fixture.store.change(job, {
      from: ['accepted'],
      to: 'queued',
      due: 1_800_000_000_000 + now + 1000,
    });

  const list = await fixture.engine.unfinished();
  expect(list.map(({ id, waits }) => [id, waits?.position])).toEqual([
    [first.id, 1],
    [second.id, 3],
    [third.id, 2],
  ]);
  expect(unfinishedLines(list, 1_800_000_000_000 + now, { person: (id) => `@${id}` })[1]).toBe(
    `${second.id} · 1 s · queued · Larger picture (ESRGAN) · at most 0.5 credits · @ann · its turn, 3rd in line`,
  );
  const there = await fixture.engine.unfinished({ platform: 'recorder', scope: 'there' });
  expect(there.map(({ id }) => id)).toEqual([third.id]);
  expect(await fixture.engine.unfinished({ platform: 'other', scope: 'there' })).toEqual([]);
  expect((await linesOf(fixture, third.id)).find((line) => line.startsWith('In line'))).toMatch(
    /^In line: 2nd, starts in about [\d.]+ s$/,
  );

  // Nobody works here: after a while the list says so.
  now += 120_000;
  const [ignored] = unfinishedLines(await fixture.engine.unfinished(), 1_800_000_000_000 + now);
  expect(ignored).toMatch(
    /a process that works: it has been due for 1 min 59 s; then its turn, next in line$/,
  );
});

it('shows no link with its signature, no token, no prompt, not even where the provider repeats it', async () => {
  const fixture = await bedWith({ work: false });
  const prompt = 'my own secret garden';
  const job = await ask(fixture.engine, {
    model: 'clarity',
    settings: { prompt, lora_link: 'https://weights.example/x?sig=s3cret' },
    source: { kind: 'link', link: 'https://cdn.example/a.jpg?hm=s3cret', fileName: 'a\u001b[31m.jpg' },
    address: {
      channel: 'C1',
      token: { value: 's3cret', until: 5 },
      origin: { url: 'https://files.example/s3cret', name: 'a.jpg' },
      why: 'see https://files.example/s3cret',
    },
  });
  await fixture.store.change(job, {
    from: ['accepted'],
    to: 'failed',
    due: Date.now() + 1000,
    credits: 'release',
    set: {
      sourceUrl: 'https://storage.example/s3cret',
      operation: {
        requestId: 'r1',
        statusUrl: 'https://api.example/s3cret',
        resultUrl: 'https://api.example/s3cret',
      },
      lastAnswer: { at: Date.now(), status: `failed: cannot draw ${prompt}` },
      failure: { code: 'provider-failed', facts: { detail: `${prompt}: https://api.example/s3cret` } },
    },
  });
  const found = await fixture.engine.inspect(job.id);
  const lines = await linesOf(fixture, job.id);
  const all = [JSON.stringify(found), ...lines].join('\n');
  for (const hidden of ['s3cret', 'garden', '\u001b[', '://']) expect(lines.join('\n')).not.toContain(hidden);
  for (const hidden of ['s3cret', 'garden', '://']) expect(all).not.toContain(hidden);
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^Settings: .*lora_link: 36 characters · prompt: 20 characters/),
      expect.stringMatching(/^Source: a \[31m\.jpg, from a link to cdn\.example$/),
      'Shown at: channel C1, origin.name a.jpg, why see (a link)',
      expect.stringMatching(
        /^Failure: provider-failed: The provider could not finish the job \(…: \(a link\)/,
      ),
    ]),
  );
});

it('says who holds a job, and that a holder which does not renew is gone', async () => {
  let now = 0;
  let posted = () => {};
  const stuck = new Promise<void>((resolve) => {
    posted = resolve;
  });
  const fixture = await bedWith({
    platform: recorder('recorder', () => stuck),
    overrides: { clock: () => Date.now() + now },
  });
  const { id } = await ask(fixture.engine);
  await until(
    async () =>
      (await fixture.engine.inspect(id))?.holder !== undefined &&
      (await fixture.engine.read(id))?.state === 'delivering',
  );
  expect((await fixture.engine.inspect(id))?.holder).toMatchObject({
    by: expect.stringMatching(new RegExp(`, process ${process.pid}$`)),
    silent: false,
  });
  expect(await waitsIn(fixture)).toEqual(['to be posted on recorder; a process is at it']);
  now = 1000;
  expect(await waitsIn(fixture)).toEqual([
    expect.stringMatching(/^a holder that died, free again in [\d.]+ s; then to be posted on recorder$/),
  ]);
  posted();
  await fixture.engine.settled(id);
});

it('keeps what the provider said last, however it answered', async () => {
  const fixture = await bedWith({ lab: { processingMs: 600 } });
  fixture.lab.fault({
    at: 'submit',
    kind: 'answer',
    status: 429,
    headers: { 'retry-after': '1' },
    body: { error: 'slow' },
  });
  const { id } = await ask(fixture.engine);
  const said = async (text: string) =>
    until(async () => (await fixture.engine.inspect(id))?.lastAnswer?.status.startsWith(text) === true);
  await said('later: HTTP 429');
  expect(await waitsIn(fixture)).toEqual([expect.stringMatching(/^its turn, tried again in [\d.]+ s$/)]);
  fixture.lab.fault({ at: 'status', kind: 'answer', status: 502, body: 'bad gateway' });
  await said('unclear: HTTP 502');
  expect(await waitsIn(fixture)).toEqual([expect.stringMatching(/^the provider, asked again /)]);
  await fixture.engine.settled(id);
  expect((await fixture.engine.inspect(id))?.lastAnswer?.status).toBe('completed');

  fixture.lab.fault({ at: 'submit', kind: 'answer', status: 402, body: { error: 'Insufficient credits' } });
  const refused = await fixture.engine.settled((await ask(fixture.engine)).id);
  expect((await fixture.engine.inspect(refused.id))?.lastAnswer?.status).toBe('refused: provider-credits');
});

it('knows nothing of a job that there is not', async () => {
  const fixture = await bedWith({ work: false });
  expect(await fixture.engine.inspect('abc2345')).toBeUndefined();
});

it('counts one duration for a job, and says why it failed in few words', () => {
  const result = { name: 'r.jpg', type: 'image/jpeg', bytes: 1, width: 1, height: 1 };
  const job = (facts: Partial<Job>) => facts as Job; // Only these are read.
  expect(tookMs(job({ createdAt: 1000, completedAt: 4000, resultAt: 5500, result }))).toBe(4500);
  expect(tookMs(job({ createdAt: 1000, completedAt: 4000, result }))).toBe(3000);
  expect(tookMs(job({ createdAt: 1000, completedAt: 4000 }))).toBeUndefined();

  const failed = (code: string, facts = {}) => reasonOf({ state: 'failed', failure: { code, facts } });
  expect(failed('file-wrong-medium', { needed: 'image', medium: 'video' })).toEqual({
    ...{ briefly: 'the wrong kind of file', next: 'Choose a picture.' },
  });
  expect(failed('of tomorrow')).toEqual({ briefly: 'it did not work', next: undefined });
  expect(reasonOf({ state: 'lost', failure: undefined })?.briefly).toBe('the provider lost the job');
  expect(reasonOf({ state: 'done', failure: undefined })).toBeUndefined();
});
