import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Facts, Failure, sentence } from '../../src/core/domain/failure.ts';
import { bytes, credits, duration } from '../../src/core/words/amounts.ts';
import { cut } from '../../src/core/words/cut.ts';
import { type FailureCode, failures } from '../../src/core/words/failures/failures.ts';
import { accepts, problem } from '../../src/core/words/fields.ts';
import { otherSettings, whatIsDone } from '../../src/core/words/settings.ts';
import { status } from '../../src/core/words/status.ts';
import type { Field } from '../../src/models/fields.ts';
import { findModel, models } from '../../src/models/index.ts';

const host = 'photos.a-rather-long-name.example.org:8443';
const detail = 'The image could not be decoded: unexpected end of data at byte 1,048,576 of 2,097,152';
const image = { medium: 'image' } as const;

/** Typical facts of every failure; the type asks for each, so none can be forgotten. */
const facts: { [Code in FailureCode]: Facts<Code>[] } = {
  'unknown-model': [{ given: 'esrgan2', known: models.map(({ name }) => name) }],
  'bad-settings': [{ problems: ['There is no setting called scael.', 'Scale is needed: 2, 4 or 8.'] }],
  'no-source': [image, { medium: 'video' }],
  'request-changed': [undefined],
  'too-often': [{ what: 'forms' }, { what: 'prices' }, { what: 'links' }],
  'credits-short': [
    { price: 168_400, available: 1500, reserved: 0 },
    { price: 168_400, available: 0, reserved: 117_620, refill: Date.UTC(2026, 11, 1) },
  ],
  'job-cap': [{ price: 168_400, cap: 100_000 }],
  'daily-cap': [{ price: 500, spent: 9800, cap: 10_000 }],
  'scope-budget': [{ budget: 5_000_000, refill: Date.UTC(2026, 11, 1) }],
  'cost-day': [{ most: 300_000, counted: 210_500, bound: 168_400 }],
  'cost-month': [{ most: 300_000, counted: 210_500, bound: 168_400, refill: Date.UTC(2026, 11, 1) }],
  'cost-all': [{ refill: Date.UTC(2026, 11, 1) }],
  'account-short': [undefined],
  'too-many-jobs': [{ limit: 1 }, { limit: 3 }],
  'scope-busy': [{ limit: 20 }],
  'not-allowed-here': [{ title: 'Clarity Flux upscaler' }],
  blocked: [
    { until: Date.UTC(2026, 11, 1), reason: 'five hundred pictures of the same cat' },
    { until: Date.UTC(2026, 11, 1), reason: '' },
  ],
  'quote-gone': [undefined],
  'not-yours': [undefined],
  'pot-off': [undefined],
  'pot-asks': [{ approvals: 1 }, { approvals: 3 }],
  'pot-most': [{ price: 168_400, most: 50_000 }],
  'pot-short': [{ price: 18_000, available: 4_500 }],
  'channel-daily': [{ price: 18_000, spent: 12_000, most: 20_000 }],
  'purchase-over': [undefined],
  'price-changed': [{ price: 210_000 }],
  'paid-otherwise': [undefined],
  'approve-own': [undefined],
  'approvals-wrong': [{ given: 'many', most: 3 }],
  'not-admin': [undefined],
  'amount-wrong': (['negative', 'comma', 'currency', 'number', 'fine', 'large', 'zero'] as const).map(
    (why) => ({
      given: why === 'number' ? '' : '1,5',
      why,
      most: 1_000_000,
    }),
  ),
  'person-missing': [undefined],
  'reason-missing': [undefined],
  'time-wrong': [{ given: 'soon' }, { given: '' }],
  'revoke-too-much': [{ available: 1500 }],
  'limit-unknown': [{ given: 'weekly', known: ['monthly', 'per_day'] }],
  'limit-wrong': ['credits', 'count', 'day', 'channel', 'groups'].map((kind) => ({
    name: 'per_day',
    kind,
    given: 'x',
  })),
  'link-invalid': [{ link: 'photos/a.jpg' }, { link: 'x'.repeat(5000) }],
  'link-private': [{ host: '169.254.169.254' }],
  'link-not-found': [{ host }],
  'link-refused': [{ host, status: 403 }],
  'link-unreachable': [{ host }],
  'link-redirects': [{ host }],
  'link-too-slow': [{ host, ms: 600_000 }],
  'link-web-page': [{ host }],
  'file-missing': [{ file: 'holiday pictures/IMG_2041.jpg' }],
  'file-empty': [undefined],
  'file-too-large': [{ limit: 500_000_000 }],
  'file-not-media': ['unknown', 'text/plain', 'application/pdf', 'application/zip'].map((found) => ({
    found,
  })),
  'file-needs-ffmpeg': [
    { found: 'video/x-msvideo' },
    { found: 'image/jxl', lacks: true },
    { found: 'image/avif', lacks: true },
  ],
  'reader-busy': [image],
  'file-wrong-medium': [
    { ...image, needed: 'video' },
    { medium: 'video', needed: 'image' },
  ],
  'file-damaged': [image],
  'not-convertible': [image, { medium: 'video' }],
  'picture-too-large': [{ width: 30_000, height: 30_000, limit: 100_000_000 }],
  'too-much-work': [{ seconds: 298, limit: 240, longest: 48 }],
  'file-too-heavy': [image, { medium: 'video' }],
  'video-too-long': [{ seconds: 61.04, limit: 60 }],
  'beyond-format': [{ format: 'WebP', width: 16_800, height: 128, limit: 16_383 }],
  'not-comparable': [undefined],
  'steps-wrong': [1, 5].map((count) => ({ count, fewest: 2, most: 4 })),
  'step-mismatch': [{ step: 2, title: 'Larger picture (ESRGAN)', takes: 'image', gives: 'video' }],
  'step-refused': [{ step: 2, title: 'Larger video (FlashVSR)', why: 'The video lasts too long.' }],
  'step-before': [{ step: 1 }],
  'moving-too-large': [
    { type: 'gif', limit: 10_485_760 },
    { type: 'webp', limit: 10_485_760 },
  ],
  'adds-nothing': [
    { has: 60, asked: 30, better: { name: 'output_fps', value: 120 } },
    { has: 120, asked: 120 },
  ],
  withdrawn: [undefined],
  'switched-off': [{ title: 'ESRGAN upscaler' }],
  'provider-credits': [undefined],
  'provider-key': [undefined],
  'provider-forbidden': [undefined],
  'provider-bad-request': [{ detail }],
  'provider-refused': [{ detail }],
  'provider-model-gone': [undefined],
  'provider-failed': [{ detail }],
  'provider-moderation': [{ detail }],
  'provider-cancelled': [{ detail }],
  'provider-timed-out': [{ detail }],
  'provider-rejected': [{ detail }],
  'provider-state-unknown': [{ state: 'WARMING', ms: 600_000 }],
  'provider-unreachable': [undefined],
  'result-unreadable': [{ detail }],
  expired: [undefined],
  lost: [undefined],
  // The first is what older versions kept.
  uncertain: [
    {},
    ...(['broken', 'silent', 'unreadable', 'stopped'] as const).map((why) => ({ why })),
    ...[504, 500].map((status) => ({ why: 'answered' as const, status })),
  ],
  cancelled: [{ submitted: true }, { submitted: false }],
  'cannot-deliver': [{ detail }],
  storage: [undefined],
  forgotten: [undefined],
  'no-writes': [undefined],
  'file-gone': [undefined],
  crashed: [undefined],
  'records-newer': [{ stored: 3, known: 2 }],
};

