/** At the terminal: the question before an expensive job, and what was used. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Ask, askOn, type Choice } from '../../src/bots/terminal/ask.ts';
import { createTerminal } from '../../src/bots/terminal/index.ts';
import type { Quote } from '../../src/core/credits/quote.ts';
import { until } from '../helpers/requests.ts';
import { openTerminalFixture, refusal, type TerminalFixture } from './fixture.ts';

let at: TerminalFixture;
beforeAll(async () => {
  at = await openTerminalFixture();
});
afterAll(() => at.close());

describe('usage', () => {
  it('is told for scripts, and counts what the lab did apart', async () => {
    await at.enhance(['--as', 'gina', '--yes', '--out', 'gina.png']);
    at.printed();
    await at.usage('--json', '--days', '2', '--out', 'days.PNG');
    expect(JSON.parse(at.printed())).toMatchObject({
      days: [expect.any(String), expect.any(String)],
      total: { jobs: 0, charged: 0, cost: 0 },
      previews: 1,
      byModel: [],
      picture: join(at.fixture.folder, 'days.PNG'),
      alt: expect.stringContaining('1 lab preview, not counted'),
    });
    expect(await sharp(join(at.fixture.folder, 'days.PNG')).metadata()).toMatchObject({
      width: 1200,
      height: 675,
    });
  });

  it.each([
    [['--days', '0'], '--days is a whole number from 1 to 92, not 0.'],
    [['--days', '93'], '--days is a whole number from 1 to 92, not 93.'],
    [['--days', '1.5'], '--days is a whole number from 1 to 92, not 1.5.'],
    [['--days', '-3'], '--days is a whole number from 1 to 92, not -3.'],
    [['--out', 'usage.jpg'], 'The picture is a PNG, so usage.jpg must end in .png.'],
    [['--out', 'no/usage.png'], /^The folder .*\/no does not exist; make it/],
    [['--out', 'photo.jpg/x.png'], /^The folder .*photo\.jpg does not exist; make it/],
    [['--as', 'eve'], 'Only admins may do this. Ask one of them to do it for you.'],
    [['everybody'], 'everybody is one word too many; leave it out.'],
  ])('refuses %j and saves nothing', async (args, expected) => {
    expect(await refusal(at.usage(...args))).toEqual(
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    );
    expect(await readdir(at.fixture.folder)).not.toContain('usage.png');
  });
});

describe('a job above what is asked about', () => {
  beforeAll(() => at.credits('limits', 'confirm_above=0'));
  afterAll(() => at.credits('limits', 'confirm_above=default'));
  beforeEach(() => {
    at.printed();
    at.complained.length = 0;
  });
  const kept = () => readdir(join(at.fixture.folder, 'files'));

  it('is run once it is agreed to', async () => {
    const quotes: Quote[] = [];
    const ask: Ask = async (quote) => {
      quotes.push(quote);
      return 'run';
    };
    expect(await at.enhance(['--out', 'agreed.png'], { ask })).toBe(0);
    expect(quotes).toMatchObject([
      { price: 500, choices: [{ label: 'Run for 0.5 credits' }], cancel: 'Not now' },
    ]);
    expect(await readdir(at.fixture.folder)).toContain('agreed.png');
  });

  it('is run as the cheaper variant that was chosen', async () => {
    let chosen = '';
    const ask: Ask = async ({ choices }) => {
      chosen = choices[1]?.label ?? '';
      return 0;
    };
    const clarity = ['--model', 'clarity', '--out', 'cheaper.png'];
    expect(await at.enhance([...clarity, '--json'], { ask })).toBe(0);
    expect(chosen).toMatch(/^Larger ×2 for 0\.5 credits$/);
    expect(JSON.parse(at.printed())).toMatchObject({
      model: 'esrgan',
      price: { credits: 0.5, charged: 0.5 },
    });
  });

  it.each([
    ['with nobody to ask', {}, /\n.*--yes runs it\.$/],
    [
      'after a no',
      { ask: async (): Promise<Choice> => 'cancel' },
      /^Nothing was run and nothing was charged\.$/,
    ],
  ])('leaves nothing behind %s', async (_case, asking, said) => {
    const [files, jobs] = [await kept(), at.fixture.lab.submits().length];
    expect(await at.enhance(['--out', 'never.png'], asking)).toBe(1);
    expect(at.complained.join('\n')).toMatch(said);
    expect(at.printed()).toBe('');
    expect(await kept()).toEqual(files);
    expect(at.fixture.lab.submits()).toHaveLength(jobs);
  });

  it('is told to scripts as JSON', async () => {
    expect(await at.enhance(['--json'])).toBe(1);
    expect(JSON.parse(at.printed())).toMatchObject({
      quote: {
        title: 'Larger picture ×2',
        credits: 0.5,
        lines: expect.arrayContaining([expect.any(String)]),
      },
    });
  });

  it('is refused when an admin has blocked its person meanwhile, and its file goes, too', async () => {
    const files = await kept();
    const ask: Ask = async () => {
      await at.credits('block', 'iris', '1h', 'meanwhile');
      return 'run';
    };
    expect(await refusal(at.enhance(['--as', 'iris'], { ask }))).toContain('An admin has blocked you');
    expect(await kept()).toEqual(files);
  });

  it('is not asked about with --yes, and is refused over the limit of this call all the same', async () => {
    const ask: Ask = async () => {
      throw new Error('it asked');
    };
    expect(await at.enhance(['--yes', '--out', 'yes.png'], { ask })).toBe(0);
    expect(await refusal(at.enhance(['--yes', '--as', 'jack', '--limit', '0.499'], { ask }))).toContain(
      'This costs 0.5 credits and you have 0.499 credits.',
    );
  });
});

it('a Ctrl-C counts once it was read what cancelling still costs, on the line or in a sentence', async () => {
  at.fixture.lab.behave({ processingMs: 600_000, aside: true });
  const stop = new AbortController();
  let counts = async () => true;
  const guard = (asked: typeof counts) => {
    counts = asked;
  };
  // Its screen shows no line of this job.
  const blind = createTerminal({ write: () => true });
  const running = at.enhance(['--out', 'late.png', '--as', 'late'], {
    interrupt: stop.signal,
    guard,
    terminal: blind,
  });
  await until(async () => (await at.fixture.engine.unfinished())[0]?.state === 'polling');
  expect(await counts()).toBe(false);
  expect(at.complained.at(-1)).toMatch(/it still costs up to 0\.5 credits\. Press Ctrl-C once more/);
  expect(await counts()).toBe(true);
  stop.abort();
  expect(await running).toBe(1);
});

describe('the question', () => {
  const quote: Quote = {
    ...{ id: 'abc2345', title: 'FlashVSR', settings: '', sourceName: 'clip.mp4', price: 200_000, lab: true },
    lines: ['It costs at most 200 credits; you have 300.', 'It usually takes 1 min to 2 min.'],
    choices: ['Run for 200', 'scale 2 for 117', 'ESRGAN for 0.5'].map((label, index) => ({
      ...(index > 0 && { variant: index - 1 }),
      ...{ label, price: 0, payable: true, missing: 0 },
    })),
    cancel: 'Cancel',
  };
  /** Answers are typed one after the other, each when it was asked for. */
  async function answered(answers: readonly string[], end = false, interrupt = new AbortController().signal) {
    const [input, output] = [new PassThrough(), new PassThrough()];
    let shown = '';
    output.on('data', (text) => {
      shown += text;
    });
    const choice = askOn(input, output)(quote, interrupt);
    for (const [index, answer] of answers.entries()) {
      await until(() => shown.split('Your choice').length > index + 1);
      input.write(`${answer}\n`);
    }
    if (end) {
      await until(() => shown.includes('Your choice'));
      input.end();
    }
    return { choice: await choice, shown };
  }

  it('shows the price and numbers what can be chosen', async () => {
    const { shown } = await answered(['1']);
    expect(shown.split('\n')).toEqual([
      'FlashVSR',
      ...quote.lines,
      '  1  Run for 200',
      '  2  scale 2 for 117',
      '  3  ESRGAN for 0.5',
      '  4  Cancel',
      'Your choice (1 to 4): ',
    ]);
  });

  it.each<[string[], Choice]>([
    [['1'], 'run'],
    [[' 2 '], 0],
    [['3'], 1],
    [['4'], 'cancel'],
    [['', '0', '5', 'yes', '1.5', '-1', '3'], 1],
  ])('takes %j for %j', async (answers, choice) => {
    expect((await answered(answers)).choice).toBe(choice);
  });

  it('counts what was typed ahead', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    input.write('seven\n3\n');
    expect(await askOn(input, output)(quote, new AbortController().signal)).toBe(1);
  });

  it('takes an ended input and an interruption for a no', async () => {
    expect((await answered([], true)).choice).toBe('cancel');
    expect((await answered(['7'], true)).choice).toBe('cancel');
    expect((await answered([], false, AbortSignal.abort())).choice).toBe('cancel');
    const interrupt = new AbortController();
    const asked = answered([], false, interrupt.signal);
    interrupt.abort();
    expect((await asked).choice).toBe('cancel');
  });
});

