/** Requests as people type them. */
import { describe, expect, it } from 'vitest';
import { isRequest } from '../../../src/chat/typed/meant.ts';
import { linkIn } from '../../../src/core/text/links.ts';
import { readText } from '../../../src/core/text/request.ts';
import { talkIn } from '../../../src/core/text/talk.ts';
import { textWords } from '../../../src/core/words/text-arguments.ts';
import { findModel } from '../../../src/models/index.ts';

/** The command, the settings, and what was not understood. */
const read = (text: string, medium?: 'image' | 'video') => {
  const { model, settings, unknown } = readText(text, medium);
  return [model?.command, settings, ...unknown.map(({ word, nearest }) => [word, nearest])];
};

describe('a typed request', () => {
  const understood: [string, string | undefined, Record<string, string>][] = [
    ['upscale x4', 'upscale', { scale: '4' }],
    ['upscale 4x', 'upscale', { scale: '4' }],
    ['Upscale ×8', 'upscale', { scale: '8' }],
    ['upscale 4 times', 'upscale', { scale: '4' }],
    ['upscale 4', 'upscale', { scale: '4' }],
    ['esrgan x2', 'upscale', { scale: '2' }],
    ['smooth 60fps', 'smooth', { output_fps: '60' }],
    ['smooth to 60 FPS x2', 'smooth', { output_fps: '60', frame_multiplier: '2' }],
    ['animate', 'animate', {}],
    ['please animate this, thanks!', 'animate', {}],
    ['animate 12fps', 'animate', { fps: '12' }],
    ['clarity x16', 'clarity', { scale_factor: '16' }],
    ['clarity prompt="two words"', 'clarity', { prompt: 'two words' }],
    ['clarity “an old barn at dusk”', 'clarity', { prompt: 'an old barn at dusk' }],
    ['clarity prompt: „an old barn“ x4', 'clarity', { prompt: 'an old barn', scale_factor: '4' }],
    ["clarity prompt='don't stop' x4", 'clarity', { prompt: "don't stop", scale_factor: '4' }],
    ['clarity prompt=«deux mots»', 'clarity', { prompt: 'deux mots' }],
    ['clarity "never closed x4', 'clarity', { prompt: 'never closed x4' }],
    ['clarity "a \\"red\\" barn"', 'clarity', { prompt: 'a "red" barn' }],
    ['upscale video x2', 'upscale-video', { scale: '2' }],
    ['upscale_video tiny', 'upscale-video', { mode: 'tiny' }],
    ['upscale-video seed=-1 FULL', 'upscale-video', { seed: '-1', mode: 'FULL' }],
    ['`upscale x4`', 'upscale', { scale: '4' }],
    ['```\nupscale\nscale=4\n```', 'upscale', { scale: '4' }],
    ['upscale scale = 4, quality: 80, png', 'upscale', { scale: '4', quality: '80', output_format: 'png' }],
    ['upscale --scale 4 --output_format webp', 'upscale', { scale: '4', output_format: 'webp' }],
    ['upscale jpg quality 80', 'upscale', { output_format: 'jpeg', quality: '80' }],
    ['upscale output-format=jpg', 'upscale', { output_format: 'jpeg' }],
    ['smooth preserve_audio', 'smooth', { preserve_audio: 'yes' }],
    ['smooth no preserve_audio', 'smooth', { preserve_audio: 'no' }],
    ['smooth no-preserve_audio', 'smooth', { preserve_audio: 'no' }],
    ['smooth preserve_audio off x3', 'smooth', { preserve_audio: 'off', frame_multiplier: '3' }],
    ['smooth keep_sound=no', 'smooth', { preserve_audio: 'no' }],
    ['upscale x2 x8', 'upscale', { scale: '8' }],
    ['model=clarity x4', 'clarity', { scale_factor: '4' }],
    ['<@123456789012345678> upscale x4 <:wow:123> <#42>', 'upscale', { scale: '4' }],
    // However the amount is written.
    ['upscale “x4”', 'upscale', { scale: '4' }],
    ['upscale "4"', 'upscale', { scale: '4' }],
    ['upscale x 4', 'upscale', { scale: '4' }],
    ['upscale 4 x', 'upscale', { scale: '4' }],
    ['upscale ｘ４', 'upscale', { scale: '4' }],
    ['ｕｐｓｃａｌｅ х4', 'upscale', { scale: '4' }],
    ['upscale scale：４', 'upscale', { scale: '４' }],
    ['upscale scale＝4', 'upscale', { scale: '4' }],
    ['upscale scale : 4', 'upscale', { scale: '4' }],
    ['upscale: x4', 'upscale', { scale: '4' }],
    ['"upscale x4"', 'upscale', { scale: '4' }],
    ['upscale 400%', 'upscale', { scale: '4' }],
    ['upscale to double the size', 'upscale', { scale: '2' }],
    ['upscale x4 :pray: 🙏', 'upscale', { scale: '4' }],
    ['clarity "x4" “an old barn”', 'clarity', { scale_factor: '4', prompt: 'an old barn' }],
    ['clarity prompt="ｘ４ ①"', 'clarity', { prompt: 'ｘ４ ①' }],
    ['smooth 60', 'smooth', { output_fps: '60' }],
    ['smooth to 60', 'smooth', { output_fps: '60' }],
    ['smooth 60 frames per second', 'smooth', { output_fps: '60' }],
    ['animate 25 frames', 'animate', { frames: '25' }],
    ['animate 12', 'animate', { fps: '12' }],
    ['', undefined, {}],
    ['  \u200b ', undefined, {}],
    ['this one please', undefined, {}],
  ];
  it.each(understood)('%j', (text, command, settings) => {
    expect(read(text)).toEqual([command, settings]);
  });

  it('without a model means the first that understands every word, of those that take the medium', () => {
    expect(read('x4')).toEqual(['upscale', { scale: '4' }]);
    expect(read('x4', 'image')).toEqual(['upscale', { scale: '4' }]);
    expect(read('x4', 'video')).toEqual(['upscale-video', { scale: '4' }]);
    expect(read('60fps', 'video')).toEqual(['smooth', { output_fps: '60' }]);
    expect(read('motion=40')).toEqual(['animate', { motion: '40' }]);
    expect(read('creativity=-3')).toEqual(['clarity', { creativity: '-3' }]);
    expect(read('x4 motion=40')).toEqual([undefined, {}, ['x4', undefined], ['motion', 'motion=127']]);
  });

  it('has its link however a chat writes it, and a second one is one too many', () => {
    const address = 'https://example.org/a_b.png?x=1&y=(2)';
    for (const written of [address, `<${address}>`, `<${address}|example.org>`, `${address},`])
      expect(readText(`upscale ${written} x4`)).toMatchObject({
        link: address,
        settings: { scale: '4' },
        unknown: [],
      });
    expect(readText(`upscale image=${address}`)).toMatchObject({ link: address, unknown: [] });
    expect(readText(`upscale link: <${address}>`)).toMatchObject({ link: address, unknown: [] });
    expect(readText(`clarity lora_link=<${address}>`)).toMatchObject({
      link: undefined,
      settings: { lora_link: address },
    });
    expect(readText(`upscale ${address} https://example.org/b.png`).unknown).toHaveLength(1);
    expect(readText(address)).toMatchObject({ model: undefined, link: address, unknown: [] });
  });

  it('names what it does not understand, with the word that was probably meant', () => {
    expect(read('upscael x4')).toEqual([undefined, {}, ['upscael', 'upscale'], ['x4', undefined]]);
    expect(read('upscale scael=4')).toEqual(['upscale', {}, ['scael', 'scale']]);
    expect(read('clarity pormpt="x"')).toEqual(['clarity', {}, ['pormpt', 'prompt']]);
    expect(read('model=clairty x4')[2]).toEqual(['clairty', 'clarity']);
    expect(read('upscale pgn')).toEqual(['upscale', {}, ['pgn', 'png']]);
    expect(read('smooth 8k sideways')).toEqual(['smooth', {}, ['8k', undefined], ['sideways', undefined]]);
    expect(read('upscale lagrer')[2]).toEqual(['lagrer', 'larger']);
    expect(read('hlep')[2]).toEqual(['hlep', 'help']);
    expect(read('animate x4')).toEqual(['animate', {}, ['x4', undefined]]);
    expect(read('upscale "an old barn"')).toEqual(['upscale', {}, ['an old barn', undefined]]);
    expect(read('upscale quality')).toEqual(['upscale', {}, ['quality', 'quality=95']]);
    const { unknown } = readText('upscale scael=4 sideways');
    expect(textWords.notUnderstood(unknown)).toBe(
      'There is no setting or model called scael; did you mean scale? There is no setting or model called sideways.',
    );
  });

  it('asks for help, of a model or of all', () => {
    expect(readText('help')).toMatchObject({ help: true, model: undefined, unknown: [] });
    expect(readText('?')).toMatchObject({ help: true, model: undefined, unknown: [] });
    expect(readText('upscale help')).toMatchObject({ help: true, model: { command: 'upscale' } });
    expect(readText('upscale this?')).toMatchObject({ help: false, model: { command: 'upscale' } });
  });
});

