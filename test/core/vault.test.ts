/** Secrets in Redis: nothing of them can be read, changed or swapped there. */
import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLog } from '../../src/core/log.ts';
import { createDedupe } from '../../src/core/store/dedupe.ts';
import { keysFor } from '../../src/core/store/keys.ts';
import { connectRedis } from '../../src/core/store/redis.ts';
import { secretOf } from '../../src/core/store/secrets.ts';
import { createVault } from '../../src/core/store/vault.ts';
import { testRedis } from '../helpers/fixture.ts';

let server: Awaited<ReturnType<typeof testRedis>>;
let redis: ReturnType<typeof connectRedis>;
let lines: string[] = [];
const log = createLog({
  level: 'info',
  human: false,
  destination: new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  }),
});

beforeAll(async () => {
  server = await testRedis();
  redis = connectRedis(server.url, { log });
});
afterAll(async () => {
  await redis.quit();
  await server.close();
});

/** An own prefix; the log is empty. */
function open({ secret = 'a secret of sixteen', prefix = `test-${randomUUID()}` } = {}) {
  lines = [];
  const keys = keysFor(prefix);
  return {
    prefix,
    vault: createVault(redis, { prefix, secret, log }),
    raw: async (name: string) => (await redis.get(keys.vault(name))) ?? '',
    write: (name: string, text: string) => redis.set(keys.vault(name), text),
  };
}

const token = 'not-a-real-token-of-anything';
const value = { token, scopes: ['chat:write'], team: { id: 'T024BE7LD', name: 'Größe ✓' } };

it('gives back what was put, and nothing after it was deleted', async () => {
  const { vault } = open();
  expect(await vault.get('one')).toBeUndefined();
  await vault.put('one', value);
  await vault.put('two', null);
  expect(await vault.get('one')).toEqual(value);
  expect(await vault.get('two')).toBeNull();
  await vault.put('one', 'another');
  expect(await vault.get('one')).toBe('another');
  await vault.delete('one');
  expect(await vault.get('one')).toBeUndefined();
  expect(lines).toEqual([]);
});

it('nothing of a value can be read in Redis, and the same value never looks the same', async () => {
  const { vault, raw } = open();
  await vault.put('one', value);
  const first = await raw('one');
  const bytes = Buffer.from(first.replace('v1.', ''), 'base64url').toString('latin1');
  for (const shown of [first, bytes])
    for (const part of [token, 'chat:write', 'T024BE7LD', 'scopes']) expect(shown).not.toContain(part);
  expect(first).toMatch(/^v1\.[\w-]+$/);
  await vault.put('one', value);
  expect(await raw('one')).not.toBe(first);
});

it('a value that was changed anywhere is not opened, and the log says so without it', async () => {
  const { vault, raw, write } = open();
  await vault.put('one', value);
  const sealed = Buffer.from((await raw('one')).replace('v1.', ''), 'base64url');
  for (const at of [0, 11, 12, 27, 28, sealed.length - 1]) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    await write('one', `v1.${changed.toString('base64url')}`);
    expect(await vault.get('one'), `byte ${at}`).toBeUndefined();
  }
  const broken = ['', 'v1', 'v1.', 'v1.AAAA', `v2.${sealed.toString('base64url')}`, JSON.stringify(value)];
  for (const text of broken) {
    await write('one', text);
    expect(await vault.get('one'), text).toBeUndefined();
  }
  // A tag that was cut short is easier to forge.
  await write('one', `v1.${sealed.subarray(0, 20).toString('base64url')}`);
  expect(await vault.get('one')).toBeUndefined();
  expect(lines).toHaveLength(13);
  expect(lines.join()).not.toContain(token);
  expect(lines.every((line) => line.includes('cannot be opened'))).toBe(true);
});

it('a value is good for its own name and its own Darkroom only', async () => {
  const { vault, raw, write } = open();
  await vault.put('one', value);
  await vault.put('two', 'other');
  await write('two', await raw('one'));
  expect(await vault.get('two')).toBeUndefined();
  const other = open();
  await other.write('one', await raw('one'));
  expect(await other.vault.get('one')).toBeUndefined();
  expect(await vault.get('one')).toEqual(value);
});

it('another secret opens nothing', async () => {
  const { vault, prefix } = open();
  await vault.put('one', value);
  expect(await open({ prefix, secret: 'another of sixteen' }).vault.get('one')).toBeUndefined();
  expect(lines).toHaveLength(1);
  expect(await open({ prefix }).vault.get('one')).toEqual(value);
});

it('of many who ask at once for the same name one is the first, until it is forgotten', async () => {
  const prefix = `test-${randomUUID()}`;
  const once = [createDedupe(redis, { prefix }), createDedupe(redis, { prefix })];
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, at) => once[at % 2]?.('event:Ev1', 60_000)),
  );
  expect(answers.filter(Boolean)).toHaveLength(1);
  expect(await once[0]?.('event:Ev2', 60_000)).toBe(true);
  expect(await once[1]?.('short', 30)).toBe(true);
  await expect.poll(() => once[0]?.('short', 60_000), { interval: 10 }).toBe(true);
});

it('makes one secret for links, whoever asks, and signs with no other that is too short', async () => {
  const { prefix } = open();
  const [one, two] = await Promise.all([1, 2].map(() => secretOf(redis, { prefix, name: 'links' })));
  expect(one).toEqual(two);
  expect(one).toHaveLength(32);
  expect(await secretOf(redis, { prefix: open().prefix, name: 'links' })).not.toEqual(one);
  await redis.set(keysFor(prefix).secret('links'), 'short');
  await expect(secretOf(redis, { prefix, name: 'links' })).rejects.toThrow(/is no secret/);
});
