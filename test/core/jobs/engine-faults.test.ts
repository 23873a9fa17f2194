/** A job's life where the provider, the chat or the process misbehaves. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../../src/core/domain/failure.ts';
import type { Job } from '../../../src/core/domain/job.ts';
import { Refused } from '../../../src/core/ports/refused.ts';
import type { View } from '../../../src/core/view/view.ts';
import { testTimings } from '../../helpers/engine-fixture.ts';
import { type Fixture, openFixture, recorder } from '../../helpers/fixture.ts';
import { ask, until } from '../../helpers/requests.ts';

let fixture: Fixture;
let now = 0;
/** What the chat does with the next posts. */
const troubles: ((view: View) => void)[] = [];
let poison = '';
/** Runs between the provider's answer to a submit and its record; what it begins to write is written first. */
let whenAnswered = () => {};
beforeAll(async () => {
  fixture = await openFixture({
    lab: { balance: 1_000_000 },
    platform: recorder('recorder', (view) => troubles.shift()?.(view)),
    overrides: {
      clock: () => Date.now() + now,
      timings: { ...testTimings, leaseMs: 300, youngMs: 0, missingMs: 300 },
      checkpoint: (name) => {
        if (name === poison) throw new Error('a defect');
        if (name === 'submit answered') whenAnswered();
      },
    },
  });
});
afterAll(() => fixture.close());

const submitsOf = (job: Job) => fixture.lab.submits().filter(({ body }) => body.image === job.sourceUrl);
const posts = (job: Job) => fixture.platform.posts.filter(({ id }) => id === job.id).length;
const run = async () => fixture.engine.settled((await ask(fixture.engine)).id);
/** The pauses between tries grow to a minute: the clock is moved over them. */
const overTime = (id: string) =>
  until(async () => {
    const job = await fixture.store.read(id);
    const pause = (job?.notBefore ?? 0) - Date.now() - now;
    if (pause > 0) {
      now += pause + 1;
      await fixture.wake();
    }
    return job?.notified === true;
  });
const lastLine = (job: Job) => fixture.platform.views.findLast(({ id }) => id === job.id)?.line ?? '';