describe('what people say instead of a command', () => {
  const meant = (text: string, medium?: 'image' | 'video') => {
    const { model, offers, unknown, settings } = readText(text, medium);
    const named = [...(model ? [model] : []), ...offers].map(({ command }) => command).join(' or ');
    return [named, ...(offers.length > 0 ? ['?'] : []), ...Object.values(settings), ...unknown].join(' ');
  };
  it.each([
    ['make this larger', 'image', 'upscale'],
    ['make this larger', 'video', 'upscale-video'],
    ['Could you make it a bit bigger, please?', 'image', 'upscale'],
    ['sharper x4', 'video', 'upscale-video 4'],
    ['4k', 'video', 'upscale-video'],
    ['in full hd please', 'video', 'upscale-video'],
    ['bring it to life', 'image', 'animate'],
    ['make it move', 'image', 'animate'],
    ['turn this into a video', 'image', 'animate'],
    ['more detail', 'image', 'clarity'],
    ['larger with more detail', 'image', 'upscale or clarity ?'],
    ['smoother', 'video', 'smooth'],
    ['60 fps', 'video', 'smooth 60'],
    ['slow-mo', 'video', 'smooth ?'],
    ['slow motion', 'image', 'smooth ?'],
    ['video', 'image', 'animate ?'],
    ['this video', 'video', ''],
    ['enhance', 'image', ''],
    ['improve the quality of this photo', 'image', ''],
    ['quality 80', 'image', 'upscale 80'],
  ] as const)('%s (%s)', (text, medium, command) => {
    expect(meant(text, medium)).toBe(command);
  });

  it('reaches a size, and warns of what a word promises', () => {
    expect(readText('4k', 'image')).toMatchObject({ goal: { size: '4k', pixels: 3840 }, unknown: [] });
    expect(readText('clarity 8K').goal?.pixels).toBe(7680);
    expect(readText('slow motion', 'video').caution).toContain('as fast as it is');
    expect(readText('smooth slow motion').unknown).toEqual([]);
  });

  it('asks which of several a number is for', () => {
    const { unclear } = readText('smooth 4');
    expect(unclear).toMatchObject([{ ways: [{ typed: 'x4' }, { typed: '4 fps' }] }]);
    expect(textWords.unclear('4', unclear[0]?.ways ?? [])).toContain('x4 (frame multiplier) or 4 fps');
  });

  it('is talk where it asks for nothing', () => {
    const talk = ['hello', 'Hi there!', 'good morning', 'thanks!', 'ty, great job', 'what can you do?'].map(
      talkIn,
    );
    expect(talk).toEqual(['greeting', 'greeting', 'greeting', 'thanks', 'thanks', 'question']);
    for (const text of ['thanks, now x4', 'hi, make this larger', 'what is this barn', 'nothing', ''])
      expect(talkIn(text), text).toBeUndefined();
  });

  it('makes no request of what is said about a result', () => {
    for (const text of [
      'that looks larger',
      'larger!',
      'nice, 4k',
      'this is so much better at 4x',
      'smoother than I thought',
      'thanks',
    ])
      expect(isRequest(text), text).toBe(false);
    for (const text of ['x4', 'upscale x4', 'upscale it so much larger', 'help'])
      expect(isRequest(text), text).toBe(true);
  });
});

