/** Whatever people type: properties of the text grammar and of the nearest word. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest } from '../../../src/core/text/nearest.ts';
import { readText } from '../../../src/core/text/request.ts';
import type { Field } from '../../../src/models/fields.ts';
import { models } from '../../../src/models/index.ts';
import type { Model } from '../../../src/models/model.ts';

/** Every setting of a model with a value that it takes. */
const settingsOf = (model: Model) =>
  fc.record<Record<string, string>>(
    Object.fromEntries(
      model.fields
        .filter((field) => field.kind !== 'media')
        .map((field): [string, fc.Arbitrary<string>] => [field.name, fitting(field)]),
    ),
    { requiredKeys: [] },
  );
function fitting(field: Field): fc.Arbitrary<string> {
  switch (field.kind) {
    case 'choice':
      return fc.constantFrom(...field.options.map(({ value }) => `${value}`));
    case 'number':
      return fc.integer({ min: field.min, max: field.max }).map(String);
    case 'text':
      return fc.string({ unit: 'binary', minLength: 1, maxLength: field.maxLength });
    default:
      return fc.constantFrom('yes', 'no');
  }
}
const requests = fc
  .constantFrom(...models)
  .chain((model) => fc.record({ model: fc.constant(model), settings: settingsOf(model) }));
const anyCase = (word: string, upper: boolean) => (upper ? word.toUpperCase() : word);

describe('whatever is typed', () => {
  it('every setting of every model comes back as it was written, in any order and any case of the names', () => {
    const spellings = fc.record({
      upper: fc.boolean(),
      sign: fc.constantFrom('=', ' = ', ': ', ':'),
      dashes: fc.constantFrom('', '--'),
      modelLast: fc.boolean(),
    });
    fc.assert(
      fc.property(requests, spellings, ({ model, settings }, { upper, sign, dashes, modelLast }) => {
        const parts = Object.entries(settings).map(([name, value]) => {
          const written = /^[\w.+-]+$/.test(value) ? value : `"${value.replace(/[\\"]/g, '\\$&')}"`;
          return `${dashes}${anyCase(name, upper)}${sign}${written}`;
        });
        const command = anyCase(model.command, upper);
        const text = (modelLast ? [...parts, command] : [command, ...parts]).join(' ');
        const found = readText(text);
        expect(found.model).toBe(model);
        expect(found).toMatchObject({ unknown: [], settings: { ...settings } });
      }),
    );
  });

  it('nothing throws, and no setting is set that the model does not have', () => {
    const pieces = fc.constantFrom(
      ...[
        'upscale',
        'x4',
        '60fps',
        '"',
        '“',
        '<',
        '>',
        '=',
        ':',
        '--',
        'scale',
        'no',
        'https://a.b/c',
        '\\',
        "'",
      ],
      ...[
        ' ',
        '\n',
        '`',
        '||',
        '4',
        '×',
        'prompt',
        'preserve_audio',
        '😀',
        '\ud800',
        '?',
        'help',
        '<@1>',
        '|',
      ],
    );
    const noise = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
      fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(noise, (text) => {
        const { model, settings, link } = readText(text);
        const names = model?.fields.filter(({ kind }) => kind !== 'media').map(({ name }) => name) ?? [];
        expect(names).toEqual(expect.arrayContaining(Object.keys(settings)));
        if (link?.startsWith('http')) expect(text).toContain(link);
      }),
      { numRuns: 500 },
    );
  });

  it('a long message takes no longer than its length asks for', () => {
    for (const part of ['<https://', '"', '“\\', 'x4 ', '--a', 'a=', '<@', 'aa:', '||', 'upscale ']) {
      const began = performance.now();
      readText(part.repeat(4000 / part.length));
      expect(performance.now() - began, part).toBeLessThan(500);
    }
  });
});

describe('the nearest word', () => {
  const words = models.flatMap(({ command, fields }) => [command, ...fields.map(({ name }) => name)]);

  it('is the word itself, and the one that a single slip was made in', () => {
    fc.assert(
      fc.property(fc.constantFrom(...words.filter((word) => word.length > 3)), fc.nat(), (word, seed) => {
        const at = seed % (word.length - 1);
        const swapped = word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
        const without = word.slice(0, at) + word.slice(at + 1);
        expect(nearest(word, words)).toBe(word);
        expect(nearest(swapped, [word])).toBe(word);
        expect(nearest(without, [word])).toBe(without.length < 3 ? undefined : word);
      }),
    );
  });

  it('is none where nothing is near', () => {
    expect(nearest('sharpen', words)).toBeUndefined();
    expect(nearest('x', ['y'])).toBeUndefined();
    expect(nearest('', words)).toBeUndefined();
  });
});
