/** A model and what is set of it, as people read it: `Larger picture ×4`, `File type PNG · Keep sound: no`. */
import type { Field } from '../../models/fields.ts';
import type { Model } from '../../models/model.ts';
import { quoted } from './amounts.ts';

type Settings = Readonly<Record<string, unknown>>;
type Setting = Exclude<Field, { kind: 'media' }>;

/** A value as it stands beside its model's name: `×4`, `60 fps`, `PNG`. */
function shownAs(field: Setting, value: unknown): string {
  if (field.role === 'times') return `×${value}`;
  if (field.role === 'rate') return `${value} fps`;
  if (field.kind === 'choice') return field.options.find((it) => it.value === value)?.label ?? quoted(value);
  return field.kind === 'text' ? `“${quoted(value)}”` : quoted(value);
}

/** The same of a setting by its name, e.g. `×2`, `PNG`. */
export function valueText({ fields }: Pick<Model, 'fields'>, name: string, value: unknown): string {
  const field = fields.filter(isSetting).find((it) => it.name === name);
  return field ? shownAs(field, value) : quoted(value);
}

/** One setting: `Scale ×4`, `Quality 80`, `60 fps`, `Keep sound: no`. */
export function settingText(field: Setting, value: unknown): string {
  if (field.kind === 'toggle') return `${field.title}: ${value ? 'yes' : 'no'}`;
  return field.role === 'rate' ? shownAs(field, value) : `${field.title} ${shownAs(field, value)}`;
}

const isSetting = (field: Field): field is Setting => field.kind !== 'media';

/** What a model does with these settings: `Larger picture ×4`. @param model left out, a model is not known any more */
export function whatIsDone(model: Model, settings: Settings, does: string = model.does): string {
  const main = model.fields.filter(isSetting).find(({ name }) => name === model.main);
  const value = main && (settings[main.name] ?? main.default);
  return main && value !== undefined ? `${does} ${shownAs(main, value)}` : does;
}

/** What differs from what the model does by itself, besides its main setting; empty where nothing does. */
export const otherSettings = (model: Pick<Model, 'fields' | 'main'>, settings: Settings): string =>
  model.fields
    .filter(isSetting)
    .flatMap((field) => {
      const value = settings[field.name];
      const usual = value === undefined || value === '' || value === field.default;
      return usual || field.name === model.main ? [] : [settingText(field, value)];
    })
    .join(' · ');