describe('presets', () => {
  it('are saved, used by their names beside other flags, shared, and told of in plain words', async () => {
    const { fixture, printed } = at;
    await at.presets('save', 'Crisp', 'upscale', 'x4', 'png');
    expect(printed()).toContain('Saved as crisp: Larger picture ×4 · File type PNG. Use it with npm run');
    await at.enhance(['--preset', 'crisp', '--scale', '2', '--yes', '--out', 'crisp.png']);
    const owner = { platform: 'terminal', scope: 'terminal', requester: 'owner' };
    const [job] = await fixture.engine.jobs(owner, 1);
    expect(job).toMatchObject({ model: 'esrgan', settings: { scale: 2, output_format: 'png' } });
    printed();
    await at.presets('share', 'crisp');
    const [, code = ''] = /presets take (\w{10})/.exec(printed()) ?? [];
    await at.presets('take', code, 'as', 'taken');
    await at.presets();
    expect(printed()).toMatch(/@crisp Larger picture ×4.*@taken Larger picture ×4/s);
    expect(await refusal(at.enhance(['--preset=crips']))).toContain('did you mean crisp?');
    expect(await refusal(at.enhance(['--preset', 'crisp', '--model', 'clarity']))).toContain('is for Larger');
    await expect(at.presets('save', 'crisp', 'upscale')).rejects.toThrow('write replace after the name');
  });
});
