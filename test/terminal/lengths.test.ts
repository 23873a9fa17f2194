/** A clip of a minute and one of three seconds at the terminal: what each costs, how long it takes, and only its beginning. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Quote } from '../../src/core/credits/quote.ts';
import { openLengths } from '../chat/lengths.ts';
import { tracks } from '../helpers/sample-media.ts';
import { openTerminalFixture, type TerminalFixture } from './fixture.ts';

let at: TerminalFixture;
beforeAll(async () => {
  const lengths = await openLengths({ usualMs: 8000 });
  at = await openTerminalFixture(lengths);
  for (const name of ['long', 'short'] as const)
    await writeFile(join(at.fixture.folder, `${name}.mp4`), lengths.clips[name]);
});
afterAll(() => at.close());

const flags = ['--model', 'flashvsr', '--out', 'out.mp4'];

it('a minute and three seconds differ in price and wait; the first seconds cost and are what was said', async () => {
  await at.credits('limits', 'confirm_above=0');
  const quoteOf = async (name: string): Promise<Quote> => {
    const seen: Quote[] = [];
    const ask = async (quote: Quote) => {
      seen.push(quote);
      return 'cancel' as const;
    };
    expect(await at.enhance(flags, { source: `${name}.mp4`, ask })).toBe(1);
    const [quote] = seen;
    if (!quote) throw new Error('nothing was asked');
    return quote;
  };
  const [short, long] = [await quoteOf('short'), await quoteOf('long')];
  expect(long.price).toBeGreaterThan(4 * short.price);
  const waitOf = ({ lines }: Quote) => lines.find((line) => line.startsWith('It usually takes'));
  expect([waitOf(short), waitOf(long)]).toEqual([expect.any(String), expect.any(String)]);
  expect(waitOf(long)).not.toBe(waitOf(short));
  expect(short.choices).toHaveLength(1);

  let price = 0;
  const ask = async ({ choices }: Quote) => {
    const first = choices.find(({ label }) => label.startsWith('First 10 s for '));
    price = first?.price ?? 0;
    return first?.variant ?? ('cancel' as const);
  };
  at.printed();
  expect(await at.enhance([...flags, '--json'], { source: 'long.mp4', ask })).toBe(0);
  const said = JSON.parse(at.printed());
  expect(said.price.credits).toBe(price / 1000);
  expect(said.price.charged).toBeLessThanOrEqual(price / 1000);
  expect(price).toBeGreaterThan(short.price);
  expect(price).toBeLessThan(long.price / 2);
  expect((await tracks(join(at.fixture.folder, 'out.mp4'))).end).toBeCloseTo(10, 0);
});
