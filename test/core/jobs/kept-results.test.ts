/** Results of jobs that are over: taken away for good, or posted after all. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../../src/core/domain/failure.ts';
import type { Job } from '../../../src/core/domain/job.ts';
import { keptFiles } from '../../../src/core/jobs/files/job-files.ts';
import { openEngine } from '../../helpers/engine-fixture.ts';
import { type Fixture, openFixture, recorder } from '../../helpers/fixture.ts';
import { ask, until } from '../../helpers/requests.ts';

let fixture: Fixture;
/** What the chat does with the next result, and with the next end of a job. */
let onDeliver: () => void | Promise<void> = () => {};
let onEnd: () => void | Promise<void> = () => {};
const platform = recorder('recorder', () => onDeliver());
const { show } = platform;
platform.show = async (address, view) => {
  if (view.over) await onEnd();
  await show(address, view);
};
beforeAll(async () => {
  fixture = await openFixture({ lab: { balance: 1_000_000 }, platform });
});
afterAll(() => fixture.close());

const stopping = new AbortController();
const filePath = (name: string) => join(fixture.folder, 'files', name);
const filesOf = () => keptFiles({ filePath, fitTo: undefined, stopping: stopping.signal });
const names = () => readdir(join(fixture.folder, 'files'));
const read = async (id: string): Promise<Job> => {
  const job = await fixture.engine.read(id);
  if (!job) throw new Error(`${id} is gone`);
  return job;
};
const postsOf = (id: string) => platform.posts.filter((post) => post.id === id);
const lastView = (id: string) => platform.views.findLast((view) => view.id === id);
const notified = (id: string) => until(async () => (await read(id)).notified);

async function doneJob(): Promise<Job> {
  return fixture.engine.settled((await ask(fixture.engine)).id);
}

const closed = () => {
  throw new Failure('cannot-deliver', { detail: 'nobody may post here' });
};

/** A job whose result was made and paid for, and could not be posted. */
async function undeliveredJob(requester: string): Promise<Job> {
  onDeliver = closed;
  const { id } = await ask(fixture.engine, { requester });
  const over = await fixture.engine.settled(id);
  expect(over).toMatchObject({ state: 'failed', failure: { code: 'cannot-deliver' }, hold: 'settled' });
  onDeliver = () => {};
  return over;
}

/** All that the ledger holds of somebody. */
async function books(requester: string) {
  const owner = { scope: 'scope', requester };
  const { ledger } = fixture;
  const today = new Date().toISOString().slice(0, 10);
  const usage = await ledger.usage('scope', [today]);
  return {
    account: await ledger.account(owner, { period: `${today.slice(0, 7)}-01`, monthly: null }),
    entries: await ledger.entries(owner),
    holds: await ledger.holds(),
    spent: await ledger.spent('scope'),
    usage: usage.filter(({ person }) => person === requester),
  };
}

describe('a result that is removed', () => {
  it('is gone with its file for everybody; its source stays, and its card says so', async () => {
    const job = await doneJob();
    expect(await fixture.engine.view(job)).toMatchObject({ removed: false, over: true });
    const before = await names();
    expect(await fixture.engine.remove(job.id)).toBe(true);
    const after = await names();
    expect(before.filter((name) => !after.includes(name))).toEqual([job.result?.name]);
    expect(after).toContain(job.sourceFile?.name);

    await notified(job.id);
    const removed = await read(job.id);
    expect(removed).toMatchObject({ state: 'done', removed: true, hold: 'settled', charged: 500 });
    expect(removed.version).toBeGreaterThan(job.version);
    const { alt, line } = await fixture.engine.view(job);
    expect(lastView(job.id)).toMatchObject({ state: 'COMPLETED', removed: true, alt, line });
    expect(postsOf(job.id)).toHaveLength(1);

    const kept = filesOf();
    expect(await kept.resultOf(removed)).toBeUndefined();
    expect(await kept.openKept(removed, 'result')).toBeUndefined();
    const chunks: Uint8Array[] = [];
    for await (const chunk of (await kept.openKept(removed, 'source')) ?? []) chunks.push(chunk);
    expect(Buffer.concat(chunks).length).toBe(job.sourceFile?.bytes);
    expect(await fixture.engine.deliverAgain(job.id)).toBe('gone');
  });

  it('is refused by its record even where a file is there', async () => {
    const job = await doneJob();
    const kept = filesOf();
    expect(await kept.resultOf(job)).toMatchObject({ fileName: 'upscale-2x.jpg' });
    expect(await kept.resultOf({ ...job, removed: true })).toBeUndefined();
    expect(await kept.openKept({ ...job, removed: true }, 'result')).toBeUndefined();
  });

  it('is removed once, however often it is asked for', async () => {
    const { id } = await doneJob();
    expect(await Promise.all([fixture.engine.remove(id), fixture.engine.remove(id)])).toEqual([true, true]);
    await notified(id);
    const { version } = await read(id);
    expect(await fixture.engine.remove(id)).toBe(true);
    expect((await read(id)).version).toBe(version);
  });

  it('while its end is just being shown is shown as removed in the end', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let showing = false;
    onEnd = () => {
      showing = true;
      return held;
    };
    const { id } = await ask(fixture.engine);
    await until(() => showing);
    onEnd = () => {};
    expect(await fixture.engine.remove(id)).toBe(true);
    release();
    await notified(id);
    expect(lastView(id)).toMatchObject({ state: 'COMPLETED', removed: true });
    expect(await read(id)).toMatchObject({ removed: true, notified: true });
  });

  it('goes with its file although the one who removed it died in between', async () => {
    const job = await doneJob();
    const { id, result } = job;
    const set = { removed: true, notified: false };
    expect(
      await fixture.store.change(job, { from: ['done'], to: 'done', due: Date.now(), set }),
    ).toBeDefined();
    await fixture.wake();
    await notified(id);
    expect(await names()).not.toContain(result?.name);
    expect(lastView(id)).toMatchObject({ removed: true });
  });

  it('there is none of a job that is on its way, that ended without one, or that never was', async () => {
    fixture.lab.behave({ processingMs: 60_000 });
    const { id } = await ask(fixture.engine);
    await until(async () => (await read(id)).state === 'polling');
    expect(await fixture.engine.remove(id)).toBe(false);
    await fixture.engine.cancel(id);
    await fixture.engine.settled(id);
    expect(await fixture.engine.remove(id)).toBe(false);
    expect((await read(id)).removed).toBe(false);
    expect(await fixture.engine.remove('2222222')).toBe(false);
  });
});

