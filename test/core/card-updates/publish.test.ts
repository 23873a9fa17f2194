/** What people see of a job while it goes on: the newest, in time, and not more often than a platform takes it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../../src/core/domain/failure.ts';
import type { Json } from '../../../src/core/domain/job.ts';
import type { Platform } from '../../../src/core/ports/platform.ts';
import { newsOf } from '../../../src/core/view/news.ts';
import { testRedis } from '../../helpers/fixture.ts';
import {
  type Chat,
  chat,
  type Edit,
  easy,
  type Fixture,
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

const opened: Fixture[] = [];
const gates: (() => void)[] = [];
afterEach(async () => {
  for (const pass of gates.splice(0)) pass();
  for (const { processes } of opened.splice(0))
    await Promise.all(processes.splice(0).map((each) => each.close()));
});

async function open(
  options: { more?: Partial<Platform>; runMs?: number } = {},
): Promise<{ the: Fixture; platform: Chat; process: Process }> {
  const the = openFixture(redis.url, options.runMs);
  opened.push(the);
  const platform = chat(the.time, options.more);
  return { the, platform, process: await startProcess(the, platform) };
}

const seconds = (edits: readonly Edit[]) => edits.map(({ at }) => at / 1000);
const states = (edits: readonly Edit[]) => edits.map(({ state }) => state);
class Busy extends Error {
  readonly retryAfterMs = 30_000;
}
/** Something that is ended from outside. */
function gate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
    gates.push(resolve);
  });
  return { open, passed };
}

describe('a card', () => {
  it('shows a state at once, and the next no sooner than its spacing, as it is by then', async () => {
    const { the, platform, process } = await open();
    const id = await process.ask();
    expect(states(platform.edits)).toEqual(['QUEUED']);
    await process.change(id, processing(the));
    await process.change(id, { to: 'polling', set: { phase: 'completed' } });
    expect(platform.edits).toHaveLength(1);
    await process.pass(2000);
    expect(platform.edits.slice(1)).toMatchObject([
      { state: 'PROCESSING', at: 1000, line: 'Fetching the result' },
    ]);
  });

  it('has one edit on its way, and whatever happened meanwhile is one more', async () => {
    const { the, platform, process } = await open();
    const { open: answer, passed } = gate();
    platform.answer = () => passed;
    const id = await process.ask();
    await process.change(id, { to: 'queued' });
    await process.change(id, processing(the));
    await process.pass(3000);
    await process.change(id, { to: 'fetched' });
    expect(platform.sent).toHaveLength(1);
    answer();
    await process.pass(3000);
    expect(platform.edits.map(({ line }) => line)).toEqual(['Checking the file', 'Handing over the result']);
    expect(platform.mostAtOnce).toBe(1);
  });

  it('is not edited to say what it says already', async () => {
    const { platform, process } = await open();
    const id = await process.ask();
    for (let times = 0; times < 3; times += 1) await process.change(id, { to: 'accepted' });
    await process.pass(200_000);
    expect(platform.sent).toHaveLength(1);
  });

  it('shows progress when it moves by a twentieth, but not before five seconds', async () => {
    const { the, platform, process } = await open({ runMs: 20_000 });
    const id = await process.ask();
    await process.pass(1000);
    await process.change(id, processing(the));
    await process.pass(15_500);
    expect(seconds(platform.edits)).toEqual([0, 1, 6, 11, 16]);
    expect(platform.edits.map(({ progress }) => progress)).toEqual([undefined, 0, 0.25, 0.5, 0.75]);
  });

  it('that moves too little to be noticed is edited every twenty seconds', async () => {
    const { the, platform, process } = await open({ runMs: 1_000_000 });
    const id = await process.ask();
    await process.pass(1000);
    await process.change(id, processing(the));
    await process.pass(62_000);
    expect(seconds(platform.edits)).toEqual([0, 1, 21, 41, 61]);
  });

  it('is left alone between changes of state where its platform wants that', async () => {
    const more = {
      editLimits: (address) => ({ ...easy(address), progressMs: undefined }),
    } satisfies Partial<Platform>;
    const { the, platform, process } = await open({ more });
    const id = await process.ask();
    await process.pass(1000);
    await process.change(id, processing(the));
    await process.pass(120_000);
    expect(seconds(platform.edits)).toEqual([0, 1]);
  });

  it('that was posted as it is needs no edit before something is news', async () => {
    const posted = newsOf({ state: 'accepted', phase: undefined, cancelRequested: false }, undefined);
    const more = { editLimits: (address: Json) => ({ ...easy(address), posted }) };
    const { the, platform, process } = await open({ more });
    const id = await process.ask();
    await process.pass(30_000);
    expect(platform.sent).toEqual([]);
    await process.change(id, { to: 'submitting' });
    await process.change(id, processing(the));
    await process.pass(1000);
    expect(platform.edits.map(({ line }) => line)).toEqual([
      expect.stringContaining('Handing it over'),
      expect.stringContaining('left'),
    ]);
  });

  it('is tried again after a fault, and shows what is true by then', async () => {
    const { the, platform, process } = await open();
    platform.answer = () => Promise.reject(new Error('the chat is down'));
    const id = await process.ask();
    platform.answer = async () => {};
    await process.change(id, { to: 'queued' });
    expect(platform.edits).toEqual([]);
    await process.pass(1000);
    expect(states(platform.edits)).toEqual(['QUEUED']);
    platform.answer = () => Promise.reject(new Error('the chat is down'));
    await process.pass(1000);
    await process.change(id, processing(the));
    platform.answer = async () => {};
    await process.pass(20_000);
    expect(platform.edits.at(-1)).toMatchObject({ state: 'PROCESSING', progress: 0.2 });
  });

  it('that can no longer be edited is tried for changes of state only', async () => {
    const { the, platform, process } = await open();
    platform.answer = () => Promise.reject(new Failure('cannot-deliver', { detail: 'deleted' }));
    const id = await process.ask();
    await process.pass(60_000);
    expect(platform.sent).toHaveLength(1);
    await process.change(id, processing(the));
    await process.pass(60_000);
    expect(states(platform.sent)).toEqual(['QUEUED', 'PROCESSING']);
    await process.store.move(id, () => 'another place');
    platform.answer = async () => {};
    await process.pass(120_000);
    expect(platform.edits.length).toBeGreaterThan(0);
  });
});