describe('the sentence of a failure', () => {
  const cases = Object.entries(facts).flatMap(([code, each]) =>
    each.map((given) => ({ code: code as FailureCode, given: { ...given } })),
  );

  it('is there for every code', () => {
    expect(Object.keys(facts).sort()).toEqual(Object.keys(failures).sort());
  });

  it.each(cases)('$code: begins, ends and reads like one', ({ code, given }) => {
    const text = sentence({ code, facts: given });
    expect(text).toMatch(/^[A-Z]/);
    expect(text).toMatch(/[.?]$/);
    expect(text.length).toBeLessThanOrEqual(300);
    expect(text).not.toMatch(/undefined|null|NaN|\[object|\n| {2}|\.\.|\( ?\)/);
  });

  it.each(cases)('$code: is the same after its facts have been kept as JSON', ({ code, given }) => {
    const kept = JSON.parse(JSON.stringify({ code, facts: given }));
    expect(sentence(kept)).toBe(sentence({ code, facts: given }));
  });

  it.each(cases)('$code: says its cause, then the money, then one thing to do', ({ code, given }) => {
    const said = sentence({ code, facts: given }, 'Nothing was charged.');
    const [cause = '', next = ''] = said.split(' Nothing was charged. ');
    expect(cause.length).toBeGreaterThan(5);
    expect(cause).toMatch(/[.?]$/);
    expect(next).toMatch(/^[A-Z].*\.$/);
  });

  it.each(cases)('$code: claims nothing about money by itself', ({ code, given }) => {
    // What became of a price is read from the ledger and never assumed.
    expect(sentence({ code, facts: given })).not.toMatch(/nothing was|charged|refunded/i);
  });

  it('never says that a video is shorter than the limit it breaks', () => {
    expect(sentence({ code: 'video-too-long', facts: { seconds: 60.04, limit: 60 } })).toContain(
      'lasts 60.1 s',
    );
  });
});

describe('an amount', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [1049, '1 kB'],
    [1050, '1.1 kB'],
    [9949, '9.9 kB'],
    [9999, '10 kB'],
    [41_200, '41 kB'],
    [999_499, '999 kB'],
    [999_950, '1 MB'],
    [1_000_000, '1 MB'],
    [2_700_000, '2.7 MB'],
    [500_000_000, '500 MB'],
    [999_499_999, '999 MB'],
    [999_500_000, '1 GB'],
    [2_000_000_000, '2 GB'],
  ])('of %i bytes is %s', (count, text) => {
    expect(bytes(count)).toBe(text);
  });

  it.each([
    [-5, '0 s'],
    [499, '0 s'],
    [1499, '1 s'],
    [59_499, '59 s'],
    [59_600, '1 min'],
    [60_000, '1 min'],
    [65_000, '1 min 5 s'],
    [3_599_400, '59 min 59 s'],
    [3_599_600, '1 h'],
    [3_629_000, '1 h'],
    [3_660_000, '1 h 1 min'],
    [7_380_000, '2 h 3 min'],
  ])('of %i ms is %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it('of time or bytes never shows 60 s, 60 min or 1000 of a unit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100_000_000 }),
        fc.integer({ min: 0, max: 2 ** 40 }),
        (ms, count) => {
          expect(duration(ms)).not.toMatch(/\b60 (s|min)\b/);
          expect(duration(ms)).toMatch(/^\d+ (s|min|h)( \d+ (s|min))?$/);
          if (count < 9e11) expect(bytes(count)).toMatch(/^(\d(\.\d)?|\d{2,3}) (bytes?|kB|MB|GB)$/);
        },
      ),
      { numRuns: 2000, seed: 5 },
    );
  });

  it('of credits is exact to the thousandth', () => {
    expect([500, 1000, 168_400, 1].map(credits)).toEqual(['0.5', '1', '168.4', '0.001']);
  });
});

