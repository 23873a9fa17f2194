/** `--quote`: what a run would cost, in words and for scripts; nothing is run, sent or left behind. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { quoteOnlyJson } from '../../src/bots/terminal/commands/quote.ts';
import { openTerminalFixture, refusal, type TerminalFixture } from './fixture.ts';

let at: TerminalFixture;
beforeAll(async () => {
  at = await openTerminalFixture();
});
afterAll(() => at.close());

describe('a price that is only asked for', () => {
  const kept = () => readdir(join(at.fixture.folder, 'files'));
  let before: string[] = [];
  beforeEach(async () => {
    at.printed();
    before = await kept();
  });
  afterEach(async () => {
    expect(await kept()).toEqual(before);
    expect(await at.fixture.ledger.holds()).toEqual([]);
    expect(at.fixture.lab.submits()).toEqual([]);
  });

  it('is told with its work, whether it is an estimate, the wait, and what costs less', async () => {
    expect(await at.enhance(['--quote', '--model', 'clarity'])).toBe(0);
    expect(at.printed().split('\n')).toEqual([
      expect.stringMatching(/^Larger/),
      expect.stringMatching(/^Work: [\d.]+ megapixels$/),
      expect.stringMatching(/^Price: at most \d+(\.\d+)? credits \(estimate\)$/),
      expect.stringMatching(/^Wait: /),
      expect.stringMatching(/^Cheaper: Larger ×2 for 0\.5 credits$/),
      'Nothing was run and nothing was charged.',
    ]);
  });

  it('is told to scripts, with what its wait goes by', async () => {
    for (let run = 0; run < 40; run += 1)
      await at.fixture.store.addRun('lab esrgan', { ms: 2000 + run, work: 0.0005 + run / 1e6, cost: 700 });
    await at.enhance(['--quote', '--json', '--scale', '4']);
    const { work, ...quote } = JSON.parse(at.printed());
    expect(work).toBeCloseTo(0.003072, 6);
    expect(quote).toMatchObject({
      ...{ title: 'Larger picture ×4', source: 'photo.jpg', charged: 0, cheaper: expect.any(Array) },
      price: { credits: 0.5, by: 'estimate' },
      wait: { from: expect.any(Number), to: expect.any(Number), by: 'measured' },
    });
  });

  it.each([
    ['runs', 'measured'],
    ['owner', 'owner'],
    ['average', 'estimate'],
  ] as const)('says who says it: %s', (by, said) => {
    const measure = { work: 1, by, wait: undefined };
    const quote = {
      title: '',
      settings: '',
      sourceName: undefined,
      price: 9000,
      lines: [],
      choices: [],
      cancel: '',
    };
    expect(quoteOnlyJson({ ...quote, id: 'q', measure, lab: true })).toMatchObject({
      ...{ work: 1, price: { credits: 9, by: said }, wait: null, cheaper: [] },
    });
  });

  it('of several steps is told of each and of all', async () => {
    await at.enhance(['--quote', '--then', 'upscale x2']);
    const lines = at.printed().split('\n');
    expect(lines.slice(1, 3)).toEqual([
      expect.stringMatching(
        /^1\. Larger picture ×2: at most .* credits \(estimate\), .* megapixels of work, /,
      ),
      expect.stringMatching(/^2\. Larger picture ×2: at most /),
    ]);
    await at.enhance(['--quote', '--json', '--then', 'upscale x2']);
    const { price, steps, work } = JSON.parse(at.printed());
    expect(work).toBeNull();
    expect(price.credits).toBeCloseTo(steps[0].price.credits + steps[1].price.credits, 6);
    // The second one makes more of it.
    expect(steps[1].work).toBeGreaterThan(steps[0].work);
  });

  it.each([
    [
      ['--yes'],
      {},
      'With --quote nothing is run, so there is nothing to agree to or to save: leave --yes and --also out.',
    ],
    [
      [],
      { more: ['photo.jpg'] },
      'A price is asked for one file at a time: leave --quote out, or give one file.',
    ],
    [['--model', 'flashvsr'], {}, /^This is an image|^The file|video/],
    [['--scale', '9'], {}, /scale/],
  ])('%j is refused in one sentence', async (flags, options, said) => {
    expect(await refusal(at.enhance(['--quote', ...flags], options))).toMatch(said);
  });
});
