/** The form: its definitions, what it keeps, and the way from it to a job. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conversation, Found, Team } from '../../../src/bots/slack/context.ts';
import { beginning } from '../../../src/bots/slack/form/state.ts';
import { viewFor } from '../../../src/bots/slack/form/view.ts';
import {
  formButton,
  metadataOf,
  readDraft,
  type StoredDraft,
} from '../../../src/bots/slack/requests/draft.ts';
import { findModel, models } from '../../../src/models/index.ts';
import type { Block } from '../../fakes/slack/blocks/blocks.ts';
import { button as buttonSchema } from '../../fakes/slack/blocks/elements.ts';
import { type ViewBody, viewSchema } from '../../fakes/slack/blocks/view-schema.ts';
import { type Parameter, parameterTables } from '../../helpers/parameter-tables.ts';

const team: Team = { id: 'T0STUDIO', orgWide: false };
const place: Conversation = { team, channel: 'C0GENERAL', thread: '1763700000.000100', direct: false };
/** A form as Slack would take it. */
function formOf(start: Partial<StoredDraft>): ViewBody {
  const view = viewFor({ prices: [] }, beginning({ settings: {}, media: [], ...start }, team));
  return viewSchema.parse(view);
}

/** A field said in the words of the provider's table. */
function asParameter(block: Block): Omit<Parameter, 'hidden' | 'demanded' | 'ownDefault'>[] {
  const name = /^field:(.+)$/.exec(block.block_id ?? '')?.[1];
  if (block.type !== 'input' || name === undefined) return [];
  const { element, optional = false } = block;
  const common = { name, required: !optional };
  switch (element.type) {
    case 'number_input': {
      const { is_decimal_allowed, initial_value, min_value, max_value } = element;
      return [
        {
          ...common,
          type: is_decimal_allowed ? 'number' : 'integer',
          ...(initial_value === undefined ? {} : { default: Number(initial_value) }),
          range: [Number(min_value), Number(max_value)],
        },
      ];
    }
    case 'static_select': {
      const values = (element.options ?? []).map(({ value }) => value);
      const numbers = values.every((value) => /^\d+$/.test(value));
      const as = (value: string) => (numbers ? Number(value) : value);
      const initial = element.initial_option?.value;
      return [
        {
          ...common,
          type: numbers ? 'integer' : 'string',
          ...(initial === undefined ? {} : { default: as(initial) }),
          allowed: values.map(as),
        },
      ];
    }
    case 'checkboxes':
      return [{ ...common, type: 'boolean', default: element.initial_options !== undefined }];
    case 'plain_text_input':
      return [{ ...common, type: 'string', default: element.initial_value ?? '' }];
    default:
      throw new Error(`${name} is a ${element.type}`);
  }
}

const tables = Object.entries(parameterTables).map(([name, table]) => ({ name, table }));

describe.each(tables)('the form of $name', ({ name, table }) => {
  const { blocks } = formOf({ model: name, conversation: place });

  it('offers exactly the parameters of the provider’s table', () => {
    const expected = table
      .filter(({ hidden, type }) => !hidden && type !== 'string (uri)')
      .map(({ sentAsText: _, ownDefault, ...parameter }) => ({
        ...parameter,
        ...(ownDefault ? { default: expect.any(String) } : {}),
      }));
    expect(blocks.flatMap(asParameter)).toEqual(expected);
  });

  it('takes the source as one file of the kind the model takes, or as a link', () => {
    const inputs = blocks.flatMap((it) => (it.type === 'input' ? [it] : []));
    const [file, link] = ['file', 'link'].map(
      (id) => inputs.find(({ block_id }) => block_id === id)?.element,
    );
    const takes = findModel(name)?.takes;
    if (file?.type !== 'file_input') throw new Error('there is no file input');
    expect(file.max_files).toBe(1);
    // A PNG may move, and is then a clip to whoever posts it.
    expect(file.filetypes?.includes('jpg')).toBe(takes === 'image');
    expect(file.filetypes?.includes('mp4')).toBe(takes === 'video');
    expect(link?.type).toBe('url_text_input');
  });

  it('asks the model first, and offers only models that fit a source that is known', () => {
    const optionsOf = ({ blocks: [first] }: ViewBody) =>
      first?.type === 'input' && first.element.type === 'static_select'
        ? (first.element.options ?? []).map(({ value }) => value)
        : [];
    expect(optionsOf(formOf({ model: name, conversation: place }))).toEqual(models.map((it) => it.name));
    for (const medium of ['image', 'video'] as const) {
      const source: Found = { file: 'F1', url: '', name: 'a', medium };
      const fit = models.filter(({ takes }) => takes === medium).map((it) => it.name);
      expect(optionsOf(formOf({ model: name, media: [source], conversation: place }))).toEqual(fit);
    }
  });

  it('is what Slack takes, whatever is filled in already', () => {
    const model = findModel(name);
    const values = fc.dictionary(
      fc.constantFrom(...(model?.fields ?? []).map((field) => field.name)),
      fc.oneof(
        fc.string({ maxLength: 5000 }),
        fc.integer(),
        fc.double(),
        fc.boolean(),
        fc.constant(undefined),
      ),
    );
    fc.assert(
      fc.property(values, (settings) => {
        expect(() => formOf({ model: name, settings, conversation: place })).not.toThrow();
      }),
    );
  });
});

describe('what a form is about', () => {
  const text = fc.string({ maxLength: 300, unit: 'grapheme' });
  const media = fc.array(
    fc.record(
      {
        file: fc.stringMatching(/^F[A-Z0-9]{8,11}$/),
        url: fc.constant(''),
        name: text,
        medium: fc.constantFrom('image', 'video', undefined),
        bytes: fc.nat(),
        width: fc.nat(),
        height: fc.nat(),
      },
      { requiredKeys: ['file', 'url', 'name', 'medium'] },
    ),
    { maxLength: 12 },
  );

  it('fits into the form and onto a button, and is read back as it was', () => {
    fc.assert(
      fc.property(media, (found) => {
        // The shapes of both are the same but for what is undefined.
        const given = { settings: {}, media: found as Found[], conversation: place, model: 'esrgan' };
        const json = metadataOf(given);
        expect(json.length).toBeLessThanOrEqual(3000);
        const read = readDraft(json);
        expect(read?.conversation).toEqual(place);
        expect(read?.media.map(({ file }) => file)).toEqual(found.map(({ file }) => file));
        const onButton = buttonSchema.parse(formButton('Open', given));
        expect(readDraft(onButton.value ?? '')?.model).toBe('esrgan');
      }),
    );
  });

  it('leaves out what has no room, the least important first', () => {
    const long = 'x'.repeat(1400);
    const settings = { prompt: long, lora_link: long.slice(0, 500), scale_factor: 4 };
    const { value = '' } = formButton('Open', {
      model: 'clarity',
      settings,
      media: [],
      conversation: place,
    });
    expect(readDraft(value)).toMatchObject({
      model: 'clarity',
      settings: { scale_factor: 4 },
      conversation: place,
    });
    expect(value.length).toBeLessThanOrEqual(2000);
  });
});