describe('the provider', () => {
  const refusals: [number, unknown, string, RegExp][] = [
    [
      401,
      { error: 'Missing Authorization or x-api-key in header' },
      'provider-key',
      /does not accept the key/,
    ],
    [402, { error: 'Insufficient credits. You have 0.0 credits' }, 'provider-credits', /run out of credit/],
    [404, { error: 'not found' }, 'provider-model-gone', /no longer offers/],
    [406, { error: 'Invalid content type' }, 'provider-bad-request', /refused the settings/],
  ];
  it.each(refusals)(
    'that refuses with %i ends the job unpaid, with its sentence',
    async (status, body, code, sentence) => {
      fixture.lab.fault({ at: 'submit', kind: 'answer', status, body });
      const over = await run();
      expect(over).toMatchObject({ state: 'failed', hold: 'released', failure: { code } });
      expect(lastLine(over)).toMatch(sentence);
      expect(posts(over)).toBe(0);
      expect(await readdir(join(fixture.folder, 'files'))).not.toContain(over.sourceFile?.name);
    },
  );

  it('that is busy gets the job later, once', async () => {
    fixture.lab.fault({
      at: 'submit',
      kind: 'answer',
      status: 429,
      headers: { 'retry-after': '1' },
      body: { error: 'slow down' },
    });
    const over = await run();
    expect(over.state).toBe('done');
    expect(submitsOf(over)).toHaveLength(1);
  });

  it('that is too busy for a job which is being cancelled never gets it', async () => {
    fixture.lab.fault({
      at: 'submit',
      kind: 'answer',
      status: 429,
      headers: { 'retry-after': '1' },
      body: {},
    });
    const job = await ask(fixture.engine);
    whenAnswered = () => void fixture.engine.cancel(job.id);
    const over = await fixture.engine.settled(job.id);
    whenAnswered = () => {};
    expect(over).toMatchObject({
      state: 'cancelled',
      hold: 'released',
      failure: { facts: { submitted: false } },
    });
    expect(submitsOf(over)).toHaveLength(0);
  });

  it.each([
    [
      'a connection cut after it took the job',
      { at: 'submit', kind: 'drop', accept: true },
      'The connection broke while',
    ],
    [
      'an error 500 after it took the job',
      { at: 'submit', kind: 'answer', status: 500, body: { error: 'oops' }, accept: true },
      'The provider answered with error 500',
    ],
    [
      'a gateway time-out',
      { at: 'submit', kind: 'answer', status: 504, body: '<h1>504</h1>' },
      "The provider's gateway answered 504",
    ],
  ] as const)(
    'that answers with %s leaves the job uncertain, never sent twice',
    async (_what, fault, said) => {
      fixture.lab.fault(fault);
      const over = await run();
      expect(over).toMatchObject({ state: 'uncertain', hold: 'released', notified: true });
      expect(lastLine(over)).toMatch(/not known whether the provider took it/);
      expect(lastLine(over)).toContain(said);
      expect(
        fixture.lab.log.filter(
          ({ route, body }) => route === 'submit' && JSON.stringify(body).includes(over.sourceUrl ?? '?'),
        ),
      ).toHaveLength(1);
      expect(posts(over)).toBe(0);
    },
  );

  it('that leaves it unknown whether it took a job after Cancel was pressed: the card says so, and not Cancelling', async () => {
    fixture.lab.fault({ at: 'submit', kind: 'drop', accept: true });
    const job = await ask(fixture.engine);
    whenAnswered = () => void fixture.engine.cancel(job.id);
    const over = await fixture.engine.settled(job.id);
    whenAnswered = () => {};
    expect(over).toMatchObject({ state: 'uncertain', hold: 'released', cancelRequested: true });
    expect(lastLine(over)).toMatch(/not known whether the provider took it.*Nothing was charged/);
  });

  it('that says itself that nothing was queued gets the job again, once', async () => {
    const body = { error: 'The request was not queued' };
    fixture.lab.fault({ at: 'submit', kind: 'answer', status: 503, body });
    const over = await run();
    expect(over).toMatchObject({ state: 'done', hold: 'settled' });
    expect(submitsOf(over)).toHaveLength(1);
  });

  it('that calls the job cancelled ends it at once, uncharged', async () => {
    const body = { status: 'CANCELLED', error: 'worker stopped' };
    fixture.lab.fault({ at: 'status', kind: 'answer', status: 200, body });
    const over = await run();
    expect(over).toMatchObject({ state: 'failed', hold: 'released', charged: 0 });
    expect(lastLine(over)).toMatch(/worker stopped\)\. Nothing was charged\./);
  });

  it('that repeats a word which nobody knows loses the job after ten minutes, uncharged; progress between counts anew', async () => {
    fixture.lab.behave({ processingMs: 600_000 });
    const says = (status: string) =>
      fixture.lab.fault({
        at: 'status',
        kind: 'answer',
        status: 200,
        body: { status },
        times: Number.POSITIVE_INFINITY,
      });
    let removed = says('WARMING');
    const { id } = await ask(fixture.engine);
    const read = async () => fixture.store.read(id);
    /** Until it was asked about again, or is over. */
    const later = async (ms: number) => {
      const before = (await read())?.lastAnswer?.at ?? 0;
      now += ms;
      await until(async () => {
        now += 20;
        await fixture.wake();
        const job = await read();
        return job?.state === 'failed' || (job?.lastAnswer?.at ?? 0) > before;
      });
      return read();
    };
    await until(async () => (await read())?.unknownState !== undefined);
    await later(5 * 60_000);
    expect(await later(4 * 60_000)).toMatchObject({ state: 'polling', phase: 'processing' });
    removed();
    removed = says('RUNNING');
    expect((await later(10_000))?.unknownState).toBeUndefined();
    removed();
    removed = says('WARMING');
    for (const minutes of [1, 5, 4]) expect((await later(minutes * 60_000))?.state).toBe('polling');
    await later(2 * 60_000);
    const over = await fixture.engine.settled(id);
    removed();
    expect(over).toMatchObject({
      state: 'failed',
      hold: 'released',
      charged: 0,
      failure: { code: 'provider-state-unknown', facts: { state: 'WARMING' } },
    });
    expect(lastLine(over)).toMatch(/has called this job WARMING for 1\d min.*Nothing was charged/);
  });

  it('that fails the job is quoted, and nothing is charged', async () => {
    fixture.lab.behave({ fail: 'CUDA out of memory', failAs: 422 });
    const over = await run();
    expect(over).toMatchObject({ state: 'failed', hold: 'released', failure: { code: 'provider-failed' } });
    expect(lastLine(over)).toContain('CUDA out of memory');
  });

  it('that hiccups while it is asked does not end the job', async () => {
    fixture.lab.behave({ processingMs: 700 });
    fixture.lab.fault({ at: 'status', kind: 'answer', status: 502, body: '<h1>Bad gateway</h1>', times: 2 });
    fixture.lab.fault({ at: 'result', kind: 'drop' });
    const over = await run();
    expect(over).toMatchObject({ state: 'done', hold: 'settled' });
    expect(submitsOf(over)).toHaveLength(1);
  });

  it('that forgets the job makes it lost, with a release', async () => {
    fixture.lab.behave({ processingMs: 60_000 });
    const remembers = fixture.lab.fault({
      at: 'status',
      kind: 'answer',
      status: 404,
      body: { error: 'Request not found' },
      times: Number.POSITIVE_INFINITY,
    });
    const over = await run();
    remembers();
    expect(over).toMatchObject({ state: 'lost', hold: 'released' });
  });

  it('that does not know the job yet is asked again', async () => {
    fixture.lab.fault({
      at: 'status',
      kind: 'answer',
      status: 404,
      body: { error: 'Request not found' },
      times: 1,
    });
    const over = await run();
    expect(over.state).toBe('done');
    expect(over.missing).toBeUndefined();
  });

  it('whose file is not what the model makes is asked again, then given up, and nothing is charged', async () => {
    fixture.lab.behave({ instead: { bytes: Buffer.from('no picture'), type: 'image/png' } });
    const job = await ask(fixture.engine);
    await overTime(job.id);
    const over = await fixture.engine.settled(job.id);
    expect(over).toMatchObject({ state: 'failed', hold: 'released', failure: { code: 'result-unreadable' } });
    expect(
      fixture.lab.log.filter(
        ({ route, requestId }) => route === 'result' && requestId === over.operation?.requestId,
      ).length,
    ).toBeGreaterThan(3);
  });

  it('that never ends the job is called overdue, and lets it expire before it is forgotten', async () => {
    fixture.lab.behave({ processingMs: 600_000 });
    const job = await ask(fixture.engine);
    await until(async () => (await fixture.store.read(job.id))?.phase === 'processing');
    now += 25 * 60_000;
    await fixture.wake();
    const late = await fixture.store.read(job.id);
    expect(late?.state).toBe('polling');
    expect(late && (await fixture.engine.view(late)).line).toMatch(/much longer than usual/);
    now += 31 * 60_000;
    // A question that was on its way when the clock moved asks for one more pause.
    await until(async () => {
      now += 1000;
      await fixture.wake();
      return (await fixture.store.read(job.id))?.notified === true;
    });
    const over = await fixture.engine.settled(job.id);
    expect(over).toMatchObject({ state: 'expired', hold: 'released' });
    expect(lastLine(over)).toMatch(/Nothing was charged/);
  });
});

