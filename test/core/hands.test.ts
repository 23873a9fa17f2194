/** Steps that a process takes itself. */
import { expect, it } from 'vitest';
import { withResolvers } from '../../src/async/with-resolvers.ts';
import { jobFrom } from '../../src/core/domain/job.ts';
import { createLog } from '../../src/core/log.ts';
import { createHands } from '../../src/core/queue/hands.ts';

const log = createLog({ level: 'silent', human: false });

const texts = {
  id: 'held',
  state: 'polling',
  model: 'esrgan',
  platform: 'chat',
  scope: 'x',
  requester: 'y',
  hold: 'reserved',
};
const held = jobFrom({
  ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, JSON.stringify(text)])),
  ...{ version: '1', createdAt: '0', changedAt: '0', price: '1', settings: '{}', address: 'null' },
  source: '{"kind":"link","link":"https://a.example/"}',
});

/** Hands whose steps end when they are told to. */
function openHands(atOnce: number, waiting = 0) {
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
  return { begun, hands: createHands(step, { atOnce, waiting, log }) };
}

it('no more are taken than run at once and may wait: the rest is for the queue', async () => {
  const { begun, hands } = openHands(2);
  expect(['a', 'b', 'c'].map((id) => hands.take(id))).toEqual([true, true, false]);
  begun[0]?.end();
  await expect.poll(() => hands.take('c')).toBe(true);
  for (const { end } of begun) end();
  await hands.close();
  expect(begun.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
});

it('what waits is begun in its order, but at the end only what is held, which nobody else would find for a while', async () => {
  const { begun, hands } = openHands(1, 2);
  expect(['a', 'b', 'c', 'd'].map((id) => hands.take(id))).toEqual([true, true, true, false]);
  expect(hands.take('held', held)).toBe(true);
  begun[0]?.end();
  await expect.poll(() => begun.length).toBe(2);
  const closing = hands.close();
  begun[1]?.end();
  await expect.poll(() => begun.length).toBe(3);
  begun[2]?.end();
  await closing;
  expect(begun.map(({ id }) => id)).toEqual(['a', 'b', 'held']);
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
