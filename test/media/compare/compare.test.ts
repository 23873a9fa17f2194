/** What a result will lack of its source, how it is not as expected, and what a source makes of a request: by hand-made records. */
import { describe, expect, it } from 'vitest';
import type { Difference } from '../../../src/core/domain/differences.ts';
import { Failure } from '../../../src/core/domain/failure.ts';
import type { ClipRecord, MediaRecord, PictureRecord } from '../../../src/core/domain/media-record.ts';
import { differences } from '../../../src/core/media/compare/differences.ts';
import {
  checkOutcome,
  type Effort,
  givenOf,
  settingsFor,
} from '../../../src/core/media/compare/fit-request.ts';
import { losses } from '../../../src/core/media/compare/losses.ts';
import { differenceText, lossText } from '../../../src/core/words/losses.ts';
import { tooMuch } from '../../../src/lab/media/effort.ts';
import { findModel } from '../../../src/models/index.ts';

const still = (facts: Partial<PictureRecord> = {}): PictureRecord => ({
  medium: 'image',
  type: 'image/png',
  width: 60,
  height: 40,
  alpha: false,
  depth: 8,
  light: 'sdr',
  frames: 1,
  ...facts,
});
const clip = (facts: Partial<ClipRecord> = {}): ClipRecord => ({
  medium: 'video',
  type: 'video/mp4',
  width: 64,
  height: 48,
  alpha: false,
  depth: 8,
  light: 'sdr',
  seconds: 2,
  fps: 30,
  frames: 60,
  uneven: false,
  codec: 'avc',
  audio: true,
  track: 0,
  further: 0,
  ...facts,
});
const meme = still({ type: 'image/gif', frames: 24, moving: { seconds: 2, fps: 12, loops: 0 } });

function modelOf(name: string) {
  const model = findModel(name);
  if (!model) throw new Error(`there is no ${name}`);
  return model;
}
/** As if all of it had been set by a person. */
function whole(name: string, set: Record<string, unknown> = {}) {
  const prepared = modelOf(name).prepare(set);
  if (!prepared.ok) throw new Error('these are no settings');
  return prepared.settings;
}
/** The settings of a run of which only these are set. */
const fitted = (name: string, set: Record<string, unknown>, source: MediaRecord) =>
  settingsFor(modelOf(name), givenOf(set, whole(name, set)), source);

