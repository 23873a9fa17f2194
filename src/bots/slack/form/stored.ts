/** What a form is about: it stands in the form itself, or on the button that opens it, and so outlives a restart. */
import type { types } from '@slack/bolt';
import { z } from 'zod';
import type { Medium } from '../../../models/fields.ts';
import { button } from '../cards/blocks.ts';
import type { Conversation, Found, Kept, Marks, Team } from '../context.ts';

/** What a form begins with. */
export type Start = {
  /** A model's name or its command; the first that fits when left out. */
  model?: string | undefined;
  /** By field name, unchecked: what is filled in already. */
  settings?: Readonly<Record<string, unknown>> | undefined;
  /** One, or several to choose among. */
  source?: Found | readonly Found[] | undefined;
  /** Used when there is no `source`. */
  kept?: Kept | undefined;
  /** What `kept` is; left out, whatever the model takes. */
  takes?: Medium | undefined;
  marks?: Marks | undefined;
};

/** As it is kept. Files that Slack hosts stand there by their ids; they are looked up anew, see `lookUp` in found.ts. */
export type Draft = Omit<Start, 'source' | 'settings'> & {
  /** Left out: it is asked for, in the workspace of `team`. */
  conversation?: Conversation | undefined;
  team?: Team | undefined;
  settings?: Record<string, string | number | boolean> | undefined;
  media: readonly Found[];
};

/** https://docs.slack.dev/reference/views and https://docs.slack.dev/reference/block-kit/block-elements/button-element */
const longest = { metadata: 3000, value: 2000 };
const longestName = 60;
const longestAlt = 500;

const text = z.string().exactOptional();
const teamSchema = z.object({ id: z.string(), enterprise: text, orgWide: z.boolean() });
const placeSchema = z.object({
  team: teamSchema,
  channel: z.string(),
  thread: text,
  direct: z.boolean(),
  responseUrl: text,
});
const mediumSchema = z.enum(['image', 'video']);
/** `at`: `file` or `link`; `of`: its width and height in pixels. Short, as there may be many. */
const mediaSchema = z.object({
  file: text,
  link: text,
  name: z.string(),
  is: mediumSchema.exactOptional(),
  bytes: z.number().exactOptional(),
  of: z.tuple([z.number(), z.number()]).exactOptional(),
});
const draftSchema = z.object({
  place: placeSchema.exactOptional(),
  team: teamSchema.exactOptional(),
  model: text,
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).exactOptional(),
  media: z.array(mediaSchema),
  /** Where all of them were found. */
  message: z.object({ channel: z.string(), ts: z.string(), author: text }).exactOptional(),
  kept: z.object({ job: z.string(), file: z.enum(['source', 'result']) }).exactOptional(),
  takes: mediumSchema.exactOptional(),
  marks: z.object({ alt: text, author: text }).exactOptional(),
});
type Packed = z.infer<typeof draftSchema>;

/**
 * For a view's `private_metadata`: without what the form's fields hold. What is too long for it is left out, least
 * important first.
 */
export const metadataOf = (draft: Draft): string =>
  pack({ ...draft, model: undefined, settings: undefined }, longest.metadata);

/**
 * A button that opens the form.
 * @param start `conversation`: where the job is to be shown; left out, it is where the button stands.
 * @param as sets buttons of one row apart; those for different models are.
 */
export const formButton = (
  label: string,
  start: Start & { conversation?: Conversation | undefined },
  { as, style }: { as?: string; style?: 'primary' } = {},
): types.Button =>
  button({
    action: ['form', as ?? start.model].filter(Boolean).join(':'),
    label,
    value: pack(draftOf(start), longest.value),
    ...(style ? { style } : {}),
  });

/** @throws Error for a text that is not ours: a defect. */
export function readDraft(json: string): Draft {
  const { media, message, ...rest } = draftSchema.parse(JSON.parse(json));
  return {
    ...rest,
    media: media.map(({ file, link, name, is, bytes, of }) => ({
      url: link ?? '',
      name,
      medium: is,
      ...(file === undefined ? {} : { file }),
      ...(bytes === undefined ? {} : { bytes }),
      ...(of ? { width: of[0], height: of[1] } : {}),
      ...(message ? { message } : {}),
    })),
  };
}

export function draftOf({
  source,
  settings,
  ...start
}: Start & { conversation?: Conversation | undefined }): Draft {
  const media = source === undefined ? [] : 'url' in source ? [source] : source;
  return { ...start, settings: scalars(settings ?? {}), media };
}

const scalars = (settings: Readonly<Record<string, unknown>>): NonNullable<Draft['settings']> =>
  Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? [[name, value]]
        : [],
    ),
  );

function pack(
  { conversation, team, model, settings = {}, media, kept, takes, marks }: Draft,
  most: number,
): string {
  const author = marks?.author;
  const message = media[0]?.message;
  const packed: Packed = {
    ...(conversation ? { place: conversation } : team ? { team } : {}),
    ...(model === undefined ? {} : { model }),
    ...(Object.keys(settings).length > 0 ? { settings: { ...settings } } : {}),
    media: media.map(({ file, url, name, medium, bytes, width, height }) => ({
      ...(file === undefined ? { link: url } : { file }),
      name: name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name,
      ...(medium ? { is: medium } : {}),
      ...(bytes === undefined ? {} : { bytes }),
      ...(width !== undefined && height !== undefined ? { of: [width, height] } : {}),
    })),
    ...(message ? { message } : {}),
    ...(kept ? { kept } : {}),
    ...(takes ? { takes } : {}),
    ...(marks?.alt
      ? { marks: { ...marks, alt: marks.alt.slice(0, longestAlt) } }
      : author
        ? { marks: { author } }
        : {}),
  };
  for (const shorten of shortenings(packed)) {
    const json = JSON.stringify(packed);
    if (json.length <= most) return json;
    shorten();
  }
  return JSON.stringify(packed);
}

/** What can be done without, step by step. */
function* shortenings(packed: Packed): Generator<() => void> {
  yield () => {
    delete packed.marks;
  };
  const { settings = {} } = packed;
  const long = Object.entries(settings).filter(([, value]) => String(value).length > 100);
  for (const [name] of long.sort((a, b) => String(b[1]).length - String(a[1]).length))
    yield () => {
      delete settings[name];
    };
  yield () => {
    for (const each of packed.media) each.name = each.name.slice(0, 20);
  };
  while (packed.media.length > 1) yield () => void packed.media.pop();
  yield () => {
    delete packed.settings;
  };
}
