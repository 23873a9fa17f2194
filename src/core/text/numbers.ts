/** Amounts in typed words, and what a bare number may mean for a model. */
import type { Field, Role } from '../../models/fields.ts';
import type { Model } from '../../models/model.ts';

/** Full-width letters and figures, ligatures and the like, as a keyboard of letters would have written them. */
export const plainly = (word: string): string => word.normalize('NFKC').replace(/[−–]/g, '-');

export const isNumber = (word: string): boolean => /^[+-]?\d+(\.\d+)?$/.test(plainly(word));

/** `x4`, `4x`, `400%`, `60fps`; the x of three alphabets. */
export function amountIn(
  given: string,
): { role: Extract<Role, 'times' | 'rate'>; value: string } | undefined {
  const word = plainly(given);
  const times = /^(?:[x×х]\s?(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)\s?[x×х])$/i.exec(word);
  const percent = /^([1-9]\d{2,3})%$/.exec(word)?.[1];
  const rate = /^(\d+(?:\.\d+)?)\s?(?:fps|hz)$/i.exec(word)?.[1];
  if (rate !== undefined) return { role: 'rate', value: rate };
  const value =
    times?.[1] ?? times?.[2] ?? (percent === undefined ? undefined : String(Number(percent) / 100));
  return value === undefined ? undefined : { role: 'times', value };
}

/** Whether a model's field takes this number, as far as it can be told without its schema. */
function takes(field: Field, value: number): boolean {
  if (field.kind === 'number')
    return value >= field.min && value <= field.max && (!field.integer || Number.isInteger(value));
  return field.kind === 'choice' && field.options.some((it) => it.value === value);
}

/**
 * The fields that a number without a name may be for: how many times, how many a second, and numbers to choose from. None
 * takes it: the one that it would most likely be for, so that what is wrong with it can be said.
 */
export function meantBy(number: string, { fields }: Model): Field[] {
  const value = Number(plainly(number));
  const able = fields.filter(
    (field) => field.role === 'times' || field.role === 'rate' || typeof optionOf(field) === 'number',
  );
  const fitting = able.filter((field) => takes(field, value));
  const [only, ...more] = able.filter(({ role }) => role === 'times');
  return fitting.length > 0 || !only || more.length > 0 || able.some(({ role }) => role === 'rate')
    ? fitting
    : [only];
}

const optionOf = (field: Field) => (field.kind === 'choice' ? field.options[0]?.value : undefined);

/** As one writes a number for this field, e.g. `x4`, `60 fps`, `frames=25`. */
export const typedFor = (field: Field, number: string): string =>
  field.role === 'times' ? `x${number}` : field.role === 'rate' ? `${number} fps` : `${field.name}=${number}`;

/** The least scale with which a longer side of so many pixels reaches a size; the largest where none does. */
export function scaleFor(
  model: Model,
  side: number,
  pixels: number,
): { name: string; scale: number } | undefined {
  const field = model.fields.find(({ role }) => role === 'times');
  if (!field) return undefined;
  const scales =
    field.kind === 'choice'
      ? field.options.map(({ value }) => Number(value))
      : field.kind === 'number'
        ? Array.from({ length: Math.floor(field.max) }, (_, index) => index + 1).filter(
            (it) => it >= field.min,
          )
        : [];
  const sorted = scales.filter((it) => it > 1).sort((a, b) => a - b);
  const scale = sorted.find((it) => side * it >= pixels) ?? sorted.at(-1);
  return scale === undefined ? undefined : { name: field.name, scale };
}
