/** What all processes sign with: made at random by the first that needs it. */
import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { keysFor } from './keys.ts';

const bytes = 32;

/** The same for whoever asks. Who takes the key away makes all that was signed with it worthless. */
export async function secretOf(
  redis: Redis,
  { prefix, name }: { prefix: string; name: string },
): Promise<Buffer> {
  const key = keysFor(prefix).secret(name);
  await redis.set(key, randomBytes(bytes).toString('base64url'), 'NX');
  const secret = Buffer.from((await redis.get(key)) ?? '', 'base64url');
  // With an empty one anybody could sign.
  if (secret.length < bytes) throw new Error(`${key} in Redis is no secret; take it away and start again`);
  return secret;
}

/** What links are made with; undefined where there are none. */
export async function linkKeys(redis: Redis, it: { prefix: string; publicUrl: string | undefined }) {
  const { prefix, publicUrl } = it;
  return publicUrl === undefined
    ? undefined
    : { publicUrl, secret: await secretOf(redis, { prefix, name: 'links' }) };
}
