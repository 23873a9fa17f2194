/** A clip of a minute and one of three seconds, on any chat: what each costs, how long it takes, and only its beginning. */
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { type Price, type Prices, pricesWith } from '../../src/core/credits/prices.ts';
import { learnedFrom } from '../../src/core/learned/learned.ts';
import type { Run } from '../../src/core/learned/run.ts';
import type { LabOptions } from '../../src/lab/server/server.ts';
import { type Fixture, temporaryFolder } from '../helpers/fixture.ts';
import { clip } from '../helpers/sample-media.ts';
import type { ChatDriver } from './driver.ts';

/** What of a chat's harness is not as usual there. */
export type Lengths = {
  lab: Partial<LabOptions>;
  /** The owner's, with what is learned of clips. */
  prices(own: readonly Price[]): Prices;
  clips: Readonly<Record<'long' | 'short', Buffer>>;
  /** Earlier runs, into what is remembered of FlashVSR. */
  remember(store: Fixture['store']): Promise<void>;
};

/** Each of their pixels is a thousand, so that a tiny clip is a lot of work. */
const pixels = 1000;
/** As the lab charges, in thousandths of a cent. */
const costOf = (work: number): number => 9000 + 92 * work * pixels;
/** Enough of all sizes, in no order, a few parts of a hundred apart. */
const runsOf = (usualMs: number): Run[] =>
  Array.from({ length: 60 }, (_, index) => {
    const work = 0.04 * 1.07 ** ((index * 23) % 60);
    const off = 1 + (((index * 37) % 60) - 30) / 300;
    return { ms: (usualMs * off * costOf(work)) / costOf(1), work, cost: costOf(work) * off };
  });

/** @param usualMs what a run of what is usual has taken: so long that a busy machine makes little of it, where the clock can be moved */
export async function openLengths({ usualMs = 2_000_000 } = {}): Promise<Lengths> {
  const runs = runsOf(usualMs);
  const folder = await temporaryFolder();
  const made = async (seconds: number) =>
    readFile(await clip(folder.path, { width: 32, height: 32, fps: 5, seconds, audio: false }));
  const clips = { long: await made(60), short: await made(3) };
  await folder.remove();
  return {
    lab: { tariff: { pixels, seed: 1, noise: false } },
    prices: (own) => pricesWith(own, (name) => (name === 'flashvsr' ? learnedFrom(runs) : undefined)),
    clips,
    async remember(store) {
      for (const run of runs) await store.addRun('lab flashvsr', run);
    },
  };
}

/** Of which a machine that is busy and a clock that is moved on by others make little. */
const [soonMs, laterMs, untilDoneMs] = [5_000, 120_000, 900_000];
const held = { processingMs: 600_000, aside: true };

/** @param get gives a driver that was opened with what `openLengths` gives */
export function lengths(get: () => ChatDriver): void {
  const ann = { who: 'ann' } as const;
  async function priceOf(file: 'long' | 'short') {
    const { toThem, toAll, actions } = await get().say({ ...ann, text: 'upscale-video', file });
    const said = `${toThem}\n${toAll}`;
    const [, price] = /at most ([\d.]+) credits/.exec(said) ?? [];
    const [, wait] = /usually takes ([^.]+)\./.exec(said) ?? [];
    return { said, price: Number(price) * 1000, wait, runs: actions.filter(({ act }) => act === 'run') };
  }
  const newest = async () => {
    const [job] = await get().engine.jobs(get().person(ann), 1);
    if (!job) throw new Error('there is no job');
    return job;
  };

  it('a minute and three seconds differ in price, wait and bar; the first seconds cost and are what was said', async () => {
    const { engine, lab, person, press, states, later } = get();
    await engine.credits.setLimits({ ...person({ who: 'admin' }), admin: true }, { confirm_above: '0' });
    const [short, long] = [await priceOf('short'), await priceOf('long')];
    expect(long.price).toBeGreaterThan(4 * short.price);
    expect([short.wait, long.wait]).toEqual([expect.any(String), expect.any(String)]);
    expect(long.wait).not.toBe(short.wait);
    for (const { said } of [short, long]) expect(said).not.toContain('estimate');
    expect(short.runs).toHaveLength(1);
    const [whole, first] = long.runs;
    if (!whole || !first || !short.runs[0]) throw new Error('there is no button for it');

    const bars = [];
    for (const run of [whole, short.runs[0]]) {
      lab.behave(held);
      await press({ ...ann, ...run });
      const { id } = await newest();
      // The longer it is likely to take, the later it is asked about.
      const seen = async () => {
        await later(soonMs);
        return states(id);
      };
      await expect.poll(seen, { interval: 250 }).toContain('PROCESSING');
      bars.push(id);
    }
    await later(laterMs);
    const [slow, quick] = await Promise.all(
      bars.map(async (id) => (await engine.view(await read(id))).progress ?? 1),
    );
    expect(slow).toBeLessThan(0.5 * (quick ?? 0));
    for (const id of bars) {
      await engine.cancel(id);
      await engine.settled(id);
    }

    const again = await priceOf('long');
    const [, beginning] = again.runs;
    if (!beginning) throw new Error('its beginning is not offered');
    await press({ ...ann, ...beginning });
    const { id, price } = await newest();
    expect(price).toBeGreaterThan(short.price);
    expect(price).toBeLessThan(long.price / 2);
    await expect.poll(async () => (await read(id)).state).toBe('polling');
    // By what was learned it is asked for then for the first time; a lab that is late, a little later again.
    await later(untilDoneMs);
    const state = async () => {
      await later(10_000);
      return (await read(id)).state;
    };
    await expect.poll(state, { interval: 250 }).toBe('done');
    const over = await read(id);
    expect(over.hold).toBe('settled');
    expect(over.charged).toBeLessThanOrEqual(price);
    expect(over.result?.seconds).toBeCloseTo(10, 0);
  });

  const read = async (id: string) => {
    const job = await get().engine.read(id);
    if (!job) throw new Error('there is no such job');
    return job;
  };
}
