/** Discord's limits of application commands. https://docs.discord.com/developers/interactions/application-commands */
import { ApplicationCommandOptionType as O } from 'discord.js';
import { z } from 'zod';

const spoken = z.string().regex(/^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u);
const name = spoken.refine((it) => it === it.toLowerCase(), 'Command name must be lower case');
const description = z.string().min(1).max(100);
const translated = (of: z.ZodString | typeof name) => z.record(z.string(), of).nullish();

const choice = z.object({
  name: z.string().min(1).max(100),
  name_localizations: translated(z.string().min(1).max(100)),
  value: z.union([z.string().min(1).max(100), z.number()]),
});
const common = {
  name,
  name_localizations: translated(name),
  description,
  description_localizations: translated(description),
};
const bound = z
  .number()
  .min(-(2 ** 53))
  .max(2 ** 53)
  .optional();
/** An option that takes a value. */
const valueOption = z
  .object({
    type: z.int().min(O.String).max(O.Attachment),
    ...common,
    required: z.boolean().optional(),
    choices: z.array(choice).max(25).optional(),
    autocomplete: z.boolean().optional(),
    min_value: bound,
    max_value: bound,
    min_length: z.int().min(0).max(6000).optional(),
    max_length: z.int().min(1).max(6000).optional(),
    channel_types: z.array(z.int()).optional(),
    file_types: z
      .array(z.string().regex(/^(image|video|audio|\.[^.\s]+)$/))
      .max(10)
      .optional(),
  })
  .superRefine((it, context) => {
    const wrong = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const number = it.type === O.Integer || it.type === O.Number;
    const text = it.type === O.String;
    if (it.choices?.length && it.autocomplete) wrong('autocomplete', 'Choices or autocomplete, not both');
    if ((it.choices?.length || it.autocomplete) && !number && !text)
      wrong('choices', 'Only strings and numbers have choices or autocomplete');
    for (const { value } of it.choices ?? [])
      if ((typeof value === 'number') !== number || (it.type === O.Integer && !Number.isInteger(value)))
        wrong('choices', `The choice ${value} is not of the option's type`);
    const names = it.choices?.map((one) => one.name) ?? [];
    if (new Set(names).size < names.length) wrong('choices', 'Two choices have the same name');
    if (!number && (it.min_value ?? it.max_value) !== undefined)
      wrong('min_value', 'Only numbers have a least and a greatest value');
    if (it.type === O.Integer && ![it.min_value ?? 0, it.max_value ?? 0].every(Number.isInteger))
      wrong('min_value', 'An integer is bound by integers');
    if ((it.min_value ?? -Infinity) > (it.max_value ?? Infinity))
      wrong('min_value', 'min_value is greater than max_value');
    if (!text && (it.min_length ?? it.max_length) !== undefined)
      wrong('min_length', 'Only strings have a length');
    if ((it.min_length ?? 0) > (it.max_length ?? 6000))
      wrong('min_length', 'min_length is greater than max_length');
    if (it.file_types && it.type !== O.Attachment) wrong('file_types', 'Only attachments have file types');
  });
const ordered = (options: readonly { name: string; required?: boolean | undefined }[]) =>
  options.every((it, index) => !it.required || options.slice(0, index).every((other) => other.required));
/** Whether no name is there twice. */
export const distinct = (options: readonly { name: string }[]) =>
  new Set(options.map((it) => it.name)).size === options.length;
export const values = z
  .array(valueOption)
  .max(25)
  .refine(ordered, 'Required options must be placed before non-required options')
  .refine(distinct, 'Option names must be unique');
const subcommand = z.object({ type: z.literal(O.Subcommand), ...common, options: values.optional() });
const group = z.object({
  type: z.literal(O.SubcommandGroup),
  ...common,
  options: z.array(subcommand).min(1).max(25).refine(distinct, 'Option names must be unique'),
});
export const branches = z
  .array(z.discriminatedUnion('type', [subcommand, group]))
  .min(1)
  .max(25)
  .refine(distinct, 'Option names must be unique');

const settings = {
  default_member_permissions: z.string().regex(/^\d+$/).nullish(),
  nsfw: z.boolean().optional(),
  contexts: z.array(z.int().min(0).max(2)).min(1).nullish(),
  integration_types: z.array(z.int().min(0).max(1)).min(1).nullish(),
};
export const slashSchema = z.object({ type: z.literal(1).optional(), ...common, ...settings });
export const menuSchema = z.object({
  type: z.union([z.literal(2), z.literal(3)]),
  name: z.string().min(1).max(32),
  name_localizations: common.name_localizations.or(translated(z.string().min(1).max(32))),
  description: z.literal('').nullish(),
  options: z.array(z.never()).optional(),
  ...settings,
});
export const sentSchema = z.array(
  z.looseObject({ type: z.int().optional(), options: z.array(z.unknown()).nullish() }),
);

export type ValueOption = z.infer<typeof valueOption>;
export type Branch = z.infer<typeof branches>[number];
export const isBranch = z.looseObject({
  type: z.union([z.literal(O.Subcommand), z.literal(O.SubcommandGroup)]),
});
/** The characters that count towards a command's 8,000: of names, descriptions and values, the longest language each. */
export const sizeOf = (it: unknown): number => {
  if (Array.isArray(it)) return it.reduce((sum: number, one) => sum + sizeOf(one), 0);
  if (typeof it !== 'object' || it === null) return 0;
  return Object.entries(it).reduce((sum, [key, value]) => {
    if (key === 'name' || key === 'description') {
      const others = Object.entries(it).find(([other]) => other === `${key}_localizations`)?.[1] ?? {};
      return sum + Math.max(...[value, ...Object.values(others)].map((text) => String(text).length));
    }
    if (key === 'value') return sum + String(value).length;
    return sum + (key === 'options' || key === 'choices' ? sizeOf(value) : 0);
  }, 0);
};
