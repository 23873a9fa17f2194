/** Whatever happens in two processes, in the end each card says what its job says. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isOver } from '../../../src/core/domain/job.ts';
import type { ViewState } from '../../../src/core/view/view.ts';
import { testRedis } from '../../helpers/fixture.ts';
import {
  chat,
  type Edit,
  narrow,
  openFixture,
  type Process,
  processing,
  startProcess,
} from './publish-fixture.ts';

let redis: Awaited<ReturnType<typeof testRedis>>;
beforeAll(async () => {
  redis = await testRedis();
});
afterAll(() => redis.close());

class Busy extends Error {
  readonly retryAfterMs = 3000;
}

const step = fc.record({
  job: fc.nat(3),
  /** Which process makes the change, and which one tells of an end. */
  by: fc.nat(1),
  teller: fc.nat(1),
  passMs: fc.integer({ min: 0, max: 4000 }),
});
const answer = fc.record({
  ms: fc.integer({ min: 0, max: 3000 }),
  kind: fc.constantFrom('well', 'well', 'well', 'well', 'fault', 'late fault', 'busy'),
});

it('in the end each card says what its job says, and never more than the lane takes from a process', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 10, maxLength: 25 }),
      fc.array(answer, { minLength: 1, maxLength: 40 }),
      async (steps, answers) => {
        const the = openFixture(redis.url);
        const { time } = the;
        const landed = new Map<string, ViewState>();
        let answered = 0;
        let calm = false;
        const answerTo = async ({ id, state }: Edit) => {
          const { ms, kind } = answers[answered++ % answers.length] ?? { ms: 0, kind: 'well' };
          if (calm) return void landed.set(id, state);
          await new Promise<void>((resolve) => void time.after(ms, resolve));
          if (kind === 'well' || kind === 'late fault') landed.set(id, state);
          if (kind === 'busy') throw new Busy();
          if (kind !== 'well') throw new Error(kind);
        };
        const chats = [0, 1].map(() => chat(time, { editLimits: narrow }));
        for (const each of chats) each.answer = answerTo;
        const processes: Process[] = [];
        for (const each of chats) processes.push(await startProcess(the, each));
        const at = (index: number) => {
          const process = processes[index];
          if (!process) throw new Error('no such process');
          return process;
        };
        const ids: string[] = [];
        for (let count = 0; count < 4; count += 1) ids.push(await at(count % 2).ask());
        const telling: Promise<void>[] = [];
        /** As the last step of a job does. */
        const tell = async (id: string, teller: number): Promise<void> => {
          const job = await at(teller).job(id);
          for (;;) {
            try {
              return await at(teller).publisher.show(job);
            } catch {
              await new Promise<void>((resolve) => void time.after(1500, resolve));
            }
          }
        };
        for (const { job, by, teller, passMs } of steps) {
          const id = ids[job] ?? '';
          const { state, phase } = await at(by).job(id);
          if (state === 'accepted') await at(by).change(id, { to: 'queued' });
          else if (state === 'queued') await at(by).change(id, processing(the));
          else if (state === 'polling' && phase === 'processing') await at(by).change(id, { to: 'fetched' });
          else if (!isOver(state)) {
            await at(by).change(id, { to: 'cancelled' });
            telling.push(tell(id, teller));
          }
          await at(0).pass(passMs);
        }
        calm = true;
        await at(0).pass(180_000);
        await Promise.all(telling);
        try {
          for (const id of ids) {
            const { state } = await at(0).job(id);
            const wanted = isOver(state)
              ? 'CANCELLED'
              : state === 'polling' || state === 'fetched'
                ? 'PROCESSING'
                : 'QUEUED';
            expect(landed.get(id)).toBe(wanted);
          }
          for (const { sent, mostAtOnce } of chats) {
            expect(mostAtOnce).toBeLessThanOrEqual(1);
            for (const edit of sent) {
              const within = sent.filter((other) => other.at >= edit.at && other.at < edit.at + 5000);
              expect(within.length).toBeLessThanOrEqual(5);
            }
          }
        } finally {
          await Promise.all(processes.map((each) => each.close()));
        }
        expect(time.timers()).toBe(0);
      },
    ),
    { numRuns: 6 },
  );
});
