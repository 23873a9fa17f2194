/** What the Redis service tells those who join it, and its successor. */
import { z } from 'zod';

export const redisInfoShape = z.object({
  port: z.number(),
  password: z.string(),
  kind: z.enum(['redis-server', 'valkey-server', 'embedded']),
  version: z.string().nullable(),
});
export type RedisInfo = z.infer<typeof redisInfoShape>;
export type RedisAddress = Pick<RedisInfo, 'port' | 'password'>;
