/** Block Kit's elements that are typed or filled. https://docs.slack.dev/reference/block-kit/block-elements */
import { z } from 'zod';
import { dispatch, focusable, named, placeholder } from './composition.ts';

const typed = { ...named, ...focusable, placeholder, dispatch_action_config: dispatch.optional() };
export const plainTextInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    ...typed,
    initial_value: z.string().max(3000).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
  })
  .refine((it) => (it.min_length ?? 0) <= (it.max_length ?? 3000), 'min_length is greater than max_length');
export const urlInput = z.strictObject({
  type: z.literal('url_text_input'),
  ...typed,
  initial_value: z.url().optional(),
});
/** Numbers are strings here. */
const numeric = z.string().regex(/^-?\d+(\.\d+)?$/, 'must be a number in a string');
export const numberInput = z
  .strictObject({
    type: z.literal('number_input'),
    ...typed,
    is_decimal_allowed: z.boolean(),
    initial_value: numeric.optional(),
    min_value: numeric.optional(),
    max_value: numeric.optional(),
  })
  .refine(
    ({ initial_value: initial, min_value: min, max_value: max }) =>
      initial === undefined ||
      (Number(initial) >= Number(min ?? Number.NEGATIVE_INFINITY) &&
        Number(initial) <= Number(max ?? Number.POSITIVE_INFINITY)),
    { message: 'must be between min_value and max_value', path: ['initial_value'] },
  )
  .refine(
    (it) =>
      it.is_decimal_allowed ||
      [it.initial_value, it.min_value, it.max_value].every((value) => !value?.includes('.')),
    'is_decimal_allowed is false, and a value has decimals',
  );
export const fileInput = z.strictObject({
  type: z.literal('file_input'),
  ...named,
  filetypes: z.array(z.string().min(1)).min(1).optional(),
  max_files: z.int().min(1).max(10).optional(),
});