describe('many cards', () => {
  it('stay within the budget of their lane, however slow the answers, and none is forgotten', async () => {
    const { the, platform, process } = await open({ more: { editLimits: narrow } });
    platform.answer = () => new Promise((resolve) => void the.time.after(300, resolve));
    const ids: string[] = [];
    for (let count = 0; count < 12; count += 1) ids.push(await process.ask());
    await process.pass(20_000);
    for (const id of ids) await process.change(id, processing(the));
    await process.pass(40_000);
    for (const { at } of platform.sent) {
      // The other side counts at some time between the sending and the answer.
      const within = platform.sent.filter((other) => other.at >= at && other.at < at + 5000);
      expect(within.length).toBeLessThanOrEqual(5);
    }
    const processed = platform.edits.filter(({ state }) => state === 'PROCESSING');
    expect(new Set(processed.map(({ id }) => id)).size).toBe(12);
  });

  it('wait in a full lane, where an end goes before a change of state, and that before progress', async () => {
    const one = (address: Json) => ({
      ...easy(address),
      budgets: [{ name: 'lane', perMs: 5000, most: { end: 1, state: 1, news: 1, progress: 1 } }],
    });
    const { the, platform, process } = await open({ runMs: 20_000, more: { editLimits: one } });
    const [progress, state, end] = [await process.ask(), await process.ask(), await process.ask()];
    await process.pass(15_000);
    await process.change(progress, processing(the));
    await process.pass(4500);
    // The lane has room at 20 s, and the progress of the first is due.
    platform.sent.length = 0;
    await process.change(state, processing(the));
    await process.change(end, { to: 'cancelled' });
    const told = process.job(end).then((job) => process.publisher.show(job));
    await process.settle();
    await process.pass(15_000);
    await told;
    expect(platform.sent.slice(0, 3)).toMatchObject([
      { id: end, at: 20_000 },
      { id: state, at: 25_000 },
      { id: progress, at: 30_000 },
    ]);
  });

  it('together show progress fifteen times a second at most, each less often, but all of them', async () => {
    const hasty = (address: Json) => ({ ...easy(address), spacingMs: 0, progressMs: 1000 });
    const { the, platform, process } = await open({ runMs: 10_000, more: { editLimits: hasty } });
    const ids = await Promise.all(Array.from({ length: 60 }, (_, at) => process.ask(`lane ${at}`)));
    await Promise.all(ids.map((id) => process.change(id, processing(the))));
    const before = platform.edits.length;
    await process.pass(13_500);
    const shown = platform.edits.slice(before);
    for (const { at } of shown) {
      const second = shown.filter((other) => other.at >= at && other.at < at + 1000);
      expect(second.length).toBeLessThanOrEqual(15);
    }
    expect(new Set(shown.map(({ id }) => id)).size).toBe(60);
    for (const id of ids) {
      const [first = 0, second = 0] = seconds(shown.filter((edit) => edit.id === id));
      expect(second - first).toBeGreaterThanOrEqual(4);
    }
  });

  it('in one lane are counted, so that their platform can slow them down', async () => {
    const counted: number[] = [];
    const editLimits = (address: Json, { liveInLane }: { liveInLane: number }) => {
      counted.push(liveInLane);
      return { ...easy(address), progressMs: 2500 * liveInLane };
    };
    const { the, platform, process } = await open({ runMs: 30_000, more: { editLimits } });
    const ids = [await process.ask(), await process.ask(), await process.ask(), await process.ask()];
    await process.ask('elsewhere');
    await process.pass(1000);
    for (const id of ids) await process.change(id, processing(the));
    await process.pass(10_500);
    expect(Math.max(...counted)).toBe(4);
    const [id = ''] = ids;
    expect(seconds(platform.edits.filter((edit) => edit.id === id))).toEqual([0, 1, 11]);
    for (const each of ids.slice(1)) await process.change(each, { to: 'cancelled' });
    counted.length = 0;
    await process.pass(10_000);
    expect(Math.max(...counted)).toBe(1);
  });

  it('rest together when the platform asks for silence, and then the newest is shown', async () => {
    const { the, platform, process } = await open();
    const [first, second, third] = [await process.ask(), await process.ask(), await process.ask('other')];
    await process.pass(1000);
    platform.answer = () => Promise.reject(new Busy());
    await process.change(first, processing(the));
    platform.answer = async () => {};
    platform.sent.length = 0;
    await process.change(second, processing(the));
    await process.change(third, processing(the));
    await process.pass(29_000);
    expect(new Set(platform.sent.map(({ id }) => id))).toEqual(new Set([third]));
    await process.pass(2000);
    const after = platform.edits.filter(({ id, at }) => id !== third && at > 1000);
    expect(after.map(({ id, at, progress }) => [id, at, progress])).toEqual([
      [second, 31_000, 0.3],
      [first, 31_000, 0.3],
    ]);
  });

  it('are slower for a while where they were refused three times', async () => {
    const { the, platform, process } = await open();
    const id = await process.ask();
    await process.pass(1000);
    await process.change(id, processing(the));
    let refusals = 3;
    platform.answer = () => (refusals-- > 0 ? Promise.reject(new Busy()) : Promise.resolve());
    await process.pass(110_000);
    // Progress moves visibly every five seconds; three were refused, and it was silent for thirty after each.
    expect(seconds(platform.edits)).toEqual([0, 1, 96, 106]);
  });
});

