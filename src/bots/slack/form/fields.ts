/** A setting as a field of the form. */
import type { types } from '@slack/bolt';
import { cut } from '../../../core/words/cut.ts';
import { accepts } from '../../../core/words/fields.ts';
import type {
  ChoiceField,
  Field,
  MediaField,
  NumberField,
  TextField,
  ToggleField,
} from '../../../models/fields.ts';
import type { Model } from '../../../models/model.ts';
import { plain } from '../cards/blocks.ts';
import { ids } from '../ids.ts';
import { formWords as words } from '../words/form.ts';

export type Setting = Exclude<Field, MediaField>;
export const settingsOf = ({ fields }: Pick<Model, 'fields'>): Setting[] =>
  fields.filter((field) => field.kind !== 'media');

/** An option's text and description. https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
const longestOption = 75;
/** Text that may be longer than this is typed in a box of several lines. */
const longestLine = 500;
const ticked = 'yes';

/** The id of a setting's block: what Slack shows an error at. */
export const fieldBlock = (name: string): string => `field:${name}`;
/** The setting that a block is for. */
export const fieldIn = (block: string): string | undefined => /^field:(.+)$/.exec(block)?.[1];

type How = { redraws: boolean; fill?: string | undefined };
/**
 * A field, filled in.
 * @param value what is filled in; the default where it is undefined or nothing the field takes.
 * @param how.redraws whether the app is told of each change. @param how.fill see `ids.field`
 */
export function inputFor(model: Model, field: Setting, value: unknown, how: How): types.InputBlock {
  const { redraws, fill } = how;
  const action_id = ids.field(model.command, field.name, fill);
  const element = elementFor(field, action_id, given(model, field, value) ?? field.default);
  return {
    type: 'input',
    block_id: fieldBlock(field.name),
    label: plain(field.title),
    // A box that must be ticked could not be left empty.
    optional: field.kind === 'toggle' || !field.required,
    ...(redraws ? { dispatch_action: true } : {}),
    ...hintFor(field),
    element: redraws && isTyped(element) ? { ...element, ...onEachCharacter } : element,
  };
}

const isTyped = (it: types.InputBlock['element']) =>
  it.type === 'number_input' || it.type === 'plain_text_input';
/** Else only the enter key would tell, and it submits. */
const onEachCharacter = {
  dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
} satisfies types.Dispatchable;

/** A choice shows what it takes, and a box says itself what it is for. */
const hintFor = (field: Setting): Pick<types.InputBlock, 'hint'> =>
  field.kind === 'toggle'
    ? {}
    : {
        hint: plain(
          field.kind === 'choice' ? field.description : words.hint(field.description, accepts(field)),
        ),
      };

/** What the model makes of it; undefined where it takes no such value. */
const given = (model: Model, { name }: Setting, value: unknown): unknown => {
  const prepared = model.prepare({ [name]: value });
  return prepared.ok ? prepared.settings[name] : undefined;
};

function elementFor(field: Setting, action_id: string, value: unknown): types.InputBlock['element'] {
  switch (field.kind) {
    case 'number':
      return numberInput(field, action_id, value);
    case 'choice':
      return choiceInput(field, action_id, value);
    case 'toggle':
      return toggleInput(field, action_id, value);
    case 'text':
      return textInput(field, action_id, value);
  }
}

/** Numbers are strings here. https://docs.slack.dev/reference/block-kit/block-elements/number-input-element */
const numberInput = (
  { integer, min, max }: NumberField,
  action_id: string,
  value: unknown,
): types.NumberInput => ({
  type: 'number_input',
  action_id,
  is_decimal_allowed: !integer,
  min_value: String(min),
  max_value: String(max),
  ...(value === undefined ? {} : { initial_value: decimal(Number(value)) }),
});

/** Never `1e-7`. */
const decimal = (value: number): string =>
  String(value).includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : String(value);

export const optionOf = (value: string, text: string, description = ''): types.PlainTextOption => ({
  text: plain(label(text)),
  value,
  ...(description === '' ? {} : { description: plain(label(description)) }),
});

function choiceInput({ options }: ChoiceField, action_id: string, value: unknown): types.StaticSelect {
  const all = options.map((it) => optionOf(String(it.value), it.label));
  const initial = all.find((it) => it.value === String(value));
  return {
    type: 'static_select',
    action_id,
    options: all,
    ...(initial ? { initial_option: initial } : {}),
  };
}

function toggleInput({ description }: ToggleField, action_id: string, value: unknown): types.Checkboxes {
  const option = optionOf(ticked, description);
  return {
    type: 'checkboxes',
    action_id,
    options: [option],
    ...(value === true ? { initial_options: [option] } : {}),
  };
}

function textInput({ maxLength }: TextField, action_id: string, value: unknown): types.PlainTextInput {
  const multiline = maxLength > longestLine;
  const text = multiline ? String(value ?? '') : String(value ?? '').replace(/\s+/g, ' ');
  return {
    type: 'plain_text_input',
    action_id,
    max_length: maxLength,
    ...(multiline ? { multiline } : {}),
    ...(text === '' ? {} : { initial_value: text }),
  };
}

const label = (text: string): string => cut(text, longestOption) || ' ';
