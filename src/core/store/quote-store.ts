/** What is kept beside jobs and accounts: quotes that wait for a click, and how large results were. */
import type { Redis } from 'ioredis';
import type { QuoteRecord } from '../domain/asked/quote.ts';
import { keysFor } from './keys.ts';
import type { Owner } from './ledger/account.ts';

export type QuoteStore = {
  /** Kept for a day, so that a late click is answered with a new price and not with silence. */
  putQuote(id: string, record: QuoteRecord): Promise<void>;
  quote(id: string): Promise<QuoteRecord | undefined>;
  dropQuote(id: string, owner: Owner): Promise<void>;
  /** Ids of quotes whose time is over and whose files were not looked at yet. @param now ms since 1970 */
  expired(now: number): Promise<string[]>;
  /** Nothing more is to be done about its file. */
  settle(id: string): Promise<void>;
  /** Ids of a person's quotes but for so many of the newest; none of them is named again. */
  beyond(owner: Owner, newest: number): Promise<string[]>;
  /** Ids of the quotes that were made in a scope; some may be gone. */
  quotesOf(scope: string): Promise<string[]>;
  /** Remembers bytes per pixel of a result; the last 50 of each kind are kept. */
  addSize(kind: string, ratio: number): Promise<void>;
  sizes(kind: string): Promise<number[]>;
};

const quoteKeptMs = 86_400_000;
const sizesKept = 50;

export function createQuoteStore(redis: Redis, prefix: string): QuoteStore {
  const keys = keysFor(prefix);
  return {
    async putQuote(id, record) {
      const step = redis.multi().set(keys.quote(id), JSON.stringify(record), 'PX', quoteKeptMs);
      for (const all of [keys.quotesOf(record.command.scope), keys.quotesBy(record.command)])
        step
          .zadd(all, record.until, id)
          .zremrangebyscore(all, '-inf', record.until - quoteKeptMs)
          .pexpire(all, quoteKeptMs);
      if (record.job === undefined && !record.held) step.zadd(keys.offered, record.until, id);
      else step.zrem(keys.offered, id);
      await step.exec();
    },
    async quote(id) {
      const text = await redis.get(keys.quote(id));
      // Only `putQuote` writes under this key.
      return text === null ? undefined : (JSON.parse(text) as QuoteRecord);
    },
    async dropQuote(id, owner) {
      await redis
        .multi()
        .del(keys.quote(id))
        .zrem(keys.quotesOf(owner.scope), id)
        .zrem(keys.quotesBy(owner), id)
        .exec();
    },
    expired: (now) => redis.zrangebyscore(keys.offered, '-inf', now),
    async settle(id) {
      await redis.zrem(keys.offered, id);
    },
    async beyond(owner, newest) {
      const ids = await redis.zrange(keys.quotesBy(owner), '0', String(-newest - 1));
      if (ids.length > 0) await redis.zrem(keys.quotesBy(owner), ...ids);
      return ids;
    },
    quotesOf: (scope) => redis.zrange(keys.quotesOf(scope), '0', '-1'),
    async addSize(kind, ratio) {
      const length = await redis.lpush(keys.sizes(kind), ratio.toPrecision(4));
      // Not each time.
      if (length > 2 * sizesKept) await redis.ltrim(keys.sizes(kind), 0, sizesKept - 1);
    },
    sizes: async (kind) => (await redis.lrange(keys.sizes(kind), 0, sizesKept - 1)).map(Number),
  };
}
