/** The time by Redis' clock, whatever the machine's own says. */
import { expect, it, vi } from 'vitest';
import { createLog } from '../../../src/core/log.ts';
import { createServerClock } from '../../../src/core/store/server/clock.ts';

const log = createLog({ level: 'silent', human: false });
const noon = Date.UTC(2026, 10, 27, 12);

/** A server whose time and answers are the test's, and a machine's monotonic clock. */
async function clockBy(server: { ms: number; slow: number[] }) {
  let passed = 7;
  let ready = () => {};
  const redis = {
    async time() {
      const tookMs = server.slow.shift() ?? 1;
      passed += tookMs / 2;
      const at = server.ms + passed;
      passed += tookMs / 2;
      return [Math.floor(at / 1000), Math.round((at % 1000) * 1000)] as const;
    },
    on: (_event: string, listener: () => void) => {
      ready = listener;
    },
    off: () => {},
  };
  const clock = await createServerClock(redis as never, { log, monotonic: () => passed });
  return {
    ...clock,
    pass: (ms: number) => {
      passed += ms;
    },
    right: () => server.ms + passed,
    /** As after a connection was made anew. */
    again: () => ready(),
  };
}

it('is Redis’ time by the quickest of its answers, and goes on with what passes', async () => {
  const clock = await clockBy({ ms: noon, slow: [400, 3, 900, 900, 900] });
  expect(Math.abs(clock.now() - clock.right())).toBeLessThan(3);
  clock.pass(29_000);
  expect(Math.abs(clock.now() - clock.right())).toBeLessThan(3);
  clock.close();
});

it('never goes back for a small difference, and has made it up after a while', async () => {
  const server = { ms: noon, slow: [] };
  const clock = await clockBy(server);
  let last = clock.now();
  server.ms -= 300;
  clock.again();
  await vi.waitFor(() => {
    clock.pass(3000);
    const now = clock.now();
    expect(now).toBeGreaterThanOrEqual(last);
    last = now;
    expect(Math.abs(now - clock.right())).toBeLessThan(2);
  });
  clock.close();
});

it.each([3_600_000, -3_600_000])('follows a server whose clock was set by %i ms', async (by) => {
  const server = { ms: noon, slow: [] };
  const clock = await clockBy(server);
  clock.now();
  server.ms += by;
  clock.again();
  await vi.waitFor(() => expect(Math.abs(clock.now() - clock.right())).toBeLessThan(3));
  clock.close();
});

it('passes over answers that came too late to say anything', async () => {
  const server = { ms: noon, slow: [] as number[] };
  const clock = await clockBy(server);
  const before = clock.now() - clock.right();
  server.slow = [500, 500, 500, 500, 500];
  server.ms += 5000;
  clock.again();
  await vi.waitFor(() => expect(server.slow).toEqual([]));
  server.ms -= 5000;
  expect(clock.now() - clock.right()).toBeCloseTo(before, 3);
  clock.close();
});