describe('what will be lost', () => {
  const cases: [what: string, MediaRecord, model: string, set: Record<string, unknown>, said: string[]][] = [
    ['nothing of a plain picture', still(), 'upscale', {}, []],
    ['nothing of a plain clip', clip(), 'upscale-video', {}, []],
    ['movement', meme, 'upscale', {}, ['First of 24 pictures, stays still.']],
    [
      'movement of the picture that is brought to life',
      meme,
      'animate',
      {},
      ['Made of the first picture of 24 only.'],
    ],
    ['pages', still({ type: 'image/tiff', frames: 3 }), 'clarity', {}, ['First of 3 pages only.']],
    ['looping', meme, 'upscale-video', {}, ['It does not repeat by itself: it is a video.']],
    [
      'nothing of what is shown once',
      { ...meme, moving: { seconds: 2, fps: 12, loops: 1 } },
      'upscale-video',
      {},
      [],
    ],
    [
      'transparency in JPEG',
      still({ alpha: true }),
      'upscale',
      {},
      ['Not transparent: JPEG has no transparency.'],
    ],
    ['no transparency in PNG', still({ alpha: true }), 'upscale', { output_format: 'png' }, []],
    ['no transparency in WebP', still({ alpha: true }), 'upscale', { output_format: 'webp' }, []],
    ['no transparency of the detail model', still({ alpha: true }), 'clarity', {}, []],
    [
      'transparency in a video',
      still({ alpha: true }),
      'animate',
      {},
      ['Not transparent: a video has no transparency.'],
    ],
    [
      'transparency of a clip',
      clip({ alpha: true }),
      'smooth',
      { output_fps: 60 },
      ['Not transparent: a video has no transparency.'],
    ],
    ['frames', clip({ fps: 60 }), 'smooth', { output_fps: 30 }, ['30 frames a second instead of 60.']],
    ['no frames by a rate that is called the same', clip({ fps: 59.94 }), 'smooth', { output_fps: 60 }, []],
    ['sound', clip(), 'smooth', { output_fps: 60, preserve_audio: 'no' }, ['Without its sound.']],
    [
      'no sound where there is none',
      clip({ audio: false }),
      'smooth',
      { output_fps: 60, preserve_audio: 'no' },
      [],
    ],
    ['further tracks', clip({ further: 2 }), 'upscale-video', {}, ['Without its 2 further tracks.']],
    ['one further track', clip({ further: 1 }), 'upscale-video', {}, ['Without its further track.']],
    ['depth', still({ depth: 16 }), 'upscale', { output_format: 'png' }, ['8 bits a colour instead of 16.']],
    ['light', clip({ light: 'hlg' }), 'upscale-video', {}, ['HDR becomes SDR.']],
    [
      'light with its depth, once',
      clip({ light: 'pq', depth: 10 }),
      'upscale-video',
      {},
      ['HDR becomes SDR, with 8 bits a colour instead of 10.'],
    ],
    [
      'all at once',
      clip({ fps: 60, light: 'pq', depth: 10, further: 1 }),
      'smooth',
      { output_fps: 24, preserve_audio: 'no' },
      [
        '24 frames a second instead of 60.',
        'Without its sound.',
        'Without its further track.',
        'HDR becomes SDR, with 8 bits a colour instead of 10.',
      ],
    ],
  ];
  it.each(cases)('%s', (_what, source, model, set, said) => {
    expect(losses(source, modelOf(model), whole(model, set)).map(lossText)).toEqual(said);
  });
});

describe('what was left open', () => {
  const cases: [
    what: string,
    MediaRecord,
    model: string,
    set: Record<string, unknown>,
    fit: Record<string, unknown>,
  ][] = [
    ['a plain picture', still(), 'upscale', {}, { output_format: 'jpeg', scale: 2, quality: 95 }],
    [
      'a transparent one',
      still({ alpha: true }),
      'upscale',
      { scale: '4' },
      { output_format: 'png', scale: 4 },
    ],
    [
      'what is set stays',
      still({ alpha: true }),
      'upscale',
      { output_format: 'jpeg' },
      { output_format: 'jpeg' },
    ],
    ['the rate of a clip, twice', clip(), 'smooth', {}, { output_fps: 60, frame_multiplier: 2 }],
    ['never fewer frames', clip({ fps: 60 }), 'smooth', {}, { output_fps: 120 }],
    ['as the multiplier asks', clip({ fps: 24 }), 'smooth', { frame_multiplier: 4 }, { output_fps: 96 }],
    ['up to the most there is', clip({ fps: 24 }), 'smooth', { frame_multiplier: 10 }, { output_fps: 120 }],
    ['a broken rate', clip({ fps: 23.976 }), 'smooth', {}, { output_fps: 48 }],
    ['a slow one', clip({ fps: 0.2 }), 'smooth', {}, { output_fps: 1 }],
    [
      'a rate that is set stays',
      clip({ fps: 24 }),
      'smooth',
      { output_fps: 30 },
      { output_fps: 30, frame_multiplier: 2 },
    ],
    ['the times of a picture that moves', meme, 'smooth', {}, { output_fps: 24 }],
  ];
  it.each(cases)('follows from %s', (_what, source, model, set, fit) => {
    expect(fitted(model, set, source)).toMatchObject(fit);
  });

  it('gives the same once more from what was set, and is not among it', () => {
    const source = still({ alpha: true });
    const first = fitted('upscale', { scale: 'x4', quality: '' }, source);
    expect(givenOf({ scale: 'x4', quality: '' }, first)).toEqual({ scale: 4 });
    expect(fitted('upscale', givenOf({ scale: 'x4' }, first), source)).toEqual(first);
    expect(fitted('upscale', givenOf({ scale: 'x4' }, first), still())).toMatchObject({
      output_format: 'jpeg',
    });
  });
});

