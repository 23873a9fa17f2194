/** Everything that is written for people and places has an end: once a day what is old goes, wherever it stands. */
import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';
import { dayOf } from '../../domain/period.ts';
import type { Keys } from '../keys.ts';

export type History = {
  /**
   * Takes out what accounts, places and admins did before `before`, and the ids of jobs of which no record can be left. Does
   * nothing where another process did it on this day. Times in ms since 1970.
   */
  forgetOld(times: { before: number; now: number }): Promise<void>;
};

const foldAccount = readFileSync(new URL('./fold-account.lua', import.meta.url), 'utf8');
/** A stream that nothing is left in would stay as a name. KEYS: stream. ARGV: before when. */
const trimStream = `
redis.call('XTRIM', KEYS[1], 'MINID', ARGV[1])
if redis.call('XLEN', KEYS[1]) == 0 then redis.call('DEL', KEYS[1]) end
return 1`;
/** What a place spent in a period that is over. KEYS: scope. ARGV: before which day. */
const endScope = `
local period = redis.call('HGET', KEYS[1], 'period')
if period and period < ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1`;

/** ms. A record goes 30 days after its job's end, which comes within days. */
const jobsKeptMs = 40 * 86_400_000;
const atOnce = 500;
/** Of those that nobody has taken, since their platform is not connected. */
const mostNotices = 500;

export function createHistory(redis: Redis, { keys, prefix }: { keys: Keys; prefix: string }): History {
  async function fold(account: string, { before }: { before: number }): Promise<void> {
    const entries = account.replace(keys.accounts, keys.allEntries);
    for (let went = atOnce; went === atOnce; )
      went = Number(
        await redis.eval(foldAccount, 2, account, entries, Math.floor(before), dayOf(before), atOnce),
      );
  }

  async function look(key: string, times: { before: number; now: number }): Promise<void> {
    const { before, now } = times;
    if (key.startsWith(keys.accounts)) await fold(key, times);
    else if (key.startsWith(keys.audits)) await redis.eval(trimStream, 1, key, Math.floor(before));
    else if (key.startsWith(keys.scopes)) await redis.eval(endScope, 1, key, dayOf(before));
    else if (keys.allDays.some((all) => key.startsWith(all) && key.slice(all.length) < dayOf(before)))
      await redis.del(key);
    else if (key.startsWith(keys.allJobs)) await redis.zremrangebyscore(key, '-inf', now - jobsKeptMs);
  }

  return {
    async forgetOld(times) {
      const first = await redis.set(keys.swept(dayOf(times.now)), '1', 'PX', 2 * 86_400_000, 'NX');
      if (first !== 'OK') return;
      let cursor = '0';
      do {
        const [next, found] = await redis.scan(cursor, 'MATCH', `${prefix}:*`, 'COUNT', atOnce);
        cursor = next;
        for (const key of found) await look(key, times);
      } while (cursor !== '0');
      await redis.zremrangebyscore(keys.newest, '-inf', times.now - jobsKeptMs);
      const tooMany = (await redis.scard(keys.notices)) - mostNotices;
      if (tooMany > 0) await redis.spop(keys.notices, tooMany);
    },
  };
}