describe('what a field accepts, and what is wrong with a setting', () => {
  const common = { name: 'size', title: 'Size', description: 'How large', required: true };
  const fields: [Field, string, unknown][] = [
    [{ ...common, kind: 'media', medium: 'image' }, 'a picture', 'x'],
    [{ ...common, kind: 'media', medium: 'video' }, 'a video', 'x'],
    [{ ...common, kind: 'text', maxLength: 500 }, 'text of at most 500 characters', 7],
    [{ ...common, kind: 'number', integer: true, min: 10, max: 100 }, 'a whole number from 10 to 100', 5],
    [{ ...common, kind: 'number', integer: false, min: 0, max: 1 }, 'a number from 0 to 1', 'much'],
    [
      { ...common, kind: 'choice', options: [2, 4, 8].map((value) => ({ value, label: `${value}×` })) },
      '2, 4 or 8',
      '3',
    ],
    [{ ...common, kind: 'choice', options: [{ value: 'png', label: 'PNG' }] }, 'png', 'bmp'],
    [{ ...common, kind: 'toggle' }, 'yes or no', 'perhaps'],
  ];

  it.each(fields)('%o: %s', (field, text, given) => {
    expect(accepts(field)).toBe(text);
    expect(problem({ kind: 'missing', field })).toBe(`size is needed: ${text}.`);
    expect(problem({ kind: 'wrong', field, given })).toBe(`size must be ${text}, not ${given}.`);
  });

  it('is one short line, however long and odd the value is', () => {
    const [[field] = []] = fields;
    if (!field) throw new Error('no field');
    const values = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.jsonValue(),
      fc.constant({ a: [1] }),
    );
    fc.assert(
      fc.property(values, (given) => {
        for (const text of [
          problem({ kind: 'wrong', field, given }),
          problem({ kind: 'unknown', name: String(given) }),
        ]) {
          expect(text.length).toBeLessThan(130);
          expect(text).not.toMatch(/\n|\r/);
          if (typeof given === 'object') continue;
          // Not half a character.
          expect(text).toBe(Buffer.from(text).toString());
        }
        expect(problem({ kind: 'wrong', field, given })).not.toContain('[object');
      }),
      { numRuns: 500, seed: 6 },
    );
  });

  it('cuts a long value where a reader still knows it', () => {
    const text = problem({ kind: 'unknown', name: 'a'.repeat(61) });
    expect(text).toBe(`There is no setting called ${'a'.repeat(59)}….`);
    expect(problem({ kind: 'unknown', name: 'a'.repeat(60) })).toBe(
      `There is no setting called ${'a'.repeat(60)}.`,
    );
    const faces = problem({ kind: 'unknown', name: `${'a'.repeat(58)}${'😀'.repeat(9)}` });
    expect(faces).toBe(`There is no setting called ${'a'.repeat(58)}….`);
  });
});