describe('a state that must be seen', () => {
  it('is shown after the edit on its way, and what the platform throws is thrown', async () => {
    const { the, platform, process } = await open();
    const { open: answer, passed } = gate();
    const id = await process.ask();
    await process.pass(1000);
    platform.answer = ({ state }) => (state === 'PROCESSING' ? passed : Promise.reject(new Error('no')));
    await process.change(id, processing(the));
    await process.change(id, { to: 'cancelled' });
    const shown = process.publisher.show(await process.job(id));
    const thrown = expect(shown).rejects.toThrow('no');
    await process.pass(500);
    expect(states(platform.sent)).toEqual(['QUEUED', 'PROCESSING']);
    answer();
    await thrown;
    expect(platform.sent.at(-1)?.state).toBe('CANCELLED');
  });

  it('does not wait for the spacing of its card', async () => {
    const { the, platform, process } = await open();
    const id = await process.ask();
    await process.change(id, processing(the));
    await process.change(id, { to: 'delivering' });
    await process.publisher.show(await process.job(id), { once: true });
    expect(platform.edits.at(-1)).toMatchObject({ state: 'PROCESSING', at: 0 });
    // The card says so already.
    await process.change(id, { to: 'delivering' });
    await process.publisher.show(await process.job(id), { once: true });
    expect(platform.edits).toHaveLength(2);
  });

  it('never lands on top of a newer one', async () => {
    const { the, platform, process } = await open();
    const id = await process.ask();
    const old = await process.job(id);
    await process.pass(1000);
    await process.change(id, processing(the));
    await process.publisher.show(old);
    expect(states(platform.edits)).toEqual(['QUEUED', 'PROCESSING']);
  });

  it('does not hold up its step in a full lane, and is shown as soon as there is room, once', async () => {
    const { platform, process } = await open({ more: { editLimits: narrow } });
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.push(await process.ask());
    const [id = ''] = ids;
    await process.change(id, { to: 'cancelled' });
    const job = await process.job(id);
    // It is known that there will be none for longer than a step would wait.
    await expect(process.publisher.show(job)).rejects.toThrow('no room');
    expect(platform.sent).toHaveLength(5);
    await process.pass(5000);
    expect(platform.edits.at(-1)).toMatchObject({ id, state: 'CANCELLED', at: 5000 });
    await process.publisher.show(job);
    await process.pass(60_000);
    expect(platform.sent.filter(({ state }) => state === 'CANCELLED')).toHaveLength(1);
  });
});