describe('a result that could not be posted', () => {
  it('is posted after all: once, for nothing, and the record, the lists and the card say so', async () => {
    const { id } = await undeliveredJob('carl');
    expect(lastView(id)).toMatchObject({ state: 'FAILED', undelivered: true });
    expect(postsOf(id)).toEqual([]);
    const before = await books('carl');

    const asked = Array.from({ length: 8 }, () => fixture.engine.deliverAgain(id));
    for (const answer of await Promise.all(asked)) expect(['delivering', 'not-needed']).toContain(answer);
    const over = await fixture.engine.settled(id);
    expect(over).toMatchObject({ state: 'done', hold: 'settled', charged: 500, notified: true });
    expect(over.failure).toBeUndefined();
    expect(postsOf(id)).toHaveLength(1);
    expect(lastView(id)).toMatchObject({ state: 'COMPLETED', undelivered: false });
    const person = { platform: 'recorder', scope: 'scope', requester: 'carl' };
    expect((await fixture.engine.jobs(person, 1)).map(({ state }) => state)).toEqual(['done']);
    expect(await books('carl')).toEqual(before);

    expect(await fixture.engine.deliverAgain(id)).toBe('not-needed');
    expect(postsOf(id)).toHaveLength(1);
    expect(await fixture.store.live()).not.toContain(id);
  });

  it('fails again where it still cannot be, and can be tried once more', async () => {
    const { id } = await undeliveredJob('dora');
    const before = await books('dora');
    onDeliver = closed;
    expect(await fixture.engine.deliverAgain(id)).toBe('delivering');
    const again = await fixture.engine.settled(id);
    expect(again).toMatchObject({ state: 'failed', failure: { code: 'cannot-deliver' }, hold: 'settled' });
    expect(lastView(id)).toMatchObject({ state: 'FAILED', undelivered: true });
    onDeliver = () => {};
    expect(await fixture.engine.deliverAgain(id)).toBe('delivering');
    expect(await fixture.engine.settled(id)).toMatchObject({ state: 'done' });
    expect(postsOf(id)).toHaveLength(1);
    expect(await books('dora')).toEqual(before);
  });

  it('is not forgotten when whoever was asked dies, and the queues with it', async () => {
    const { id } = await undeliveredJob('emil');
    const { redisUrl, lab, folder, prefix } = fixture;
    await fixture.engine.stop();
    // A process that takes no part in the work.
    const asked = await openEngine({
      ...{ redisUrl, labUrl: lab.url, folder, prefix, platforms: [platform] },
      work: false,
    });
    expect(await asked.engine.deliverAgain(id)).toBe('delivering');
    expect(await asked.engine.deliverAgain(id)).toBe('delivering');
    await asked.close();
    const redis = new Redis(redisUrl);
    const queued = await redis.keys(`${prefix}:queue:*`);
    await redis.del(...queued);
    redis.disconnect();

    const next = await openEngine({ redisUrl, labUrl: lab.url, folder, prefix, platforms: [platform] });
    expect(await next.engine.settled(id)).toMatchObject({ state: 'done' });
    expect(postsOf(id)).toHaveLength(1);

    // The file of this one has had its time.
    onDeliver = closed;
    const { id: late } = await ask(next.engine, { requester: 'emil' });
    const { result } = await next.engine.settled(late);
    onDeliver = () => {};
    await rm(filePath(result?.name ?? ''));
    expect(await next.engine.deliverAgain(late)).toBe('gone');
    expect(await next.store.read(late)).toMatchObject({ state: 'failed', notified: true });
    expect(await next.engine.deliverAgain('2222222')).toBe('gone');
    await next.close();
  });
});