describe('a cut', () => {
  const characters = (text: string) => [...new Intl.Segmenter('en').segment(text)].map((it) => it.segment);

  it.each([
    ['short enough', 12, 'short enough'],
    ['one too long', 11, 'one too lo…'],
    ['and a space', 7, 'and a…'],
    ['ab👩‍👩‍👧‍👦', 12, 'ab…'],
    ['ab🇩🇪🇫🇷', 8, 'ab🇩🇪…'],
    ['abe\u0301', 4, 'abe\u0301'],
    ['abe\u0301x', 4, 'ab…'],
    ['anything', 0, '…'],
  ])('of %j at %i is %j', (text, most, left) => {
    expect(cut(text, most)).toBe(left);
  });

  it('keeps whole characters, within the limit, however long and odd the text is', () => {
    const texts = fc.array(
      fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('👩‍👩‍👧‍👦', '🇩🇪', ' ', '🎉')),
    );
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 40 }), (parts, most) => {
        const text = parts.join('');
        const kept = cut(text, most, { mark: '' });
        expect(kept.length).toBeLessThanOrEqual(most);
        expect(cut(text, most).length).toBeLessThanOrEqual(most);
        const all = characters(text);
        expect(characters(kept)).toEqual(all.slice(0, characters(kept).length));
      }),
    );
    // What is one character without an end is cut all the same.
    const endless = cut(`a${'\u0301'.repeat(5000)}`, 100);
    expect(endless).toHaveLength(100);
    const long = Array.from({ length: 500_000 }, () => '👩‍👩‍👧‍👦').join('');
    const began = performance.now();
    expect(cut(long, 1000).length).toBeLessThanOrEqual(1000);
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it('takes half of some markup along', () => {
    expect(cut('see <https://example.org/a>', 12, { torn: /<[^<>]*$/ })).toBe('see…');
  });
});

