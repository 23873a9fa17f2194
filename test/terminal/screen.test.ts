/** How the terminal draws, and how it reads its command line. */
import { describe, expect, it } from 'vitest';
import { readArguments } from '../../src/bots/terminal/arguments.ts';
import { bar, fileList, liveLine } from '../../src/bots/terminal/draw.ts';
import { createTerminal, resultPath } from '../../src/bots/terminal/index.ts';
import type { View } from '../../src/core/view/view.ts';
import { createScreen, erased, screenful } from './screen.ts';

const view = (facts: Partial<View> = {}): View => ({
  id: 'abc2345',
  version: 1,
  state: 'PROCESSING',
  over: false,
  title: 'Larger picture ×4',
  sourceName: 'lake.jpg',
  cancelCost: 'free to cancel',
  resultName: undefined,
  sizes: undefined,
  took: undefined,
  next: [],
  losses: [],
  differences: [],
  settings: '',
  requester: 'somebody',
  price: 'at most 0.5 credits',
  line: 'Running for 3 s',
  news: '',
  progress: 0.5,
  cancellable: true,
  cancelNote: undefined,
  source: undefined,
  result: undefined,
  removed: false,
  undelivered: false,
  alt: '',
  lab: true,
  ...facts,
});

describe('drawing', () => {
  it('redraws one line in place, and ends it once', async () => {
    const screen = createScreen({ isTTY: true, columns: 100 });
    const terminal = createTerminal(screen);
    const address = terminal.addressFor({ path: '/nowhere', exact: true });
    await terminal.show(address, view({ state: 'QUEUED', progress: undefined, line: 'Waiting' }));
    await terminal.show(address, view());
    await terminal.show(address, view({ state: 'COMPLETED', progress: 1, line: 'Done' }));
    expect(screen.writes).toHaveLength(3);
    for (const text of screen.writes)
      expect(text.split(erased)).toEqual(['', expect.not.stringContaining('\n')]);
    terminal.finishLine();
    await terminal.stop();
    expect(screen.writes.slice(3)).toEqual(['\n']);
    expect(screenful(screen.writes)).toEqual([
      'COMPLETED · Larger picture ×4 · lab preview, no AI · at most 0.5 credits · Done',
    ]);
  });

  it.each([2, 10, 40, 80, 200])('never draws a line as wide as a terminal of %i columns', (columns) => {
    for (const line of ['', 'short', 'a sentence that goes on and on '.repeat(9)])
      expect([...liveLine(view({ line }), columns)].length).toBeLessThan(columns);
  });

  it('takes a terminal that does not tell its width for one of 80 columns', async () => {
    const screen = createScreen({ isTTY: true, columns: 0 });
    const terminal = createTerminal(screen);
    await terminal.show(
      terminal.addressFor({ path: '/nowhere', exact: true }),
      view({ line: 'x'.repeat(99) }),
    );
    expect(screen.writes.join('').replace(erased, '')).toHaveLength(79);
  });

  it('has a bar that is full only at the end', () => {
    for (const fraction of [0, 0.01, 0.5, 0.974, 0.995, 0.9999]) {
      expect(bar(fraction)).toMatch(/^▕█*░+▏ \d\d? %$/);
      expect(bar(fraction)).toHaveLength(bar(0.5).length - (fraction < 0.1 ? 1 : 0));
    }
    expect(bar(0.62)).toBe('▕████████████░░░░░░░░▏ 62 %');
    expect(bar(1)).toBe(`▕${'█'.repeat(20)}▏ 100 %`);
    expect(liveLine(view({ progress: undefined }), 200)).not.toContain('▕');
    expect(liveLine(view({ state: 'COMPLETED', progress: 1 }), 200)).not.toContain('▕');
  });

  it('prints plain lines without control characters, each once, where there is no terminal', async () => {
    const screen = createScreen();
    const terminal = createTerminal(screen);
    expect(terminal.tickMs).toBeUndefined();
    const address = terminal.addressFor({ path: '/nowhere', exact: true });
    for (const line of ['Waiting', 'Waiting', 'Running', 'Running'])
      await terminal.show(address, view({ line }));
    terminal.finishLine();
    expect(screen.writes).toEqual([
      'PROCESSING · Larger picture ×4 · lab preview, no AI · at most 0.5 credits · Waiting\n',
      'PROCESSING · Larger picture ×4 · lab preview, no AI · at most 0.5 credits · Running\n',
    ]);
  });

  it.each([
    ['big.png', true, 'image/png', 'big.png'],
    ['big.JPEG', true, 'image/jpeg', 'big.JPEG'],
    ['big.jpg', true, 'image/jpeg', 'big.jpg'],
    ['big.webp', true, 'image/png', 'big.webp.png'],
    ['holiday.2024', true, 'image/png', 'holiday.2024.png'],
    ['big', true, 'video/mp4', 'big.mp4'],
    ['clip-smooth', false, 'video/quicktime', 'clip-smooth.mov'],
    ['odd.png-upscale', false, 'image/png', 'odd.png-upscale.png'],
    ['clip.png', false, 'image/png', 'clip.png.png'],
  ])('saves %s (given: %s) with %s inside as %s', (path, exact, type, saved) => {
    expect(resultPath({ path, exact }, type)).toBe(saved);
  });
});

