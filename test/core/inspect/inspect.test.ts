/** Everything about one job, and the list of those that are not over, from a store as the engine leaves it. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { inspectionLines, unfinishedLines } from '../../../src/core/inspect/lines.ts';
import { type Bed, openBed, recorder } from '../../helpers/bed.ts';
import { ask, until } from '../../helpers/requests.ts';

const open: Bed[] = [];
async function bedWith(options: Parameters<typeof openBed>[0] = {}): Promise<Bed> {
  const bed = await openBed({ ...options, lab: { balance: 1_000_000, ...options?.lab } });
  open.push(bed);
  return bed;
}
afterEach(async () => {
  for (const bed of open.splice(0)) await bed.close();
});

const linesOf = async (bed: Bed, id: string) => {
  const found = await bed.engine.inspect(id);
  return found ? inspectionLines(found, Date.now()) : [];
};
const waitsIn = async (bed: Bed) =>
  unfinishedLines(await bed.engine.unfinished(), Date.now()).map((line) => line.split(' · ').at(-1));

it('tells all of a job that is over, and whether its files are still there', async () => {
  const bed = await bedWith();
  const over = await bed.engine.settled((await ask(bed.engine, { settings: { scale: '4' } })).id);
  const found = await bed.engine.inspect(over.id);
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
  });
  await rm(join(bed.folder, 'files', over.result?.name ?? ''));
  const lines = await linesOf(bed, over.id);
  expect(lines).toEqual(
    expect.arrayContaining([
      `Job ${over.id} · ESRGAN upscaler`,
      'Waits for: nothing; it is over and its person was told',
      'Held by: nobody',
      expect.stringMatching(/^State: done, for [\d.]+ s$/),
      expect.stringMatching(/^Provider: request \S+; it last said completed, [\d.]+ s ago$/),
      "Credits: at most 0.5 credits, settled, 0.5 charged; the provider's price is 0.005 dollars",
      expect.stringMatching(/^Settings: .*scale 4/),
      expect.stringMatching(/^Source: image\/jpeg, 16 × 12, .* is on disk$/),
      expect.stringMatching(/^Result: image\/jpeg, 64 × 48, .* is not on disk any more$/),
      'Asked by: somebody on recorder, in scope',
    ]),
  );
  expect(await bed.engine.unfinished()).toEqual([]);
  expect(unfinishedLines([], Date.now())).toEqual(['No job is on its way.']);
});

it('lists what is not over, the oldest first, each with its turn in the line, and those of one place', async () => {
  let now = 0;
  const bed = await bedWith({
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
    asked.push(await ask(bed.engine, { requester, scope }));
  }
  const [first, second, third] = asked;
  if (!first || !second || !third) throw new Error('three were asked for');
  for (const job of asked)
    await bed.store.change(job, { from: ['accepted'], to: 'queued', due: 1_800_000_000_000 + now + 1000 });

  const list = await bed.engine.unfinished();
  expect(list.map(({ id, waits }) => [id, waits?.position])).toEqual([
    [first.id, 1],
    [second.id, 3],
    [third.id, 2],
  ]);
  expect(unfinishedLines(list, 1_800_000_000_000 + now, { person: (id) => `@${id}` })[1]).toBe(
    `${second.id} · 1 s · queued · ESRGAN upscaler · @ann · its turn, 3rd in line`,
  );
  const there = await bed.engine.unfinished({ platform: 'recorder', scope: 'there' });
  expect(there.map(({ id }) => id)).toEqual([third.id]);
  expect(await bed.engine.unfinished({ platform: 'other', scope: 'there' })).toEqual([]);
  expect((await linesOf(bed, third.id)).find((line) => line.startsWith('In line'))).toMatch(
    /^In line: 2nd, starts in about [\d.]+ s$/,
  );

  // Nobody works here: after a while the list says so.
  now += 120_000;
  const [ignored] = unfinishedLines(await bed.engine.unfinished(), 1_800_000_000_000 + now);
  expect(ignored).toMatch(
    /a process that works: it has been due for 1 min 59 s; then its turn, next in line$/,
  );
});

it('shows no link with its signature, no token, no prompt, not even where the provider repeats it', async () => {
  const bed = await bedWith({ work: false });
  const prompt = 'my own secret garden';
  const job = await ask(bed.engine, {
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
  await bed.store.change(job, {
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
  const found = await bed.engine.inspect(job.id);
  const lines = await linesOf(bed, job.id);
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
  const bed = await bedWith({
    platform: recorder('recorder', () => stuck),
    overrides: { clock: () => Date.now() + now },
  });
  const { id } = await ask(bed.engine);
  await until(
    async () =>
      (await bed.engine.inspect(id))?.holder !== undefined &&
      (await bed.engine.read(id))?.state === 'delivering',
  );
  expect((await bed.engine.inspect(id))?.holder).toMatchObject({
    by: expect.stringMatching(new RegExp(`, process ${process.pid}$`)),
    silent: false,
  });
  expect(await waitsIn(bed)).toEqual(['to be posted on recorder; a process is at it']);
  now = 1000;
  expect(await waitsIn(bed)).toEqual([
    expect.stringMatching(/^a holder that died, free again in [\d.]+ s; then to be posted on recorder$/),
  ]);
  posted();
  await bed.engine.settled(id);
});

it('keeps what the provider said last, however it answered', async () => {
  const bed = await bedWith({ lab: { processingMs: 600 } });
  bed.lab.fault({
    at: 'submit',
    kind: 'answer',
    status: 429,
    headers: { 'retry-after': '1' },
    body: { error: 'slow' },
  });
  const { id } = await ask(bed.engine);
  const said = async (text: string) =>
    until(async () => (await bed.engine.inspect(id))?.lastAnswer?.status.startsWith(text) === true);
  await said('later: HTTP 429');
  expect(await waitsIn(bed)).toEqual([expect.stringMatching(/^its turn, tried again in [\d.]+ s$/)]);
  bed.lab.fault({ at: 'status', kind: 'answer', status: 502, body: 'bad gateway' });
  await said('unclear: HTTP 502');
  expect(await waitsIn(bed)).toEqual([expect.stringMatching(/^the provider, asked again /)]);
  await bed.engine.settled(id);
  expect((await bed.engine.inspect(id))?.lastAnswer?.status).toBe('completed');

  bed.lab.fault({ at: 'submit', kind: 'answer', status: 402, body: { error: 'Insufficient credits' } });
  const refused = await bed.engine.settled((await ask(bed.engine)).id);
  expect((await bed.engine.inspect(refused.id))?.lastAnswer?.status).toBe('refused: provider-credits');
});

it('knows nothing of a job that there is not', async () => {
  const bed = await bedWith({ work: false });
  expect(await bed.engine.inspect('abc2345')).toBeUndefined();
});
