import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { createLog } from '../../src/core/log.ts';
import { keysFor } from '../../src/core/store/keys.ts';
import { createLeaderLock } from '../../src/core/store/leader/leader-lock.ts';
import { isOfDead, newToken } from '../../src/core/store/leader/leader-token.ts';
import { connectRedis } from '../../src/core/store/redis.ts';
import { machineName, processFacts } from '../../src/node/process-life.ts';
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
    const key = keysFor(prefix).guard('gateway');
    const left = () => redis.pttl(key);
    return { redis, key, left, leaderLock: createLeaderLock(redis, { prefix, log, times: given }) };
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

  it('stays its holder’s when it has run out and nobody took it', async () => {
    const [first, second] = await guards();
    let lost = 0;
    const onLost = () => {
      lost += 1;
    };
    const release = await first?.leaderLock.hold('gateway', { ...held, onLost });
    if (second) await second.redis.del(second.key);
    await until(async () => ((await second?.left()) ?? 0) > 0);
    expect(lost).toBe(0);
    await release?.();
    expect(await second?.redis.exists(second.key)).toBe(0);
  });

  it.runIf(machineName())('is taken at once from a process of this machine that has died', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const pid = child.pid ?? 0;
    const mine = JSON.parse(newToken());
    const token = (more: object) =>
      JSON.stringify(Object.assign({ ...mine, pid, born: processFacts(pid)?.born }, more));
    const dead = token({});
    // Alive; of another machine or an older version; with a number that was used again.
    expect(isOfDead(dead)).toBe(false);
    expect(isOfDead(token({ born: '1' }))).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isOfDead(dead)).toBe(true);
    for (const unknown of [token({ machine: 'another' }), token({ machine: null }), randomUUID()])
      expect(isOfDead(unknown)).toBe(false);

    const [first, second] = await guards(long);
    await first?.redis.set(first.key, dead, 'PX', long.keepMs);
    const waited: number[] = [];
    const stopping = new AbortController();
    const signal = stopping.signal;
    const both = [first, second].map(async (it, at) => {
      await it?.leaderLock.hold('gateway', { ...held, signal, onWait: () => waited.push(at) });
      return at;
    });
    const winner = await Promise.race(both);
    await until(() => waited.length > 0);
    // One of the two has it, and the other waits for that one.
    expect(waited).toEqual([1 - winner]);
    stopping.abort();
    await expect(both[1 - winner]).rejects.toThrow();
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
