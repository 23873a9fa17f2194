import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createLog } from '../../src/core/log.ts';
import { keysFor } from '../../src/core/store/keys.ts';
import { createLeaderLock } from '../../src/core/store/leader-lock.ts';
import { connectRedis } from '../../src/core/store/redis.ts';
import { testRedis } from '../helpers/fixture.ts';
import { until } from '../helpers/requests.ts';

const log = createLog({ level: 'silent', human: false });
const times = { keepMs: 600, renewMs: 100, askMs: 50 };
/** No pause of a busy machine is as long as this. */
const long = { ...times, keepMs: 30_000 };
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function guards(given = times) {
  const server = await testRedis();
  closers.push(() => server.close());
  const prefix = randomUUID();
  return [1, 2].map(() => {
    const redis = connectRedis(server.url, { log });
    closers.push(async () => redis.disconnect());
    const left = () => redis.pttl(keysFor(prefix).guard('gateway'));
    return { redis, left, leaderLock: createLeaderLock(redis, { prefix, log, times: given }) };
  });
}

const held = { signal: new AbortController().signal, onLost: () => {} };

describe('a name that one process may have', () => {
  it('is the first one’s until it lets go, and renewed all the while', async () => {
    const [first, second] = await guards(long);
    const release = await first?.leaderLock.hold('gateway', held);
    let has = false;
    const waiting = second?.leaderLock.hold('gateway', held).then((letGo) => {
      has = true;
      return letGo;
    });
    // How long it is still kept goes down, and up again with each renewal.
    let before = long.keepMs;
    let renewals = 0;
    await until(async () => {
      const left = (await second?.left()) ?? 0;
      if (left > before) renewals += 1;
      before = left;
      return renewals >= 3;
    });
    expect(has).toBe(false);
    await release?.();
    await (await waiting)?.();
  });

  it('becomes free when its holder is gone, and the holder is told when it finds another', async () => {
    const [first, second] = await guards();
    let lost = 0;
    const onLost = () => {
      lost += 1;
    };
    const release = await first?.leaderLock.hold('gateway', { ...held, onLost });
    first?.redis.disconnect();
    const letGo = await second?.leaderLock.hold('gateway', held);
    await until(() => lost === 1);
    await release?.();
    // Letting go of what is another's takes nothing from it.
    const third = second?.leaderLock.hold('other', held);
    await (await third)?.();
    await letGo?.();
  });

  it('is no longer waited for when the process stops', async () => {
    const [first, second] = await guards();
    const release = await first?.leaderLock.hold('gateway', held);
    const stopping = new AbortController();
    const waiting = second?.leaderLock.hold('gateway', { ...held, signal: stopping.signal });
    stopping.abort();
    await expect(waiting).rejects.toThrow();
    await release?.();
  });
});