describe('what is quoted back', () => {
  it('holds nothing that moves a cursor, is unseen or turns the writing around, and keeps signs that are one', () => {
    const given = 'a\u202egpj.exe\u2066\u200b\u001b[2J\u0001b\u2028c \u{1F469}\u200d\u{1F469}';
    const { message } = new Failure('unknown-model', { given, known: [] });
    expect(message).toContain('called a gpj.exe [2J b c \u{1F469}\u200d\u{1F469}.');
  });
});

describe('the line of a card', () => {
  const shape = { width: 600, height: 450, bytes: 139_000 };

  it('says how long it usually takes only when something is known', () => {
    expect(status.queued(undefined)).toBe('Waiting for its turn');
    expect(status.queued({ lowMs: 4000, highMs: 7000, measured: true })).toBe(
      'Waiting for its turn · takes 4 s to 7 s',
    );
    const wait = { lowMs: 75_000, highMs: 185_000, measured: true };
    expect(status.queued(wait, { position: 3, startsInMs: 41_000 })).toBe(
      '3rd in line · starts in about 40 s, takes 1 min 15 s to 3 min',
    );
    expect(status.processing(65_000, wait)).toBe('about 10 s left');
    expect(status.processing(76_000, wait)).toBe('at most about 2 min left');
    expect(status.processing(200_000, wait)).toBe('running for 3 min, longer than usual');
    expect(status.processing(4_000, undefined)).toBe('running for 4 s');
  });

  it('says what became of the file, also when one side is not known', () => {
    const clip = { ...shape, seconds: 2.04, bytes: 2_700_000 };
    expect(status.done(shape, clip, 2000)).toBe('600 × 450, 139 kB → 600 × 450, 2.0 s, 2.7 MB in 2 s');
    expect(status.done(undefined, shape, 2000)).toBe('600 × 450, 139 kB in 2 s');
  });

  it('says what is done by its labels, and beside it only what differs from what is usual', () => {
    const said = (name: string, settings: Record<string, unknown>) => {
      const model = findModel(name);
      if (!model) throw new Error(`no model ${name}`);
      return [whatIsDone(model, settings), otherSettings(model, settings)];
    };
    const image = 'https://example.org/a.jpg';
    expect(said('esrgan', { scale: 4, output_format: 'png', quality: 95, image, other: 1 })).toEqual([
      'Larger picture ×4',
      'File type PNG',
    ]);
    expect(said('esrgan', {})).toEqual(['Larger picture ×2', '']);
    expect(said('video-frame-interpolation', { output_fps: 60, preserve_audio: false })).toEqual([
      'Smoother video 60 fps',
      'Keep sound: no',
    ]);
    expect(said('clarityai-flux-upscaler', { scale_factor: 2, prompt: 'a castle', lora_link: '' })).toEqual([
      'Larger, with new detail ×2',
      'Prompt “a castle”',
    ]);
    expect(said('svd', { fps: 7, frames: 25 })).toEqual(['Picture to video', 'Frames 25']);
  });

  it('describes the result for people who cannot see it', () => {
    expect(status.alt('Larger picture ×4', 'lake.jpg', shape)).toBe(
      'lake.jpg, larger picture ×4, 600 by 450 pixels',
    );
    expect(status.alt('Picture to video', undefined, undefined)).toBe('Result, picture to video');
  });
});
