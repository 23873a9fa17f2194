/** What an older version left in Redis, as it was written down then. */
import { readFile } from 'node:fs/promises';
import type { Redis } from 'ioredis';
import { z } from 'zod';

const texts = z.array(z.string());
const value = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hash'), value: z.record(z.string(), z.string()) }),
  z.object({ type: z.literal('zset'), value: texts }),
  z.object({ type: z.literal('set'), value: texts }),
  z.object({ type: z.literal('list'), value: texts }),
  z.object({ type: z.literal('stream'), value: z.array(z.tuple([z.string(), texts])) }),
]);
const snapshotSchema = z.object({
  /** When it was written down, in ms since 1970. */
  at: z.number(),
  /** Each is the id of a job that stands where the name says. */
  done: z.string(),
  unnotified: z.string(),
  polling: z.string(),
  queued: z.string(),
  keys: z.record(z.string(), z.intersection(value, z.object({ ttl: z.number().optional() }))),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

/** @param replaced texts in it, such as addresses of a provider that is there no more, and what stands for them now. */
export async function readSnapshot(
  name: string,
  replaced: Readonly<Record<string, string>> = {},
): Promise<Snapshot> {
  let text = await readFile(new URL(name, import.meta.url), 'utf8');
  for (const [before, after] of Object.entries(replaced)) text = text.replaceAll(before, after);
  return snapshotSchema.parse(JSON.parse(text));
}

/** Writes its keys, which begin with `darkroom`, under another prefix. */
export async function restore(redis: Redis, { keys }: Snapshot, prefix: string): Promise<void> {
  for (const [name, it] of Object.entries(keys)) {
    const key = name.replace(/^darkroom/, prefix);
    if (it.type === 'hash') await redis.hset(key, it.value);
    else if (it.type === 'set') await redis.sadd(key, ...it.value);
    else if (it.type === 'list') await redis.rpush(key, ...it.value);
    else if (it.type === 'stream') for (const [id, fields] of it.value) await redis.xadd(key, id, ...fields);
    else
      for (let index = 0; index < it.value.length; index += 2)
        await redis.zadd(key, it.value[index + 1] ?? '', it.value[index] ?? '');
    if (it.ttl !== undefined) await redis.pexpire(key, it.ttl);
  }
}

/** Everything under a prefix but the queues, as it is now. */
export async function dump(redis: Redis, prefix: string): Promise<Record<string, unknown>> {
  const seen: Record<string, unknown> = {};
  for (const key of (await redis.keys(`${prefix}:*`)).toSorted()) {
    const type = await redis.type(key);
    const name = key.slice(prefix.length + 1);
    if (type === 'hash') seen[name] = await redis.hgetall(key);
    else if (type === 'zset') seen[name] = await redis.zrange(key, '0', '-1', 'WITHSCORES');
    else if (type === 'set') seen[name] = (await redis.smembers(key)).toSorted();
    else if (type === 'list') seen[name] = await redis.lrange(key, 0, -1);
    else if (type === 'stream') seen[name] = await redis.xrange(key, '-', '+');
    else seen[name] = await redis.get(key);
  }
  return seen;
}
