/** Times at which jobs are looked at again: claimed with what a question needs, and put off together, later. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLog } from '../../../src/core/log.ts';
import { connectRedis } from '../../../src/core/store/redis.ts';
import { createStore, type Store } from '../../../src/core/store/store.ts';
import { testRedis } from '../../helpers/fixture.ts';
import { newJob } from '../../ledger/fixture.ts';

const log = createLog({ level: 'silent', human: false });
const free = { perDay: null, budget: null, jobsPerPerson: null, jobsAtOnce: null };
const operation = { requestId: 'r', statusUrl: 's', resultUrl: 't' };
let redis: Awaited<ReturnType<typeof testRedis>>;
let store: Store;
let now = 1000;
let count = 0;

beforeAll(async () => {
  redis = await testRedis();
  const prefix = `due-${process.pid}-${Date.now()}`;
  store = createStore(connectRedis(redis.url, { log }), { prefix, log, clock: () => now });
});
afterAll(async () => {
  await store.close();
  await redis.close();
});

/** A job that the provider has, due now. */
async function polling(): Promise<string> {
  count += 1;
  const id = `job${count}`;
  const terms = { period: '2026-01-01', monthly: null, ...free };
  await store.create(newJob({ id, scope: 'scope', requester: 'ann' }), { key: id, due: now, terms });
  const job = await store.read(id);
  if (!job) throw new Error('it was not made');
  const set = { operation, phase: 'processing', submittedAt: now } as const;
  await store.change(job, { from: ['accepted'], to: 'polling', due: now, set });
  return id;
}
const claimOne = async (id: string) =>
  (await store.claim(10, 35_000)).claimed.find((claimed) => claimed.id === id);

it('what is due is claimed once, with what a question needs, and the next time is told', async () => {
  const id = await polling();
  const { claimed, next } = await store.claim(10, 35_000);
  expect(claimed).toEqual([
    { id, question: expect.objectContaining({ id, state: 'polling', phase: 'processing', operation }) },
  ]);
  expect(next).toBe(now + 35_000);
  expect((await store.claim(10, 35_000)).claimed).toEqual([]);
  await store.forget(id);
});

it('what is put off comes due at that time', async () => {
  const id = await polling();
  await claimOne(id);
  store.postpone(id, now + 2000);
  await expect.poll(() => store.dueAt(id)).toBe(now + 2000);
  await store.forget(id);
});

it('what somebody wants to be given up while it is asked about is not put off, and what ended does not come back', async () => {
  const [wanted, ended, third] = [await polling(), await polling(), await polling()];
  await store.claim(10, 35_000);
  now += 100;
  expect(await store.requestCancel([wanted])).toEqual([wanted]);
  const job = await store.read(ended);
  if (job) await store.change(job, { from: ['polling'], to: 'lost', due: 'never', credits: 'release' });
  for (const id of [wanted, ended, third]) store.postpone(id, now + 2000);
  // They are written together, so the last one says that all are.
  await expect.poll(() => store.dueAt(third)).toBe(now + 2000);
  expect(await store.dueAt(wanted)).toBe(now);
  expect(await store.dueAt(ended)).toBeUndefined();
  for (const id of [wanted, third]) await store.forget(id);
});

it('what is put off when its process dies comes due when the claim ends', async () => {
  const id = await polling();
  await claimOne(id);
  now += 35_000;
  expect((await claimOne(id))?.id).toBe(id);
  await store.forget(id);
});

it('an id whose record is gone is claimed without a question', async () => {
  const id = await polling();
  const gone = connectRedis(redis.url, { log });
  const names = await gone.keys(`*job:${id}`);
  await gone.del(...names);
  gone.disconnect();
  expect(await claimOne(id)).toEqual({ id });
  await store.forget(id);
});
