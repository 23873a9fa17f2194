/**
 * The time by Redis' own clock, which all processes share: due times, leases and ages are compared between machines whose
 * own clocks differ. Between two questions it goes on with this process's monotonic clock, which no correction moves.
 */
import type { Redis } from 'ioredis';
import type { Log } from '../../log.ts';

export type ServerClock = {
  /** ms since 1970; never less than before, unless Redis' own clock was set back by a second or more. */
  now: () => number;
  close: () => void;
};

const everyMs = 30_000;
const samples = 5;
/** ms. What took longer says little, as a rule since this process was busy. */
const slowest = 20;
/** ms. A smaller difference is made up for step by step, at a hundredth of the time that passes. */
const smallest = 1000;
const slew = 0.01;

/** @param options.monotonic for tests: this process's clock in ms, from any beginning */
export async function createServerClock(
  redis: Pick<Redis, 'time' | 'on' | 'off'>,
  { log, monotonic = () => performance.now() }: { log: Log; monotonic?: () => number },
): Promise<ServerClock> {
  let offset = 0;
  let wanted: number | undefined;
  let last = 0;
  let lastAt = monotonic();

  /** What Redis' clock is ahead of the monotonic one; undefined where it could not be told well. */
  async function measure(): Promise<number | undefined> {
    let best: { tookMs: number; offset: number } | undefined;
    for (let count = 0; count < samples; count += 1) {
      const before = monotonic();
      const [seconds, micros] = await redis.time();
      const after = monotonic();
      const found = Number(seconds) * 1000 + Number(micros) / 1000 - (before + after) / 2;
      if (!best || after - before < best.tookMs) best = { tookMs: after - before, offset: found };
    }
    const usable = best && (best.tookMs <= slowest || wanted === undefined);
    return usable ? best?.offset : undefined;
  }

  async function look(): Promise<void> {
    const found = await measure();
    if (found === undefined) return;
    const step = wanted === undefined ? 0 : found - (wanted ?? found);
    if (wanted === undefined || Math.abs(step) >= smallest) {
      if (wanted !== undefined) log.warn({ byMs: Math.round(step) }, 'the clock of Redis was set anew');
      offset = found;
      // Set back, it is followed: what waits would wait for as long otherwise.
      last = 0;
    }
    wanted = found;
  }

  function now(): number {
    const at = monotonic();
    const missing = (wanted ?? offset) - offset;
    const most = (at - lastAt) * slew;
    offset += Math.max(-most, Math.min(most, missing));
    lastAt = at;
    last = Math.max(last, at + offset);
    return last;
  }

  const again = () =>
    void look().catch((error: unknown) => log.debug({ err: error }, 'Redis did not say its time'));
  await look();
  redis.on('ready', again);
  const timer = setInterval(again, everyMs);
  timer.unref();
  return {
    now,
    close() {
      redis.off('ready', again);
      clearInterval(timer);
    },
  };
}
