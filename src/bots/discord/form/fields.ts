/** A setting as a field of a form. */
import { type APIComponentInLabel, type APILabelComponent, ComponentType, TextInputStyle } from 'discord.js';
import { cut } from '../../../core/words/cut.ts';
import { accepts } from '../../../core/words/fields.ts';
import type { ChoiceField, Field, MediaField, NumberField } from '../../../models/fields.ts';

/** Lengths of texts. https://docs.discord.com/developers/components/reference#label */
export const longest = { title: 45, label: 45, description: 100 };
/** More options than this are a menu, not a row of circles. */
const mostCircles = 5;
const mostOptions = 25;

export type Setting = Exclude<Field, MediaField>;

/** @param value what is filled in already; undefined is nothing. */
export function labelFor(field: Setting, value: unknown): APILabelComponent {
  const component = inputFor(field, value);
  const full = `${field.description}: ${accepts(field)}`;
  const says = component.type === ComponentType.TextInput && full.length <= longest.description;
  return {
    type: ComponentType.Label,
    label: cut(field.title, longest.label),
    description: says ? full : cut(field.description, longest.description),
    component,
  };
}

function inputFor(field: Setting, value: unknown): APIComponentInLabel {
  const given = value === undefined || value === null ? '' : String(value);
  switch (field.kind) {
    case 'toggle':
      return {
        type: ComponentType.Checkbox,
        custom_id: field.name,
        default: /^(true|yes|on|1)$/i.test(given),
      };
    case 'choice':
      return choiceInput(field, field.options, given);
    case 'number': {
      const whole = wholeNumbers(field);
      return whole ? choiceInput(field, whole, given) : textInput(field, given, 30, TextInputStyle.Short);
    }
    case 'text': {
      const style = field.maxLength > longest.description ? TextInputStyle.Paragraph : TextInputStyle.Short;
      return textInput(field, given, field.maxLength, style);
    }
  }
}

/** A whole number out of a few is chosen, not typed: there is no numeric input in a modal. */
function wholeNumbers({ integer, min, max }: NumberField): ChoiceField['options'] | undefined {
  if (!integer || max - min >= mostOptions) return undefined;
  return Array.from({ length: max - min + 1 }, (_, index) => ({
    value: min + index,
    label: String(min + index),
  }));
}

function choiceInput({ name }: Setting, choices: ChoiceField['options'], given: string): APIComponentInLabel {
  const options = choices.map(({ value, label }) => ({
    value: String(value),
    label,
    default: String(value) === given,
  }));
  return options.length > mostCircles || options.length < 2
    ? { type: ComponentType.StringSelect, custom_id: name, options }
    : { type: ComponentType.RadioGroup, custom_id: name, options };
}

const textInput = (
  field: Setting,
  given: string,
  most: number,
  style: TextInputStyle,
): APIComponentInLabel => ({
  type: ComponentType.TextInput,
  custom_id: field.name,
  style,
  max_length: most,
  // What is emptied has its default again.
  required: field.required && field.default === undefined,
  ...(given === '' ? {} : { value: cut(given, most, { mark: '' }) }),
});
