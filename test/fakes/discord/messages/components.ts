/** The components a message may hold, with Discord's limits. https://docs.discord.com/developers/components/reference */
import { ComponentType as T } from 'discord.js';
import { z } from 'zod';

const id = z.int().min(0).optional();
export const customId = z.string().min(1).max(100);
const emoji = z.looseObject({ id: z.string().nullish(), name: z.string().nullish() }).optional();
const attachmentUrl = z.string().regex(/^attachment:\/\/.+/, 'Must be an attachment:// reference');
const media = z.object({
  url: z.union([attachmentUrl, z.url({ protocol: /^https?$/ }).max(2048)]),
});
const alt = z.string().max(1024).nullish();
const spoiler = z.boolean().optional();

const linkStyle = 5;
const button = z
  .object({
    type: z.literal(T.Button),
    id,
    style: z.int().min(1).max(linkStyle),
    label: z.string().min(1).max(80).optional(),
    emoji,
    custom_id: customId.optional(),
    url: z
      .url({ protocol: /^(https?|discord)$/ })
      .max(512)
      .optional(),
    disabled: z.boolean().optional(),
  })
  .refine(({ style, url, custom_id }) => (style === linkStyle ? url && !custom_id : custom_id && !url), {
    message: 'A link has a url and no custom_id, any other button the reverse',
    path: ['custom_id'],
  })
  .refine(({ label, emoji }) => label !== undefined || emoji !== undefined, {
    message: 'A button needs a label or an emoji',
    path: ['label'],
  });

const selectCommon = {
  id,
  custom_id: customId,
  placeholder: z.string().max(150).optional(),
  min_values: z.int().min(0).max(25).optional(),
  max_values: z.int().min(1).max(25).optional(),
  disabled: z.boolean().optional(),
  /** Read in modals only. */
  required: z.boolean().optional(),
};
export const option = z.object({
  label: z.string().min(1).max(100),
  value: z.string().min(1).max(100),
  description: z.string().max(100).optional(),
  emoji,
  default: z.boolean().optional(),
});
/** Whether no value is there twice. */
export const distinct = (options: readonly { value: string }[]) =>
  new Set(options.map(({ value }) => value)).size === options.length;

export const stringSelect = z
  .object({
    type: z.literal(T.StringSelect),
    ...selectCommon,
    options: z.array(option).min(1).max(25).refine(distinct, 'Two options have the same value'),
  })
  .refine(({ min_values = 1, max_values = 1 }) => min_values <= max_values, {
    message: 'min_values is greater than max_values',
    path: ['min_values'],
  })
  .refine(({ options, max_values = 1 }) => max_values <= options.length, {
    message: 'max_values is greater than the number of options',
    path: ['max_values'],
  })
  .refine(({ options, max_values = 1 }) => options.filter((it) => it.default).length <= max_values, {
    message: 'More options are the default than may be chosen',
    path: ['options'],
  });
export const otherSelect = z.object({
  type: z.union([
    z.literal(T.UserSelect),
    z.literal(T.RoleSelect),
    z.literal(T.MentionableSelect),
    z.literal(T.ChannelSelect),
  ]),
  ...selectCommon,
  default_values: z.array(z.looseObject({ id: z.string(), type: z.string() })).optional(),
});

const inRow = z.discriminatedUnion('type', [button, stringSelect, otherSelect]);
const actionRow = z.object({
  type: z.literal(T.ActionRow),
  id,
  components: z
    .array(inRow)
    .min(1)
    .max(5)
    .refine(
      (inside) => inside.length === 1 || inside.every(({ type }) => type === T.Button),
      'A row holds up to five buttons, or one select menu',
    ),
});
export const textDisplay = z.object({
  type: z.literal(T.TextDisplay),
  id,
  content: z.string().min(1).max(4000),
});
const thumbnail = z.object({ type: z.literal(T.Thumbnail), id, media, description: alt, spoiler });
const section = z.object({
  type: z.literal(T.Section),
  id,
  components: z.array(textDisplay).min(1).max(3),
  accessory: z.discriminatedUnion('type', [button, thumbnail]),
});
const gallery = z.object({
  type: z.literal(T.MediaGallery),
  id,
  items: z
    .array(z.object({ media, description: alt, spoiler }))
    .min(1)
    .max(10),
});
const file = z.object({ type: z.literal(T.File), id, file: z.object({ url: attachmentUrl }), spoiler });
const separator = z.object({
  type: z.literal(T.Separator),
  id,
  divider: z.boolean().optional(),
  spacing: z.union([z.literal(1), z.literal(2)]).optional(),
});
const container = z.object({
  type: z.literal(T.Container),
  id,
  accent_color: z.int().min(0).max(0xffffff).nullish(),
  spoiler,
  components: z
    .array(z.discriminatedUnion('type', [actionRow, textDisplay, section, gallery, file, separator]))
    .min(1),
});

/** The rows of a message without Components V2. */
export const rows = z.array(actionRow).max(5);
export const layout = z
  .array(z.discriminatedUnion('type', [actionRow, textDisplay, section, gallery, file, separator, container]))
  .max(40);

export type Button = z.infer<typeof button>;
export type Select = z.infer<typeof stringSelect> | z.infer<typeof otherSelect>;
/** What stands at the top of a message. */
export type Component = z.infer<typeof layout>[number];
export type AnyComponent = Component | Button | Select | z.infer<typeof thumbnail>;
export type Placed = { component: AnyComponent; path: readonly (string | number)[] };

/** Every component with its place, those inside others too, in reading order. */
export function everyComponent(
  components: readonly AnyComponent[],
  above: readonly (string | number)[] = ['components'],
): Placed[] {
  return components.flatMap((component, index) => {
    const path = [...above, index];
    const inside =
      'components' in component ? everyComponent(component.components, [...path, 'components']) : [];
    const beside: Placed[] =
      'accessory' in component
        ? [{ component: component.accessory, path: [...path, 'accessory'] as const }]
        : [];
    return [{ component, path }, ...inside, ...beside];
  });
}

export type Medium = { url: string; path: readonly (string | number)[]; alt: string; spoiler: boolean };

/** Every picture, video and file that the components show. */
export function everyMedium(components: readonly Component[]): Medium[] {
  return everyComponent(components).flatMap(({ component, path }): Medium[] => {
    const of = (
      url: string,
      rest: (string | number)[],
      it: { description?: string | null | undefined; spoiler?: boolean | undefined },
    ) => ({
      url,
      path: [...path, ...rest, 'url'],
      alt: it.description ?? '',
      spoiler: it.spoiler ?? false,
    });
    switch (component.type) {
      case T.MediaGallery:
        return component.items.map((item, index) => of(item.media.url, ['items', index, 'media'], item));
      case T.Thumbnail:
        return [of(component.media.url, ['media'], component)];
      case T.File:
        return [of(component.file.url, ['file'], { spoiler: component.spoiler })];
      default:
        return [];
    }
  });
}
