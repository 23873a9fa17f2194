import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readArguments } from '../src/bots/terminal/arguments.ts';
import { modelList } from '../src/bots/terminal/draw.ts';
import { defineModel, media } from '../src/models/define-model.ts';
import type { Field } from '../src/models/fields.ts';
import { findModel, models } from '../src/models/index.ts';
import { type Parameter, parameterTables } from './helpers/parameter-tables.ts';

const tables = Object.entries(parameterTables).map(([name, table]) => {
  const model = findModel(name);
  if (!model) throw new Error(`no model ${name}`);
  return { name, table, model };
});

/** A field said in the words of the provider's table. */
function asParameter(field: Field): Omit<Parameter, 'hidden' | 'demanded' | 'ownDefault'> {
  const { name, required } = field;
  const initial = 'default' in field && field.default !== undefined ? { default: field.default } : {};
  switch (field.kind) {
    case 'media':
      return { name, type: 'string (uri)', required };
    case 'text':
      return { name, type: 'string', required, ...initial };
    case 'toggle':
      return { name, type: 'boolean', required, ...initial };
    case 'number':
      return {
        name,
        type: field.integer ? 'integer' : 'number',
        required,
        ...initial,
        range: [field.min, field.max],
      };
    case 'choice': {
      const allowed = field.options.map(({ value }) => value);
      const type = allowed.every((value) => typeof value === 'number') ? 'integer' : 'string';
      return {
        name,
        type,
        required,
        ...initial,
        allowed,
        ...(field.wire ? { sentAsText: true as const } : {}),
      };
    }
  }
}

const offered = (table: Parameter[]) => table.filter((parameter) => !parameter.hidden);
const samples = (parameter: Parameter): unknown[] => {
  if (parameter.allowed) return parameter.allowed;
  if (parameter.range) return parameter.range;
  return parameter.type === 'boolean' ? [true, false] : ['words'];
};
const unfit = (parameter: Parameter): unknown[] => {
  if (parameter.allowed) return [parameter.type === 'integer' ? 5000 : 'other', true];
  if (parameter.range) {
    const step = parameter.type === 'integer' ? 1 : 0.01;
    const odd = [parameter.range[0] - step, parameter.range[1] + step, 'many', Number.NaN];
    return parameter.type === 'integer' ? [...odd, parameter.range[0] + 0.5] : odd;
  }
  return parameter.type === 'boolean' ? ['maybe', 3] : [7];
};

describe.each(tables)('$name', ({ name, table, model }) => {
  it('offers exactly the parameters of the provider’s table', () => {
    const expected = offered(table).map(({ demanded, ownDefault, hidden, ...parameter }) => ({
      ...parameter,
      ...(demanded ? { required: true } : {}),
    }));
    const ours = model.fields.map((field) => {
      const parameter = asParameter(field);
      if (table.find((each) => each.name === field.name)?.ownDefault) delete parameter.default;
      return parameter;
    });
    expect(ours).toEqual(expected);
  });

  it('takes every allowed value, as itself and as text, and sends it in the provider’s form', () => {
    for (const parameter of offered(table).filter(({ type }) => type !== 'string (uri)')) {
      for (const sample of samples(parameter)) {
        for (const given of [sample, String(sample)]) {
          const prepared = model.prepare({ [parameter.name]: given });
          if (!prepared.ok) throw new Error(`${parameter.name}=${given} was refused`);
          const sent = model.request(prepared.settings, 'https://example.org/a').body[parameter.name];
          expect(sent).toBe(parameter.sentAsText ? String(sample) : sample);
        }
      }
    }
  });

  it('refuses everything else, naming the field', () => {
    for (const parameter of offered(table).filter(({ type }) => type !== 'string (uri)')) {
      for (const given of unfit(parameter)) {
        const prepared = model.prepare({ [parameter.name]: given });
        expect(prepared, `${parameter.name}=${given}`).toMatchObject({
          ok: false,
          problems: [{ kind: 'wrong' }],
        });
      }
    }
  });

  it('takes what it completed itself, as a run again does', () => {
    const first = model.prepare({});
    expect(first.ok && model.prepare(first.settings)).toEqual(first);
  });

  it('sends all of its parameters when a person sets nothing', () => {
    const prepared = model.prepare({});
    if (!prepared.ok) throw new Error('the defaults were refused');
    const { slug, body } = model.request(prepared.settings, 'https://example.org/a');
    expect(slug).toBe(name);
    expect(Object.keys(body).sort()).toEqual(table.map((parameter) => parameter.name).sort());
    for (const parameter of table) {
      if (parameter.type === 'string (uri)') expect(body[parameter.name]).toBe('https://example.org/a');
      else if (parameter.ownDefault) expect(body[parameter.name]).toMatch(/\w/);
      else
        expect(body[parameter.name]).toBe(
          parameter.sentAsText ? String(parameter.default) : parameter.default,
        );
    }
  });

  it('is offered by the terminal with the same names, and shown by its list', () => {
    const flags = offered(table).filter(({ type }) => type !== 'string (uri)');
    const args = flags.flatMap((parameter) => [`--${parameter.name}`, String(samples(parameter)[0])]);
    const asked = readArguments(['photo.jpg', '--model', name, ...args], '/tmp');
    if (asked.kind !== 'run') throw new Error('not a run');
    expect(Object.keys(asked.settings).sort()).toEqual(flags.map((parameter) => parameter.name).sort());
    expect(model.prepare(asked.settings).ok).toBe(true);
    for (const parameter of flags) expect(modelList()).toContain(`--${parameter.name}`);
    for (const parameter of table.filter(({ hidden }) => hidden))
      expect(modelList()).not.toContain(parameter.name);
  });
});

