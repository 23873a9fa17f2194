/** Steps that a process takes itself. */
import { expect, it } from 'vitest';
import { withResolvers } from '../../src/async/with-resolvers.ts';
import { createLog } from '../../src/core/log.ts';
import { createHands } from '../../src/core/queue/hands.ts';

const log = createLog({ level: 'silent', human: false });

/** Hands whose steps end when they are told to. */
function openHands(atOnce: number) {
  const begun: { id: string; end: (error?: Error) => void }[] = [];
  const step = async (id: string) => {
    const { promise, resolve } = withResolvers();
    let fault: Error | undefined;
    begun.push({
      id,
      end(error) {
        fault = error;
        resolve();
      },
    });
    await promise;
    if (fault) throw fault;
  };
  return { begun, hands: createHands(step, atOnce, log) };
}

it('no more are taken than run at once: what would wait is for the queue', async () => {
  const { begun, hands } = openHands(2);
  expect(['a', 'b', 'c'].map(hands.take)).toEqual([true, true, false]);
  begun[0]?.end();
  await expect.poll(() => hands.take('c')).toBe(true);
  for (const { end } of begun) end();
  await hands.close();
  expect(begun.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
});

it('a step that is wanted again while it runs runs once more, however often it was wanted', async () => {
  const { begun, hands } = openHands(1);
  for (let times = 0; times < 3; times += 1) expect(hands.take('a')).toBe(true);
  expect(begun).toHaveLength(1);
  begun[0]?.end();
  await expect.poll(() => begun.length).toBe(2);
  begun[1]?.end();
  await hands.close();
  expect(begun).toHaveLength(2);
});

it('a step that fails leaves its hand free', async () => {
  const { begun, hands } = openHands(1);
  hands.take('a');
  begun[0]?.end(new Error('a fault'));
  await expect.poll(() => hands.take('b')).toBe(true);
  begun[1]?.end();
  await hands.close();
});

it('closed, they take nothing more and wait for what runs', async () => {
  const { begun, hands } = openHands(2);
  hands.take('a');
  let closed = false;
  const closing = hands.close().then(() => {
    closed = true;
  });
  expect(hands.take('b')).toBe(false);
  await Promise.resolve();
  expect(closed).toBe(false);
  begun[0]?.end();
  await closing;
});