describe('a link', () => {
  const link = 'https://example.org/a_(b).png?x=1&y=2';
  it.each([
    ...[
      '<L>',
      '||L||',
      '|| L ||',
      '[a picture](L)',
      '[a](<L>)',
      '[a](L "title")',
      '(L)',
      '"L"',
      '“L”',
      "'L'",
      '„L“',
    ],
    ...[
      '*L*',
      '**L**',
      '_L_',
      '`L`',
      '~~L~~',
      '<L|example.org>',
      '||<L>||',
      'L.',
      'L,',
      '(see L)',
      '«L»',
      '{L}',
      'L>',
    ],
  ])('in %s is the link itself, in words and in an option', (around) => {
    const typed = around.replace('L', link);
    expect(linkIn(typed)).toBe(link);
    expect(readText(`upscale ${around.startsWith('(see') ? `(${link})` : typed} x4`)).toMatchObject({
      link,
      settings: { scale: '4' },
      unknown: [],
    });
    if (!typed.startsWith('(see') && !typed.startsWith('|| '))
      expect(readText(`upscale link=${typed}`).link).toBe(link);
  });

  it('may lack its beginning where nothing but a link is asked for; what is none stays as it was given', () => {
    expect(linkIn(' example.org/a.png ')).toBe('https://example.org/a.png');
    for (const given of ['photos/a.jpg', 'photo.jpg', 'ftp://example.org/a', '', '||'])
      expect(linkIn(given)).toBe(given);
  });

  it('of a setting is taken out of its brackets as well', () => {
    const lora = 'https://example.org/lora';
    expect(findModel('clarity')?.prepare({ lora_link: `<${lora}>` })).toMatchObject({
      settings: { lora_link: lora },
    });
  });
});

it('a value is read as a keyboard of letters would have written it', () => {
  const settings = (command: string, raw: Record<string, string>) => findModel(command)?.prepare(raw);
  expect(settings('upscale', { scale: '４' })).toMatchObject({ settings: { scale: 4 } });
  expect(settings('upscale', { scale: 'x4' })).toMatchObject({ settings: { scale: 4 } });
  expect(settings('smooth', { output_fps: '60 fps' })).toMatchObject({ settings: { output_fps: 60 } });
  expect(settings('animate', { cond_aug: '0,3' })).toMatchObject({ settings: { cond_aug: 0.3 } });
  expect(settings('clarity', { creativity: '−3', prompt: ' ｘ４ ' })).toMatchObject({
    settings: { creativity: -3, prompt: ' ｘ４ ' },
  });
  expect(settings('upscale', { quality: '9,5' })).toMatchObject({ ok: false });
});

it('all or both means every source', () => {
  expect(readText('upscale all x4')).toMatchObject({ all: true, settings: { scale: '4' }, unknown: [] });
  expect(readText('animate both of them')).toMatchObject({ all: true, unknown: [] });
  expect(readText('upscale')).toMatchObject({ all: false });
});