describe('several processes', () => {
  const both = async (runMs?: number) => {
    const { the, platform, process } = await open(runMs === undefined ? {} : { runMs });
    const second = chat(the.time);
    return { the, platform, process, second, other: await startProcess(the, second) };
  };

  it('show each state once, and the one that showed it last shows the progress', async () => {
    const { the, platform, process, second, other } = await both(20_000);
    const id = await process.ask();
    expect(platform.edits.length + second.edits.length).toBe(1);
    await process.pass(1000);
    await other.change(id, processing(the));
    // News of the same state does not make another one take over.
    for (let times = 0; times < 7; times += 1) {
      await process.pass(1000);
      await process.change(id, { to: 'polling' });
    }
    await process.pass(9000);
    const shown = [platform, second].map(({ edits }) => edits.filter(({ state }) => state === 'PROCESSING'));
    expect(shown.map(({ length }) => length).sort()).toEqual([0, 4]);
  });

  it('show a place in line that moves within a second, once, however long ago the job joined', async () => {
    const { the, platform, process } = await open();
    await startProcess(the, platform);
    const [id, other] = [await process.ask('one'), await process.ask('two')];
    const move = async (position: number) => {
      the.places.set(id, { position, startsInMs: undefined });
      for (const moved of the.movers) moved([id]);
      await process.settle();
      await process.pass(1000);
    };
    await move(3);
    await process.change(id, { to: 'queued' });
    await process.pass(90_000);
    platform.edits.length = 0;
    await move(2);
    await move(1);
    const lines = platform.edits.filter((edit) => edit.id === id).map(({ line }) => line.split(' · ')[0]);
    expect(lines).toEqual(['2nd in line', 'Waiting for its turn']);
    expect(platform.edits.filter((edit) => edit.id === other)).toEqual([]);
  });

  it('take over from one that is gone within two minutes', async () => {
    const { the, platform, process, second, other } = await both(200_000);
    const id = await process.ask();
    await process.pass(1000);
    await process.change(id, processing(the));
    const isFirst = platform.edits.at(-1)?.state === 'PROCESSING';
    const [shower, heir] = isFirst ? [process, second] : [other, platform];
    const before = heir.edits.length;
    await process.pass(20_000);
    expect(heir.edits).toHaveLength(before);
    await shower.publisher.close();
    await process.pass(120_000);
    expect(heir.edits.length).toBeGreaterThan(before + 3);
    const all = [...platform.edits, ...second.edits].map(({ at }) => at).sort((a, b) => a - b);
    for (const [at, time] of all.entries())
      if (at > 2) expect(time - (all[at - 1] ?? 0)).toBeGreaterThan(4999);
  });

  it.each(['well', 'with an error'])(
    'an edit that comes late does not stay on top of a newer one from elsewhere: it ends %s',
    async (how) => {
      const { the, platform, process, second, other } = await both();
      const { open: answer, passed } = gate();
      for (const each of [platform, second])
        each.answer = async ({ state }) => {
          if (state !== 'PROCESSING') return;
          await passed;
          // It may have landed all the same.
          if (how === 'with an error') throw new Error('no answer');
        };
      const id = await process.ask();
      await process.pass(1000);
      await process.change(id, processing(the));
      await process.change(id, { to: 'cancelled' });
      const [late, quick] =
        platform.sent.at(-1)?.state === 'PROCESSING' ? [platform, other] : [second, process];
      await quick.publisher.show(await process.job(id));
      answer();
      await process.settle();
      expect(states(late.sent).slice(-2)).toEqual(['PROCESSING', 'CANCELLED']);
    },
  );

  it('go on with the cards of an earlier one', async () => {
    const { the, platform, process } = await open();
    const id = await process.ask();
    await process.pass(1000);
    await process.change(id, processing(the));
    await process.close();
    the.processes.length = 0;
    const next = await startProcess(the, platform);
    const before = platform.edits.length;
    await next.pass(120_000);
    expect(platform.edits.slice(before).length).toBeGreaterThan(5);
    expect(platform.edits.at(-1)).toMatchObject({ id, state: 'PROCESSING' });
  });
});

