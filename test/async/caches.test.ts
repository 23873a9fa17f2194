/** What is remembered for a while, or up to a number. */
import { describe, expect, it } from 'vitest';
import { createRecent } from '../../src/async/recent.ts';
import { createRecall } from '../../src/async/ttl-cache.ts';

describe('answers that are good for a while', () => {
  function counted(keepMs: (answer: number) => number, most = 10) {
    const it = { now: 1_000_000, asked: 0 };
    const recall = createRecall<number>({ clock: () => it.now, keepMs, most });
    const get = (key: string) =>
      recall.get(key, async () => {
        it.asked += 1;
        return it.asked;
      });
    return { it, recall, get };
  }

  it('are asked for once, however many wait, and again when they are too old or forgotten', async () => {
    const { it, recall, get } = counted(() => 100);
    expect(await Promise.all([get('a'), get('a')])).toEqual([1, 1]);
    it.now += 99;
    expect(await get('a')).toBe(1);
    it.now += 2;
    expect(await get('a')).toBe(2);
    recall.forget('a');
    expect(await get('a')).toBe(3);
  });

  it('are kept for as long as they say, which may be not at all', async () => {
    const { it, get } = counted((answer) => (answer === 1 ? 0 : 50));
    expect(await get('a')).toBe(1);
    expect(await get('a')).toBe(2);
    it.now += 40;
    expect(await get('a')).toBe(2);
  });

  it('are not what failed, and an answer of undefined is one', async () => {
    const recall = createRecall<undefined>({ clock: () => 1, keepMs: () => 10, most: 2 });
    let asked = 0;
    const fails = async () => {
      asked += 1;
      if (asked === 1) throw new Error('no');
      return undefined;
    };
    await expect(recall.get('a', fails)).rejects.toThrow('no');
    await recall.get('a', fails);
    await recall.get('a', fails);
    expect(asked).toBe(2);
  });

  it('that were asked for before a forgetting do not come back after it', async () => {
    const recall = createRecall<string>({ clock: () => 1, keepMs: () => 10, most: 2 });
    let answer: (text: string) => void = () => {};
    const old = recall.get('a', () => new Promise((resolve) => (answer = resolve)));
    recall.forget('a');
    const fresh = recall.get('a', async () => 'new');
    answer('old');
    expect(await Promise.all([old, fresh])).toEqual(['old', 'new']);
    expect(await recall.get('a', async () => 'newer')).toBe('new');
  });

  it('are no more than so many', async () => {
    const { get } = counted(() => 1000, 2);
    for (const key of ['a', 'b', 'c']) await get(key);
    expect([await get('b'), await get('c'), await get('a')]).toEqual([2, 3, 4]);
  });
});

it('the last keys that were added are remembered, and no more', () => {
  const recent = createRecent(2);
  expect([recent.add('a'), recent.add('a'), recent.add('b'), recent.add('c')]).toEqual([
    true,
    false,
    true,
    true,
  ]);
  expect(['a', 'b', 'c'].map((key) => recent.has(key))).toEqual([false, true, true]);
});
