/** What is kept in Redis has an end, or is listed with its owner and bound in docs/operations.md. */
import { readFile } from 'node:fs/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Owner } from '../../../src/core/store/ledger/account.ts';
import { type Fixture, mistakesInBooks, openFixture, recorder } from '../../helpers/fixture.ts';
import { ask, picture, streamOf, until } from '../../helpers/requests.ts';

/** In full: DARKROOM_JOBS=500. */
const count = Number(process.env.DARKROOM_JOBS ?? 12);
const dayMs = 86_400_000;
const people = ['ann', 'bob', 'cid', 'dee'];
const owners = people.map((requester) => ({ scope: 'a place', requester }));
const [ann, , , dee] = owners as [Owner, Owner, Owner, Owner];
const secret = 'a planted prompt';

let fixture: Fixture;
let redis: Redis;
/** Days by which the clock is ahead. */
let ahead = 0;

beforeAll(async () => {
  const platform = recorder();
  platform.limits = { monthly: 10_000_000, budget: null, jobs_per_person: 500, confirm_above: 500 };
  fixture = await openFixture({ platform, overrides: { clock: () => Date.now() + ahead * dayMs } });
  redis = new Redis(fixture.redisUrl);
});
afterAll(async () => {
  redis.disconnect();
  await fixture.close();
});

/** What of this Darkroom is in Redis, without its prefix. */
async function names(): Promise<string[]> {
  const found = await redis.keys(`${fixture.prefix}:*`);
  return found.map((name) => name.slice(fixture.prefix.length + 1));
}

async function textOf(name: string): Promise<string> {
  const key = `${fixture.prefix}:${name}`;
  const type = await redis.type(key);
  if (type === 'string') return (await redis.get(key)) ?? '';
  return type === 'hash' ? JSON.stringify(await redis.hgetall(key)) : '';
}

/** Twice, as it comes about by itself in two minutes. */
async function sweepTwice(): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    await fixture.maintain();
    await until(async () => (await redis.exists(`${fixture.prefix}:swept:${today()}`)) === 1);
  }
}
const today = () => new Date(Date.now() + ahead * dayMs).toISOString().slice(0, 10);

/** The names in the table of what has no end, as patterns. */
async function listed(): Promise<RegExp[]> {
  const text = await readFile(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
  const [, table = ''] = text.split('### What has no end');
  const rows = [...(table.split('\n## ')[0]?.matchAll(/^\| `darkroom:([^`]+)`/gm) ?? [])];
  const patterns = rows.map(([, name = '']) => name.replace(/<[^>]+>/g, '[^:]+').replace('…', '.*'));
  return [...patterns.map((pattern) => new RegExp(`^${pattern}$`)), /^queue:/];
}

describe('after many jobs', () => {
  beforeAll(async () => {
    const made = Array.from({ length: count }, (_, index) =>
      ask(fixture.engine, {
        ...{ scope: 'a place', requester: people[index % people.length] ?? '' },
        ...(index % 6 === 0 && { model: 'clarityai-flux-upscaler', settings: { prompt: secret } }),
      }),
    );
    for (const job of await Promise.all(made)) await fixture.engine.settled(job.id);
    const period = `${today().slice(0, 7)}-01`;
    const gift = { amount: 5000, by: 'an admin', reason: 'a gift', key: 'once', monthly: null, period };
    await fixture.ledger.give('grant', { ...dee, ...gift, keepLimit: true });
  });

  it('every key has an end, or is listed', async () => {
    const patterns = await listed();
    expect(patterns.length).toBeGreaterThan(5);
    const endless: string[] = [];
    for (const name of await names())
      if ((await redis.pttl(`${fixture.prefix}:${name}`)) === -1) endless.push(name);
    expect(endless.filter((name) => !patterns.some((pattern) => pattern.test(name)))).toEqual([]);
  });

  it('what was a person’s leaves the record with the files', async () => {
    const told = async () => {
      const texts = await Promise.all((await names()).filter((name) => name.startsWith('job:')).map(textOf));
      return texts.filter((text) => text.includes(secret)).length;
    };
    expect(await told()).toBe(Math.ceil(count / 6));
    ahead = 1;
    await sweepTwice();
    await expect.poll(told).toBe(0);
    const [job] = await fixture.engine.jobs({ platform: 'recorder', ...ann }, 1);
    if (!job) throw new Error('a job is known for longer than its files');
    expect(job.sourceUrl).toBeUndefined();
    expect((await fixture.engine.view(job)).state).toBe('COMPLETED');
  });

  it('what is old is gone, but for what still has a worth, and the books are exact', async () => {
    const of = async (kind: string) => (await names()).filter((name) => name.startsWith(`${kind}:`));
    const before = await fixture.ledger.entries(dee);
    expect(before.length).toBeGreaterThan(count / 2);
    ahead = 131;
    await sweepTwice();
    await expect.poll(() => of('entries')).toEqual([]);
    expect(await of('account')).toEqual(['account:a%20place:dee']);
    for (const kind of ['audit', 'scope', 'jobs', 'live', 'day', 'spenders'])
      expect(await of(kind)).toEqual([]);
    expect(await mistakesInBooks(fixture.ledger, owners)).toEqual([]);
    const [last] = (await fixture.ledger.entries(dee)).slice(-1);
    expect(last).toMatchObject({ kind: 'balance', granted: 5000 });
  });
});

it('prices and forms are counted by person and minute, and said so', async () => {
  const person = { platform: 'recorder', scope: 'another place', requester: 'eve' };
  const form = () => fixture.engine.admitForm(person);
  for (let each = 0; each < 60; each += 1) await form();
  await expect(form()).rejects.toThrow('You have asked for more forms in a minute than one person may.');
  await expect(fixture.engine.admitForm({ ...person, requester: 'fay' })).resolves.toBeUndefined();
  const price = async () => {
    const kept = await fixture.engine.keep(streamOf(await picture()));
    const command = {
      ...person,
      key: String(Math.random()),
      address: null,
      model: 'clarityai-flux-upscaler',
    };
    return fixture.engine.request({ ...command, settings: {}, source: { kind: 'stored', ...kept } });
  };
  for (let each = 0; each < 30; each += 1) expect(await price()).toHaveProperty('quote');
  await expect(price()).rejects.toThrow('more prices in a minute');
});
