/** Requests as people type them. */
import { describe, expect, it } from 'vitest';
import { readText } from '../../../src/core/text/request.ts';
import { textWords } from '../../../src/core/words/text-arguments.ts';

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
    expect(read('upscale 8k sharpen')).toEqual(['upscale', {}, ['8k', undefined], ['sharpen', undefined]]);
    expect(read('animate x4')).toEqual(['animate', {}, ['x4', undefined]]);
    expect(read('smooth 60')).toEqual(['smooth', {}, ['60', undefined]]);
    expect(read('upscale "an old barn"')).toEqual(['upscale', {}, ['an old barn', undefined]]);
    expect(read('upscale quality')).toEqual(['upscale', {}, ['quality', 'quality=95']]);
    const { unknown } = readText('upscale scael=4 sharpen');
    expect(textWords.notUnderstood(unknown)).toBe(
      'There is no setting or model called scael; did you mean scale? There is no setting or model called sharpen.',
    );
  });

  it('asks for help, of a model or of all', () => {
    expect(readText('help')).toMatchObject({ help: true, model: undefined, unknown: [] });
    expect(readText('?')).toMatchObject({ help: true, model: undefined, unknown: [] });
    expect(readText('upscale help')).toMatchObject({ help: true, model: { command: 'upscale' } });
    expect(readText('upscale this?')).toMatchObject({ help: false, model: { command: 'upscale' } });
  });
});

it('all or both means every source', () => {
  expect(readText('upscale all x4')).toMatchObject({ all: true, settings: { scale: '4' }, unknown: [] });
  expect(readText('animate both of them')).toMatchObject({ all: true, unknown: [] });
  expect(readText('upscale')).toMatchObject({ all: false });
});