describe('what is refused before it is sent', () => {
  it('what would take too long on this machine, where this machine does it', () => {
    const source = clip({ width: 1920, height: 1080, seconds: 60, fps: 30 });
    const run = (scale: number, effort?: Effort) =>
      checkOutcome(modelOf('flashvsr'), fitted('flashvsr', { scale }, source), source, effort);
    const onTwo: Effort = (...given) => tooMuch(...given, 2);
    expect(() => run(4, onTwo)).toThrow(
      'Here this would take about 5 minutes, more than the 4 that a job has. Use at most 58 s of the video, or choose less.',
    );
    expect(() => run(2, onTwo)).not.toThrow();
    expect(() => run(4)).not.toThrow();
    const sixty = { frame_multiplier: 2, output_fps: 60 };
    expect(tooMuch('video-frame-interpolation', sixty, source, 2)).toBeUndefined();
    const four = { ...source, width: 3840, height: 2160, fps: 60 };
    expect(tooMuch('video-frame-interpolation', { ...sixty, output_fps: 120 }, four, 2)).toMatchObject({
      limit: 240,
    });
    expect(tooMuch('svd', {}, source, 2)).toBeUndefined();
  });

  const refused = (model: string, set: Record<string, unknown>, source: MediaRecord) => {
    try {
      checkOutcome(modelOf(model), fitted(model, set, source), source);
    } catch (error) {
      if (error instanceof Failure) return { code: error.code, message: error.message, facts: error.facts };
      throw error;
    }
    return undefined;
  };
  it.each([
    ['webp', 2048, 'beyond-format', 'WebP file holds at most 16383 on a side'],
    ['webp', 2047, undefined, ''],
    ['jpeg', 8192, 'beyond-format', 'JPEG file holds at most 65535 on a side'],
    ['jpeg', 8191, undefined, ''],
    ['png', 8192, undefined, ''],
  ] as const)('%s of %i pixels ×8: %s', (output_format, height, code, said) => {
    const found = refused('upscale', { scale: 8, output_format }, still({ width: 16, height }));
    expect(found?.code).toBe(code);
    expect(found?.message ?? '').toContain(said);
  });
  it.each([
    [60, { output_fps: 30 }, { has: 60, asked: 30, better: { name: 'output_fps', value: 120 } }],
    [
      60,
      { output_fps: 30, frame_multiplier: 10 },
      { has: 60, asked: 30, better: { name: 'output_fps', value: 120 } },
    ],
    [30, { output_fps: 30 }, { has: 30, asked: 30, better: { name: 'output_fps', value: 60 } }],
    // No frames are asked for, but a lower rate, or the same.
    [60, { output_fps: 30, frame_multiplier: 1 }, undefined],
    [30, { frame_multiplier: 1 }, { has: 30, asked: 30 }],
    // Nothing can be added.
    [120, {}, { has: 120, asked: 120 }],
    [240, {}, { has: 240, asked: 120 }],
    [24, { output_fps: 30 }, undefined],
    [59.94, { output_fps: 60 }, { has: 59.94, asked: 60, better: { name: 'output_fps', value: 120 } }],
    [60, {}, undefined],
  ])('smoother, of %f frames a second with %j: %j', (fps, set, facts) => {
    expect(refused('smooth', set, clip({ fps }))?.facts).toEqual(facts);
  });
});