describe('closing', () => {
  it('leaves no timer, ends the waiting of steps, and waits for the edit on its way', async () => {
    const { the, platform, process } = await open({ more: { editLimits: narrow } });
    const { open: answer, passed } = gate();
    const elsewhere = await process.ask('elsewhere');
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.push(await process.ask());
    await process.pass(5000);
    // What fails after the end is not tried again.
    platform.answer = () => passed.then(() => Promise.reject(new Error('too late')));
    for (const id of ids) await process.change(id, processing(the));
    const [id = ''] = ids;
    const waits = await process.ask();
    await process.change(waits, { to: 'cancelled' });
    const refused = expect(process.publisher.show(await process.job(waits))).rejects.toThrow('no room');
    await process.settle();
    // The look at the card elsewhere, and the patience of the step.
    expect(the.time.timers()).toBe(2);
    let closed = false;
    const closing = process.publisher.close().then(() => {
      closed = true;
    });
    await refused;
    await process.settle();
    expect(closed).toBe(false);
    answer();
    await closing;
    expect(the.time.timers()).toBe(0);
    const sent = platform.sent.length;
    await process.change(elsewhere, processing(the));
    await process.change(id, { to: 'cancelled' });
    await expect(process.publisher.show(await process.job(id))).rejects.toThrow('no room');
    expect(the.time.timers()).toBe(0);
    expect(platform.sent).toHaveLength(sent);
  });
});

describe('a platform without a cadence', () => {
  it('is shown every change at once, and again every tick although nothing changed', async () => {
    const { the, platform, process } = await open({ more: { tickMs: 250 } });
    const id = await process.ask();
    await process.change(id, { to: 'queued' });
    await process.change(id, processing(the));
    expect(seconds(platform.edits)).toEqual([0, 0, 0]);
    await process.pass(1000);
    expect(seconds(platform.edits)).toEqual([0, 0, 0, 0.25, 0.5, 0.75, 1]);
    await process.change(id, { to: 'cancelled' });
    await process.pass(1000);
    expect(states(platform.edits)).not.toContain('CANCELLED');
    expect(the.time.timers()).toBe(0);
  });
});