describe('the command line', () => {
  const read = (...args: string[]) => {
    const asked = readArguments(args, '/home/person');
    if (asked.kind !== 'run') throw new Error('a list was asked for');
    return asked;
  };
  const esrgan = ['--model', 'esrgan'];

  it('says which files can be given', () => {
    for (const args of [
      ['help', 'files'],
      ['--help', 'files'],
    ])
      expect(readArguments(args, '/home/person')).toEqual({ kind: 'files' });
    expect(readArguments(['help'], '/home/person')).toMatchObject({ kind: 'list' });
    expect(fileList()).toContain('Pictures that a model gets as they are: JPEG, PNG, WebP.');
    expect(fileList()).toContain('a video for --model upscale-video 60 s.');
  });

  it.each([
    ['a.jpg', '/home/person/a.jpg', '/home/person/a-upscale'],
    ['../b/a #1?.jpg', '/home/b/a #1?.jpg', '/home/person/a #1?-upscale'],
    ['/tmp/archive.tar', '/tmp/archive.tar', '/home/person/archive-upscale'],
    ['https://x.org/p/a.jpg?size=1.5#top', 'https://x.org/p/a.jpg?size=1.5#top', '/home/person/a-upscale'],
    ['https://x.org/', 'https://x.org/', '/home/person/x-upscale'],
  ])('reads %s where the person is, and names the result after it', (given, source, path) => {
    expect(read(given, ...esrgan)).toMatchObject({ source, out: { path, exact: false } });
  });

  it('lets the ending of --out choose the file type, unless one was given', () => {
    expect(read('a.jpg', ...esrgan, '--out', 'b.JPG').settings).toEqual({ output_format: 'jpeg' });
    expect(read('a.jpg', ...esrgan, '--out', 'b.webp').settings).toEqual({ output_format: 'webp' });
    const given = ['--out', 'b.webp', '--output_format', 'png'];
    expect(read('a.jpg', ...esrgan, ...given)).toMatchObject({
      out: { path: '/home/person/b.webp', exact: true },
      settings: { output_format: 'png' },
    });
    expect(read('a.jpg', ...esrgan, '--out', 'b.tiff').settings).toEqual({});
    expect(read('a.jpg', '--model', 'clarity', '--out', 'b.webp').settings).toEqual({});
  });

  it('takes negative numbers, equals signs, a source after the flags, and a name that begins with a dash', () => {
    expect(read('--model=clarity', '--creativity', '-3', '--prompt=a=b', 'a.jpg')).toMatchObject({
      source: '/home/person/a.jpg',
      settings: { creativity: '-3', prompt: 'a=b' },
    });
    expect(read(...esrgan, '--', '-a.jpg').source).toBe('/home/person/-a.jpg');
  });

  it('takes a toggle alone for yes', () => {
    const smooth = ['a.mp4', '--model', 'smooth', '--preserve_audio'];
    expect(read(...smooth).settings).toEqual({ preserve_audio: 'yes' });
    expect(read(...smooth, 'no').settings).toEqual({ preserve_audio: 'no' });
  });

  it.each<[string[], string]>([
    [['a.jpg', ...esrgan, '--scale'], '--scale needs a value after it.'],
    [['a.jpg', ...esrgan, '--creativity', '3'], 'There is no flag --creativity; --list shows what there is.'],
    [[...'abcdefghijk', ...esrgan], 'At most 10 files or links at a time.'],
    [['a.jpg', 'b.jpg', '--out', 'c.png', ...esrgan], 'Several results are each named after their source'],
    [['a.jpg', '--model', 'svd', '--out', 'b.png'], 'The result is a video, so it cannot be a .png file; '],
  ])('refuses %j', (args, sentence) => {
    expect(() => read(...args)).toThrow(sentence);
  });
});
