/** The modals an application may show, with Discord's limits. */
import { ComponentType as T } from 'discord.js';
import { z } from 'zod';
import { customId, distinct, option, otherSelect, stringSelect, textDisplay } from './components.ts';

const id = z.int().min(0).optional();
const required = z.boolean().optional();
const box = option.omit({ emoji: true });

const textInput = z
  .object({
    type: z.literal(T.TextInput),
    id,
    custom_id: customId,
    style: z.union([z.literal(1), z.literal(2)]),
    min_length: z.int().min(0).max(4000).optional(),
    max_length: z.int().min(1).max(4000).optional(),
    required,
    value: z.string().max(4000).optional(),
    placeholder: z.string().max(100).optional(),
    label: z.undefined({ error: 'The label belongs to the Label component' }).optional(),
  })
  .refine(({ min_length = 0, max_length = 4000 }) => min_length <= max_length, {
    message: 'min_length is greater than max_length',
    path: ['min_length'],
  })
  .refine(({ value = '', max_length = 4000 }) => value.length <= max_length, {
    message: 'The value is longer than max_length',
    path: ['value'],
  })
  .refine(({ value = '', min_length = 0 }) => value === '' || value.length >= min_length, {
    message: 'The value is shorter than min_length',
    path: ['value'],
  });

const fileUpload = z
  .object({
    type: z.literal(T.FileUpload),
    id,
    custom_id: customId,
    min_values: z.int().min(0).max(10).optional(),
    max_values: z.int().min(1).max(10).optional(),
    required,
    file_types: z
      .array(z.string().regex(/^(image|video|audio|\.[^.\s]+)$/))
      .min(1)
      .max(10)
      .optional(),
  })
  .refine(({ min_values = 1, max_values = 1 }) => min_values <= max_values, {
    message: 'min_values is greater than max_values',
    path: ['min_values'],
  });
const radioGroup = z.object({
  type: z.literal(T.RadioGroup),
  id,
  custom_id: customId,
  options: z
    .array(box)
    .min(2)
    .max(10)
    .refine(distinct, 'Two options have the same value')
    .refine((options) => options.filter((it) => it.default).length <= 1, 'Only one option is the default'),
  required,
});
const checkboxGroup = z.object({
  type: z.literal(T.CheckboxGroup),
  id,
  custom_id: customId,
  options: z.array(box).min(1).max(10).refine(distinct, 'Two options have the same value'),
  min_values: z.int().min(0).max(10).optional(),
  max_values: z.int().min(1).max(10).optional(),
  required,
});
const checkbox = z.object({
  type: z.literal(T.Checkbox),
  id,
  custom_id: customId,
  default: z.boolean().optional(),
});

const inLabel = z.discriminatedUnion('type', [
  textInput,
  stringSelect,
  otherSelect,
  fileUpload,
  radioGroup,
  checkboxGroup,
  checkbox,
]);
const label = z
  .object({
    type: z.literal(T.Label),
    id,
    label: z.string().min(1).max(45),
    description: z.string().max(100).optional(),
    component: inLabel,
  })
  .refine(({ component }) => !('disabled' in component && component.disabled), {
    message: 'A select menu in a modal cannot be disabled',
    path: ['component', 'disabled'],
  });

export const modalSchema = z
  .object({
    title: z.string().min(1).max(45),
    custom_id: customId,
    components: z
      .array(z.discriminatedUnion('type', [label, textDisplay]))
      .min(1)
      .max(5),
  })
  .superRefine(({ components }, context) => {
    const seen = new Set<string>();
    components.forEach((component, index) => {
      if (component.type !== T.Label) return;
      const { custom_id } = component.component;
      if (seen.has(custom_id))
        context.addIssue({
          code: 'custom',
          message: 'Component custom id cannot be duplicated',
          path: ['components', index, 'component', 'custom_id'],
        });
      seen.add(custom_id);
    });
  });

export type Modal = z.infer<typeof modalSchema>;
/** What a person fills in. */
export type Input = z.infer<typeof inLabel>;
