/** What a form is about: it stands in the form itself, or on the button that opens it, and so outlives a restart. */
import type { types } from '@slack/bolt';
import { z } from 'zod';
import { plainIn } from '../../../chat/request.ts';
import { cut } from '../../../core/words/cut.ts';
import { button } from '../cards/blocks.ts';
import type { Conversation, Draft, Found, Team } from '../context.ts';
import { ids } from '../ids.ts';

/** As it is kept. Files that Slack hosts stand there by their ids; they are looked up anew, see `lookUp`. */
export type StoredDraft = Draft & {
  /** Where the job is to be shown; left out, it is asked for, in the workspace of `team`. */
  conversation?: Conversation | undefined;
  team?: Team | undefined;
};

/** https://docs.slack.dev/reference/views and https://docs.slack.dev/reference/block-kit/block-elements/button-element */
const longest = { metadata: 3000, value: 2000 };
const longestName = 60;

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
/** Short, as there may be many. `of`: its width and height in pixels. */
const mediaSchema = z.object({
  file: text,
  link: text,
  name: z.string(),
  is: mediumSchema.exactOptional(),
  bytes: z.number().exactOptional(),
  of: z.tuple([z.number(), z.number()]).exactOptional(),
});
const settingsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const draftSchema = z.object({
  place: placeSchema.exactOptional(),
  team: teamSchema.exactOptional(),
  model: text,
  settings: settingsSchema.exactOptional(),
  next: z.array(z.object({ model: z.string(), settings: settingsSchema })).exactOptional(),
  media: z.array(mediaSchema),
  /** Where all of them were found. */
  message: z.object({ channel: z.string(), ts: z.string(), author: text, job: text }).exactOptional(),
  kept: z.object({ job: z.string(), file: z.enum(['source', 'result']) }).exactOptional(),
  takes: mediumSchema.exactOptional(),
});
type Packed = z.infer<typeof draftSchema>;

/**
 * For a view's `private_metadata`: without what the form's fields hold. What is too long for it is left out, least
 * important first.
 */
export const metadataOf = (draft: StoredDraft): string =>
  pack({ ...draft, model: undefined, settings: {} }, longest.metadata);

/** A button that opens the form. @param as sets buttons of one row apart; those for different models are. */
export const formButton = (
  label: string,
  draft: StoredDraft,
  { as = draft.model }: { as?: string | undefined } = {},
): types.Button => button({ id: ids.form(as), label, value: pack(draft, longest.value) });

/** Undefined for a text that another version has written. */
export function readDraft(json: string): StoredDraft | undefined {
  const packed = unpacked(json);
  if (!packed) return undefined;
  const { media, message, place, settings = {}, ...rest } = packed;
  return {
    ...rest,
    ...(place ? { conversation: place } : {}),
    settings,
    media: media.map(({ file, link, name, is, bytes, of }) => ({
      url: link ?? '',
      name,
      medium: is,
      ...(file === undefined ? { link: true as const } : { file }),
      ...(bytes === undefined ? {} : { bytes }),
      ...(of ? { width: of[0], height: of[1] } : {}),
      ...(message ? { message } : {}),
    })),
  };
}

function unpacked(json: string): Packed | undefined {
  try {
    return draftSchema.parse(JSON.parse(json));
  } catch {
    return undefined;
  }
}

const packedMedium = ({ file, url, name, medium, bytes, width, height }: Found): Packed['media'][number] => ({
  ...(file === undefined ? { link: url } : { file }),
  name: cut(name, longestName),
  ...(medium ? { is: medium } : {}),
  ...(bytes === undefined ? {} : { bytes }),
  ...(width !== undefined && height !== undefined ? { of: [width, height] } : {}),
});

function pack(
  { conversation, team, model, next = [], media, kept, takes, ...draft }: StoredDraft,
  most: number,
): string {
  const settings = plainIn(draft.settings);
  const message = media[0]?.message;
  const packed: Packed = {
    ...(conversation ? { place: conversation } : team ? { team } : {}),
    ...(model === undefined ? {} : { model }),
    ...(Object.keys(settings).length > 0 ? { settings } : {}),
    ...(next.length > 0
      ? { next: next.map((it) => ({ model: it.model, settings: plainIn(it.settings) })) }
      : {}),
    media: media.map(packedMedium),
    ...(message ? { message } : {}),
    ...(kept ? { kept } : {}),
    ...(takes ? { takes } : {}),
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
  const { settings = {} } = packed;
  const long = Object.entries(settings).filter(([, value]) => String(value).length > 100);
  for (const [name] of long.sort((a, b) => String(b[1]).length - String(a[1]).length))
    yield () => {
      delete settings[name];
    };
  yield () => {
    for (const each of packed.media) each.name = cut(each.name, 20);
  };
  while (packed.media.length > 1) yield () => void packed.media.pop();
  yield () => {
    delete packed.next;
    delete packed.settings;
  };
}
