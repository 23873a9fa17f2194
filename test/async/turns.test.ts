/** Work that takes turns: a limit, a queue for each name, a deadline. */
import { describe, expect, it } from 'vitest';
import { within } from '../../src/async/deadline.ts';
import { createKeyedQueue } from '../../src/async/keyed-queue.ts';
import { createLimit } from '../../src/async/limit.ts';

const ignored = new AbortController().signal;
/** Work that ends when it is told to, and says in `log` that it began. */
function held(log: string[], name: string) {
  const { promise, resolve, reject } = gate();
  const work = () => {
    log.push(name);
    return promise;
  };
  return { work, end: () => resolve(name), fail: reject };
}
function gate() {
  let resolve: (value: string) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<string>((yes, no) => {
    [resolve, reject] = [yes, no];
  });
  return { promise, resolve, reject };
}

describe('a limit', () => {
  it('lets so many run at once, in the order they came, also after a failure', async () => {
    const log: string[] = [];
    const limit = createLimit(2);
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => held(log, name));
    if (!a || !b || !c || !d) throw new Error('four');
    const all = [a, b, c, d].map(({ work }) => limit(ignored, work));
    await expect.poll(() => log).toEqual(['a', 'b']);
    b.fail(new Error('no'));
    await expect(all[1]).rejects.toThrow('no');
    await expect.poll(() => log).toEqual(['a', 'b', 'c']);
    for (const each of [a, c, d]) each.end();
    expect(await Promise.all([all[0], all[2], all[3]])).toEqual(['a', 'c', 'd']);
  });

  it('lets one that waits go at once when its signal aborts, and never begins it; what runs keeps its place', async () => {
    const log: string[] = [];
    const limit = createLimit(1);
    const [first, second, third] = ['first', 'second', 'third'].map((name) => held(log, name));
    if (!first || !second || !third) throw new Error('three');
    const [one, two] = [new AbortController(), new AbortController()];
    const running = limit(one.signal, first.work);
    const waiting = limit(two.signal, second.work);
    const last = limit(ignored, third.work);
    await expect.poll(() => log).toEqual(['first']);
    two.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    // The work that runs sees to its own signal: until it is over nobody else begins.
    one.abort(new Error('stop'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(log).toEqual(['first']);
    first.end();
    expect(await running).toBe('first');
    third.end();
    expect(await last).toBe('third');
    expect(log).toEqual(['first', 'third']);
    await expect(limit(two.signal, second.work)).rejects.toThrow('enough');
  });
});

describe('a keyed queue', () => {
  it('runs what has the same name one after the other, what has another at once', async () => {
    const log: string[] = [];
    const queue = createKeyedQueue();
    const [a, b, other] = ['a', 'b', 'other'].map((name) => held(log, name));
    if (!a || !b || !other) throw new Error('three');
    const failing = queue.run('card', a.work);
    const next = queue.run('card', b.work);
    const apart = queue.run('another card', other.work);
    await expect.poll(() => log).toEqual(['a', 'other']);
    a.fail(new Error('no'));
    await expect(failing).rejects.toThrow('no');
    await expect.poll(() => log).toEqual(['a', 'other', 'b']);
    let isIdle = false;
    const idle = queue.idle().then(() => {
      isIdle = true;
    });
    b.end();
    expect(await next).toBe('b');
    expect(isIdle).toBe(false);
    other.end();
    expect(await apart).toBe('other');
    await idle;
  });
});

describe('a deadline', () => {
  it('gives what the work gives, and leaves no timer', async () => {
    let timers = 0;
    const after = () => {
      timers += 1;
      return () => {
        timers -= 1;
      };
    };
    expect(await within(1000, Promise.resolve('done'), after)).toBe('done');
    await expect(within(1000, Promise.reject(new Error('no')), after)).rejects.toThrow('no');
    await expect.poll(() => timers).toBe(0);
  });

  it('rejects when it is over, and passes over what comes later', async () => {
    const { promise, reject } = gate();
    await expect(within(1, promise)).rejects.toThrow('not done in 1 ms');
    reject(new Error('late'));
    await new Promise((resolve) => setImmediate(resolve));
  });
});