describe('a number that the provider’s sample sends as text', () => {
  it('is sent as a number when the owner says so', () => {
    const body = (asNumbers: string[]) =>
      findModel('svd')?.request({ frames: 25 }, 'https://example.org/a', asNumbers).body;
    expect(body([])?.frames).toBe('25');
    expect(body(['svd.frames'])?.frames).toBe(25);
    expect(body(['esrgan.scale'])?.frames).toBe('25');
  });
});

describe('a setting that is empty', () => {
  it('counts as not set, so the prompt is never sent empty', () => {
    const prepared = findModel('clarity')?.prepare({ prompt: '', creativity: undefined });
    expect(prepared).toMatchObject({
      ok: true,
      settings: { prompt: expect.stringMatching(/\w/), creativity: 3 },
    });
  });
  it('is not the way to the hidden parameter either', () => {
    expect(findModel('svd')?.prepare({ base64: true })).toMatchObject({
      ok: false,
      problems: [{ kind: 'unknown', name: 'base64' }],
    });
  });
});

describe('a model that no surface could draw', () => {
  const facts = {
    name: 'odd',
    command: 'odd',
    does: 'Odd',
    maker: 'Nobody',
    short: 'Odd',
    summary: '',
    gives: 'image',
    digitalSource: 'algorithmicallyEnhanced',
    price: 1,
    deadlineMs: 1,
    work: () => 1,
    usualWork: 1,
    usualSource: { width: 1, height: 1 },
    expect: () => ({}),
  } as const;
  const image = media('image', 'Image', 'A picture');
  const named = { title: 'Field', description: 'A field' };
  const cases: [string, z.ZodObject, RegExp][] = [
    ['an array', z.object({ image, many: z.array(z.string()).meta(named) }), /model odd: field many/],
    [
      'a number without bounds',
      z.object({ image, size: z.int().meta(named) }),
      /model odd: field size: .*smallest/,
    ],
    [
      'text without a length',
      z.object({ image, note: z.string().meta(named) }),
      /model odd: field note: .*length/,
    ],
    [
      'a field without a title',
      z.object({ image, note: z.boolean().meta({ description: 'A' }) }),
      /model odd: field note: .*title/s,
    ],
    [
      'too long a description',
      z.object({ image, a: z.boolean().meta({ title: 'A', description: 'x'.repeat(101) }) }),
      /field a/,
    ],
    [
      '26 choices',
      z.object({ image, a: z.enum([...'abcdefghijklmnopqrstuvwxyz']).meta(named) }),
      /model odd: field a: .*25/,
    ],
    [
      'a name no option can have',
      z.object({ image, Ünamed: z.boolean().meta(named) }),
      /model odd: field Ünamed/,
    ],
    [
      'a default outside the choices',
      z.object({ image, a: z.enum(['x']).meta({ ...named, default: 'y' }) }),
      /model odd: field a/,
    ],
    ['no media', z.object({ a: z.boolean().meta(named) }), /model odd: .*media/],
    ['two media', z.object({ image, other: image }), /model odd: .*media/],
  ];
  it.each(cases)('is refused at load: %s', (_what, schema, message) => {
    expect(() => defineModel({ ...facts, schema })).toThrow(message);
  });
});

it('every model has a command, a price and a deadline of its own', () => {
  expect(new Set(models.flatMap(({ name, command }) => [name, command])).size).toBe(models.length * 2);
  for (const model of models) {
    expect(Number.isInteger(model.price) && model.price > 0).toBe(true);
    expect(model.deadlineMs).toBeLessThanOrEqual(3_300_000);
  }
  expect(findModel('esrgan')?.price).toBe(500);
  expect(findModel('flashvsr')?.media.maxSeconds).toBe(60);
});

it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
  'a setting called %s is unknown',
  (name) => {
    const raw = JSON.parse(`{${JSON.stringify(name)}:"x"}`);
    for (const model of models)
      expect(model.prepare(raw)).toMatchObject({ ok: false, problems: [{ kind: 'unknown', name }] });
  },
);
