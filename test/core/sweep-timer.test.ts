/** Looks of a process at what is due. */
import { expect, it } from 'vitest';
import { createLog } from '../../src/core/log.ts';
import { createSweepTimer } from '../../src/core/queue/sweep-timer.ts';

const log = createLog({ level: 'silent', human: false });
const clock = Date.now;

it('the earliest of the times asked for is looked at, and not before it', async () => {
  const looks: number[] = [];
  const asked = clock();
  const timer = createSweepTimer(
    async () => {
      looks.push(clock() - asked);
      return undefined;
    },
    { clock, log },
  );
  for (const ms of [60_000, 120, 60_000]) timer.soon(asked + ms);
  await expect.poll(() => looks.length).toBe(1);
  // A timer may be a millisecond early.
  expect(looks[0]).toBeGreaterThanOrEqual(119);
  timer.close();
});

it('what could not be read is looked at again', async () => {
  let looks = 0;
  const timer = createSweepTimer(
    async () => {
      looks += 1;
      throw new Error('Redis is away');
    },
    { clock, log },
  );
  timer.soon(0);
  await expect.poll(() => looks).toBeGreaterThan(1);
  timer.close();
});

it('there is a look within a second while something is known to be due later: another process may know of more', async () => {
  const looks: number[] = [];
  const timer = createSweepTimer(
    async () => {
      looks.push(performance.now());
      return clock() + 3_600_000;
    },
    { clock, log },
  );
  timer.soon(0);
  await expect.poll(() => looks.length).toBe(2);
  timer.close();
  expect((looks[1] ?? 0) - (looks[0] ?? 0)).toBeLessThan(4000);
});