describe('the chat', () => {
  it('that is down for a while gets the post later, once', async () => {
    troubles.push(() => {
      throw new Error('503');
    });
    const over = await run();
    expect(over).toMatchObject({ state: 'done', hold: 'settled' });
    expect(posts(over)).toBe(1);
  });

  it('that refuses the same post again and again gets it without people’s words, then the file alone; no wait counts', async () => {
    const forms: unknown[] = [];
    const refuse = (view: View) => {
      forms.push(view.form);
      throw new Refused('50109');
    };
    const busy = (view: View) => {
      forms.push(view.form);
      throw new Error('no answer');
    };
    troubles.push(refuse, refuse, busy, refuse, refuse, busy, refuse, (view) => forms.push(view.form));
    const { id } = await ask(fixture.engine, { settings: { quality: 70 } });
    await overTime(id);
    expect(forms).toEqual(['full', 'full', 'full', 'full', 'neutral', 'bare', 'bare', 'bare']);
    const over = await fixture.engine.settled(id);
    expect(over).toMatchObject({ state: 'done', hold: 'settled', settings: { quality: 70 } });
    expect(posts(over)).toBe(1);
    // What the result was refused for is not tried on the card again.
    const card = fixture.platform.views.findLast((view) => view.id === id);
    expect(card).toMatchObject({ form: 'neutral', state: 'COMPLETED', settings: '' });
  });

  it('that refuses the last word on a job again and again gets it without the words of others', async () => {
    const { platform } = fixture;
    const { show } = platform;
    const forms: unknown[] = [];
    platform.show = async (address, view) => {
      if (view.over && forms.push(view.form) < 5) throw new Refused('http 500');
      await show(address, view);
    };
    fixture.lab.behave({ fail: 'a word that nobody may say' });
    const { id } = await ask(fixture.engine);
    await overTime(id);
    platform.show = show;
    expect(forms).toEqual(['full', 'full', 'full', 'neutral', 'bare']);
    expect(lastLine(await fixture.engine.settled(id))).toBe('It did not work. Nothing was charged.');
  });

  it('that refuses for good leaves a result that is paid for and kept', async () => {
    troubles.push(() => {
      throw new Failure('cannot-deliver', { detail: 'the channel is gone' });
    });
    const over = await run();
    expect(over).toMatchObject({ state: 'failed', hold: 'settled', failure: { code: 'cannot-deliver' } });
    expect(await readdir(join(fixture.folder, 'files'))).toContain(over.result?.name);
    expect(lastLine(over)).toContain('the channel is gone');
  });
});

describe('the process', () => {
  it('gives a job up that it cannot get through, instead of trying for ever', async () => {
    poison = 'source kept';
    const over = await run();
    poison = '';
    expect(over).toMatchObject({ state: 'failed', hold: 'released', failure: { code: 'crashed' } });
    expect(submitsOf(over)).toHaveLength(0);
  });
});
