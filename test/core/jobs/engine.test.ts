/** A job's life where nothing breaks, or breaks by a person's own doing. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Failure } from '../../../src/core/domain/failure.ts';
import { type Fixture, openFixture } from '../../helpers/fixture.ts';
import { ask, streamOf, until } from '../../helpers/requests.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture({ lab: { balance: 1_000_000 } });
});
afterAll(() => fixture.close());

const files = () => readdir(join(fixture.folder, 'files'));
const submitsOf = (sourceUrl: string | undefined) =>
  fixture.lab.submits().filter(({ body }) => body.image === sourceUrl);

describe('a job', () => {
  it('goes from a command to its post, and its price is settled', async () => {
    const job = await ask(fixture.engine, { settings: { scale: '4', output_format: 'png' } });
    expect(job).toMatchObject({ state: 'accepted', hold: 'reserved', price: 500 });
    const over = await fixture.engine.settled(job.id);
    expect(over).toMatchObject({ state: 'done', notified: true, hold: 'settled', cost: 0.005 });
    expect(over.result).toMatchObject({ width: 64, height: 48, type: 'image/png' });
    const [post] = fixture.platform.posts.filter(({ id }) => id === job.id);
    expect(post?.fileName).toBe('upscale-4x.png');
    expect(await sharp(post?.bytes).metadata()).toMatchObject({ width: 64, height: 48, format: 'png' });
    const shown = fixture.platform.views.filter(({ id }) => id === job.id).map(({ state }) => state);
    expect([...new Set(shown)]).toEqual(['QUEUED', 'PROCESSING', 'COMPLETED']);
  });

  it('has a short id, and is the same job however often its request is delivered', async () => {
    const before = await files();
    const jobs = await Promise.all(
      Array.from({ length: 10 }, () => ask(fixture.engine, { key: 'delivered again' })),
    );
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(1);
    expect(jobs[0]?.id).toMatch(/^[2-9a-z]{7}$/);
    const over = await fixture.engine.settled(jobs[0]?.id ?? '');
    expect(submitsOf(over.sourceUrl)).toHaveLength(1);
    expect(fixture.platform.posts.filter(({ id }) => id === over.id)).toHaveLength(1);
    // Its source and its result; the other nine copies are gone.
    expect(await files()).toHaveLength(before.length + 2);
  });

  it('whose card stands before it can be given up before it is made, by its person alone', async () => {
    const { engine } = fixture;
    const person = { platform: 'recorder', scope: 'scope', requester: 'somebody' };
    const view = await engine.preview({ ...person, model: 'esrgan', settings: { scale: '4' } });
    expect(view).toMatchObject({ state: 'QUEUED', cancellable: true, cancelNote: undefined });
    const { id = '' } = view ?? {};
    expect(await engine.cancelExpected(id, { ...person, requester: 'another' })).toBe(false);
    expect(await engine.cancelExpected('2222222', person)).toBe(false);
    expect(await engine.cancelExpected(id, person)).toBe(true);
    const job = await ask(engine, { id, settings: { scale: '4' } });
    expect(await engine.settled(job.id)).toMatchObject({ id, state: 'cancelled', hold: 'released' });
    expect(submitsOf(job.sourceUrl)).toEqual([]);
    // An id that is taken is another job's.
    expect((await ask(engine, { id })).id).not.toBe(id);
  });

  it('whose card stands before it says the same when it is made', async () => {
    const { engine } = fixture;
    const person = { platform: 'recorder', scope: 'scope', requester: 'somebody' };
    const view = await engine.preview({ ...person, model: 'esrgan', settings: { scale: 2 } });
    const job = await ask(engine, { ...(view && { id: view.id }), settings: { scale: 2 } });
    expect(await engine.view({ ...job, state: 'accepted' })).toEqual(view);
  });

  it('is sent what the person set, in the provider’s own form', async () => {
    const job = await fixture.engine.settled(
      (await ask(fixture.engine, { settings: { scale: 8, quality: '70' } })).id,
    );
    expect(submitsOf(job.sourceUrl).map(({ body }) => body)).toEqual([
      { image: job.sourceUrl, output_format: 'jpeg', quality: 70, scale: '8' },
    ]);
  });
});

describe('the address of a job', () => {
  it('keeps the change of each of many who change it at once, and one that is gone has none', async () => {
    const { id } = await ask(fixture.engine, { key: 'moved' });
    await fixture.engine.settled(id);
    const list = z.array(z.number()).catch([]);
    const numbers = Array.from({ length: 12 }, (_, at) => at);
    await Promise.all(numbers.map((at) => fixture.engine.move(id, (now) => [...list.parse(now), at])));
    const { address } = (await fixture.engine.read(id)) ?? {};
    expect(list.parse(address).toSorted((a, b) => a - b)).toEqual(numbers);
    expect(await fixture.engine.move('gone', () => [])).toBeUndefined();
    expect(await fixture.engine.read('gone')).toBeUndefined();
  });
});

describe('a request that cannot be', () => {
  const refusals: [string, Parameters<typeof ask>[1], RegExp][] = [
    [
      'an unknown model',
      { model: 'photoshop' },
      /^There is no model called photoshop\. Choose esrgan, .* or svd\.$/,
    ],
    [
      'a value outside the choices',
      { settings: { scale: 3 } },
      /^scale must be 2, 4 or 8, not 3\. Correct that and ask again\.$/,
    ],
    [
      'an unknown setting',
      { settings: { colour: 'red' } },
      /^There is no setting called colour\. Correct that/,
    ],
    [
      'several mistakes',
      { settings: { scale: 3, quality: 5 } },
      /quality must be .* from 10 to 100, not 5\. scale must be 2, 4 or 8, not 3\./,
    ],
  ];
  it.each(refusals)('is refused at once and leaves nothing behind: %s', async (_what, command, sentence) => {
    const before = [await files(), fixture.lab.submits().length] as const;
    await expect(ask(fixture.engine, command)).rejects.toThrow(sentence);
    expect([await files(), fixture.lab.submits().length]).toEqual(before);
  });

  it('is refused without a source', async () => {
    const command = {
      key: 'none',
      platform: 'recorder',
      address: null,
      scope: 's',
      requester: 'r',
      settings: {},
    };
    const asked = fixture.engine.submit({ ...command, model: 'smooth', source: undefined });
    await expect(asked).rejects.toThrow('This needs a video. Add a file or a link.');
  });

  it('is refused when the file is no media, before there is a job', async () => {
    const before = await files();
    await expect(fixture.engine.keep(streamOf('plain text in a photo.jpg'))).rejects.toBeInstanceOf(Failure);
    expect(await files()).toEqual(before);
  });

  it('ends with a sentence when the source turns out to be of the wrong kind, unpaid and with nothing kept', async () => {
    const before = await files();
    const submits = fixture.lab.submits().length;
    const over = await fixture.engine.settled((await ask(fixture.engine, { model: 'smooth' })).id);
    expect(over).toMatchObject({
      state: 'failed',
      hold: 'released',
      notified: true,
      failure: { code: 'file-wrong-medium' },
    });
    const last = fixture.platform.views.findLast(({ id }) => id === over.id);
    expect(last).toMatchObject({ state: 'FAILED', line: expect.stringContaining('This needs a video') });
    expect(await files()).toEqual(before);
    expect(fixture.lab.submits()).toHaveLength(submits);
  });

  it('ends with a sentence when its link leads to a private address', async () => {
    for (const link of [
      'http://169.254.169.254/latest',
      `${fixture.lab.url}/files/a.jpg`,
      'http://localhost/a.jpg',
      'ftp://example.org/a',
    ]) {
      const over = await fixture.engine.settled(
        (await ask(fixture.engine, { source: { kind: 'link', link } })).id,
      );
      expect(over.state).toBe('failed');
      expect(over.failure?.code).toMatch(/^link-(private|invalid)$/);
      expect(over.hold).toBe('released');
    }
  });
});

describe('cancelling', () => {
  it('before the submit costs nothing and nothing is submitted', async () => {
    const release = fixture.lab.fault({ at: 'upload', kind: 'delay', ms: 60_000, times: 1 });
    const job = await ask(fixture.engine);
    await until(() => fixture.lab.log.some(({ route }) => route === 'upload'));
    expect(await fixture.engine.cancel(job.id)).toBe(true);
    const over = await fixture.engine.settled(job.id);
    release();
    expect(over).toMatchObject({
      state: 'cancelled',
      hold: 'released',
      failure: { facts: { submitted: false } },
    });
    expect(fixture.platform.views.findLast(({ id }) => id === job.id)).toMatchObject({
      state: 'CANCELLED',
      line: 'Cancelled before the provider had the job. Nothing was charged. Run it again whenever you like.',
    });
  });

  it('while it runs says that the provider goes on, and posts nothing', async () => {
    fixture.lab.behave({ processingMs: 60_000 });
    const job = await ask(fixture.engine);
    await until(async () => (await fixture.store.read(job.id))?.state === 'polling');
    expect(await fixture.engine.cancel(job.id)).toBe(true);
    const over = await fixture.engine.settled(job.id);
    expect(over).toMatchObject({
      state: 'cancelled',
      // The provider is paid for it, so the person is, too.
      hold: 'settled',
      charged: 500,
      failure: { facts: { submitted: true } },
    });
    expect(fixture.platform.views.findLast(({ id }) => id === job.id)?.line).toBe(
      'Cancelled. The provider already had the job and cannot be stopped, so it is paid for. It cost 0.5 credits. Run it again whenever you like.',
    );
    expect(fixture.platform.posts.filter(({ id }) => id === job.id)).toEqual([]);
  });

  it('while it is being submitted waits for the answer, and never loses the request', async () => {
    fixture.lab.behave({ processingMs: 60_000 });
    fixture.lab.fault({ at: 'submit', kind: 'delay', ms: 1200 });
    const heard = fixture.lab.log.length;
    const job = await ask(fixture.engine);
    // It is on its way, and its answer is late.
    await until(() => fixture.lab.log.slice(heard).some(({ route }) => route === 'submit'));
    expect(await fixture.engine.cancel(job.id)).toBe(true);
    const over = await fixture.engine.settled(job.id);
    expect(over).toMatchObject({ state: 'cancelled', failure: { facts: { submitted: true } } });
    expect(over.operation?.requestId).toBe(submitsOf(over.sourceUrl)[0]?.requestId);
  });

  it('is too late for a job that is over, and unknown for one that never was', async () => {
    const job = await fixture.engine.settled((await ask(fixture.engine)).id);
    expect(await fixture.engine.cancel(job.id)).toBe(false);
    expect(await fixture.engine.cancel('2222222')).toBe(false);
    expect((await fixture.store.read(job.id))?.state).toBe('done');
  });
});

it('no job that is over is looked at again, and idle processes wake nobody', async () => {
  await until(async () => (await fixture.store.live()).length === 0);
  expect(await fixture.store.nextDue()).toBeUndefined();
  expect(await fixture.store.outstanding('scope', 'somebody')).toBe(0);
});