describe('what is not as expected', () => {
  const film = { output_fps: 60 };
  const cases: [
    what: string,
    string,
    Record<string, unknown>,
    MediaRecord,
    MediaRecord,
    Difference['kind'][],
  ][] = [
    ['nothing', 'upscale', {}, still(), still({ width: 120, height: 80 }), []],
    [
      'an even size',
      'upscale-video',
      { scale: 3 },
      clip({ width: 33 }),
      clip({ width: 100, height: 144 }),
      [],
    ],
    ['another size', 'upscale', {}, still(), still(), ['size']],
    ['on its side', 'upscale', {}, still(), still({ width: 80, height: 120 }), ['turned']],
    [
      'a square is never on its side',
      'upscale',
      {},
      still({ height: 60 }),
      still({ width: 120, height: 120 }),
      [],
    ],
    ['smoother', 'smooth', film, clip(), clip({ fps: 60, frames: 120 }), []],
    ['a frame less', 'smooth', film, clip(), clip({ fps: 60, frames: 119, seconds: 1.984 }), []],
    ['another rate', 'smooth', film, clip(), clip(), ['rate']],
    ['shorter', 'smooth', film, clip(), clip({ fps: 60, seconds: 1.8 }), ['length']],
    ['nearly as long', 'smooth', film, clip(), clip({ fps: 60, seconds: 1.9 }), []],
    [
      'a frame of a slow clip',
      'upscale-video',
      { scale: 1 },
      clip({ fps: 5 }),
      clip({ fps: 5, seconds: 2.2 }),
      [],
    ],
    ['silent', 'smooth', film, clip(), clip({ fps: 60, audio: false }), ['silent']],
    [
      'silent, as it was set',
      'smooth',
      { ...film, preserve_audio: 'no' },
      clip(),
      clip({ fps: 60, audio: false }),
      [],
    ],
    [
      'silent, of a model that has no word for sound',
      'upscale-video',
      { scale: 1 },
      clip(),
      clip({ audio: false }),
      ['silent'],
    ],
    [
      'opaque',
      'clarity',
      { scale_factor: 2 },
      still({ alpha: true }),
      still({ width: 120, height: 80 }),
      ['opaque'],
    ],
    ['opaque, as it was set', 'upscale', {}, still({ alpha: true }), still({ width: 120, height: 80 }), []],
    ['of a size that nobody says', 'animate', {}, still(), clip({ audio: false, fps: 7, seconds: 2 }), []],
    [
      'fewer seconds than its frames make',
      'animate',
      {},
      still(),
      clip({ audio: false, fps: 7, seconds: 1 }),
      ['length'],
    ],
  ];
  it.each(cases)('%s (%s %j)', (_what, model, set, source, result, kinds) => {
    const found = differences(modelOf(model), whole(model, set), source, { result });
    expect(found.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('is one colour all over, whatever is known of its source', () => {
    const result = still({ width: 120, height: 80 });
    for (const source of [still(), undefined])
      expect(differences(modelOf('upscale'), whole('upscale'), source, { result, blank: true })).toEqual([
        { kind: 'blank' },
      ]);
  });

  it('is said as a sentence', () => {
    const [rate, length] = differences(modelOf('smooth'), whole('smooth', film), clip(), {
      result: clip({ fps: 29.97, seconds: 1.5 }),
    });
    expect([rate, length].map((it) => it && differenceText(it))).toEqual([
      'It has 29.97 frames a second, not 60 as expected.',
      'It lasts 1.5 s, not 2.0 s as expected.',
    ]);
  });
});

it('a clip that is written for the model has even sizes, and the result is expected of them', () => {
  const odd = { ...meme, width: 53, height: 31 };
  const made = (width: number, height: number) =>
    differences(modelOf('upscale-video'), whole('upscale-video', { scale: 3 }), odd, {
      result: clip({ width, height, fps: 12, frames: 24, audio: false }),
    });
  expect(made(162, 96)).toEqual([]);
  expect(made(150, 90)).toMatchObject([{ kind: 'size', expected: { width: 162, height: 96 } }]);
  // As a picture it stays as it is.
  const still = differences(modelOf('upscale'), whole('upscale'), odd, {
    result: { ...odd, width: 106, height: 62, frames: 1 },
  });
  expect(still).toEqual([]);
});
