/** Block Kit's elements. https://docs.slack.dev/reference/block-kit/block-elements */
import { z } from 'zod';
import {
  address,
  altText,
  confirm,
  focusable,
  named,
  type Option,
  option,
  placeholder,
  plain,
  slackFile,
} from './composition.ts';
import { fileInput, numberInput, plainTextInput, urlInput } from './inputs.ts';

export const button = z.strictObject({
  type: z.literal('button'),
  ...named,
  text: plain(75),
  url: address.optional(),
  value: z.string().max(2000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm: confirm.optional(),
  accessibility_label: z.string().max(75).optional(),
});
export type Button = z.infer<typeof button>;

const options = z
  .array(option)
  .min(1)
  .max(100)
  .refine((all) => new Set(all.map(({ value }) => value)).size === all.length, 'two options have one value');
const groups = z
  .array(z.strictObject({ label: plain(75), options }))
  .min(1)
  .max(100);
const select = { ...named, ...focusable, confirm: confirm.optional(), placeholder };
const eitherOptions = { options: options.optional(), option_groups: groups.optional() };
/** Every option of a select, those in groups too. */
export const optionsIn = (it: z.infer<z.ZodObject<typeof eitherOptions>>): Option[] => [
  ...(it.options ?? []),
  ...(it.option_groups ?? []).flatMap((group) => group.options),
];
const same = (one: Option, other: Option) => JSON.stringify(one) === JSON.stringify(other);
const isAmong = (initial: Option | undefined, all: readonly Option[]) =>
  initial === undefined || all.some((it) => same(it, initial));
const oneKind = ({ options, option_groups }: z.infer<z.ZodObject<typeof eitherOptions>>) =>
  (options === undefined) !== (option_groups === undefined);
const needsOptions = 'must have either options or option_groups';
const strangeInitial = { message: 'must be one of the options', path: ['initial_option'] };

const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    ...select,
    ...eitherOptions,
    initial_option: option.optional(),
  })
  .refine(oneKind, needsOptions)
  .refine((it) => isAmong(it.initial_option, optionsIn(it)), strangeInitial);
const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...select,
    ...eitherOptions,
    initial_options: z.array(option).min(1).optional(),
    max_selected_items: z.int().min(1).optional(),
  })
  .refine(oneKind, needsOptions)
  .refine((it) => (it.initial_options ?? []).every((one) => isAmong(one, optionsIn(it))), strangeInitial);
const externalSelect = z.strictObject({
  type: z.literal('external_select'),
  ...select,
  initial_option: option.optional(),
  min_query_length: z.int().min(0).optional(),
});
const conversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...select,
  initial_conversation: z.string().optional(),
  default_to_current_conversation: z.boolean().optional(),
  response_url_enabled: z.boolean().optional(),
  filter: z.looseObject({}).optional(),
});
const channelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  ...select,
  initial_channel: z.string().optional(),
  response_url_enabled: z.boolean().optional(),
});
const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  ...select,
  initial_user: z.string().optional(),
});

const few = z.array(option).min(1).max(10);
const radioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    ...named,
    ...focusable,
    options: few,
    initial_option: option.optional(),
    confirm: confirm.optional(),
  })
  .refine((it) => isAmong(it.initial_option, it.options), strangeInitial);
const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    ...named,
    ...focusable,
    options: few,
    initial_options: z.array(option).min(1).optional(),
    confirm: confirm.optional(),
  })
  .refine((it) => (it.initial_options ?? []).every((one) => isAmong(one, it.options)), strangeInitial);
const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...named,
  options: z.array(option).min(1).max(5),
  confirm: confirm.optional(),
});
export const image = z
  .strictObject({
    type: z.literal('image'),
    image_url: address.optional(),
    slack_file: slackFile.optional(),
    alt_text: altText,
  })
  .refine(
    (it) => (it.image_url === undefined) !== (it.slack_file === undefined),
    'must have either image_url or slack_file',
  );

const choices = [
  staticSelect,
  multiStaticSelect,
  externalSelect,
  conversationsSelect,
  channelsSelect,
  usersSelect,
  radioButtons,
  checkboxes,
] as const;
/** What stands in an `actions` block. */
export const inActions = z.discriminatedUnion('type', [button, overflow, ...choices]);
/** What stands beside the text of a `section`. */
export const accessory = z.discriminatedUnion('type', [button, overflow, image, ...choices]);
/** What stands in an `input` block. */
export const inInput = z.discriminatedUnion('type', [
  ...choices,
  plainTextInput,
  urlInput,
  numberInput,
  fileInput,
]);
export type Input = z.infer<typeof inInput>;
export type Element = z.infer<typeof accessory> | Input;
