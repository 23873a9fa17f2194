/** What was filled in, as Slack hands it over. */
import type { ViewOutput, ViewStateValue } from '@slack/bolt';
import { fittingModel, mediumOf } from '../../../chat/form/filled.ts';
import { fittingIn, takenBy } from '../../../chat/media.ts';
import { findModel } from '../../../models/index.ts';
import type { Model } from '../../../models/model.ts';
import type { Found, Team } from '../context.ts';
import { fillIn, isField } from '../ids.ts';
import { metadataOf, readDraft, type StoredDraft } from '../requests/draft.ts';
import { fileOf } from '../requests/message-media.ts';
import { fieldIn } from './fields.ts';

/** The blocks beside those of the settings. */
export const blocks = {
  model: 'model',
  preset: 'preset',
  next: 'next',
  which: 'which',
  file: 'file',
  link: 'link',
  conversation: 'place',
  price: 'price',
} as const;

/** A form with everything that stands in it. */
export type Filled = {
  team: Team;
  draft: StoredDraft;
  model: Model;
  /** By field name, unchecked; what is empty is left out. */
  settings: Readonly<Record<string, unknown>>;
  /** Of those that were found: one, or all of a kind. */
  taken: readonly Found[];
  /** The option that stands for it. */
  which: string;
  /** What was uploaded, or a sentence why it is not taken. */
  file: Found | string | undefined;
  link: string | undefined;
  /** A channel that was chosen. */
  channel: string | undefined;
  /** A preset that was chosen, and what filled the fields in since the form was opened. */
  preset: string | undefined;
  fill: string | undefined;
  /** What is to follow, as `nextChoice` offers it. */
  next: string | undefined;
};

/** A form as it begins. */
export function beginning(start: StoredDraft, team: Team): Filled {
  const { media, kept, model: name, settings } = start;
  const named = name === undefined ? undefined : findModel(name);
  // A single link can be changed: it stands in the field for it.
  const only = media.length === 1 ? media[0] : undefined;
  const link = only && only.file === undefined ? only.url : undefined;
  // What the form cannot keep is not offered.
  const listed = link === undefined ? (readDraft(metadataOf({ ...start, team }))?.media ?? []) : [];
  const fits = listed.findIndex((it) => fittingIn([it], named).length > 0);
  const which = `m${Math.max(0, fits)}`;
  const takes = kept ? (start.takes ?? named?.takes) : undefined;
  const draft = { ...start, team, media: listed, takes };
  const taken = takenBy(listed, which);
  const model = fittingModel(mediumOf({ draft, taken, model: named }), named);
  const empty = { file: undefined, channel: undefined, preset: undefined, fill: undefined, next: undefined };
  return { team, draft, model, settings, taken, which, link, ...empty };
}

/** A form as it stands. A model that does not fit what is taken gives way to one that does. */
export function filledIn(
  draft: StoredDraft,
  { state: { values } }: Pick<ViewOutput, 'state'>,
  team: Team,
): Filled {
  const held = (block: string) => Object.values(values[block] ?? {})[0];
  const chosen = findModel(held(blocks.model)?.selected_option?.value ?? '');
  const which = held(blocks.which)?.selected_option?.value ?? 'm0';
  const taken = takenBy(draft.media, which);
  const model = fittingModel(mediumOf({ draft, taken, model: chosen }), chosen);
  const settings: Record<string, unknown> = {};
  let fill: string | undefined;
  for (const [block, actions] of Object.entries(values)) {
    const name = fieldIn(block);
    const [[action, state] = []] = Object.entries(actions);
    const value = entered(state);
    if (name === undefined || action === undefined || value === undefined) continue;
    // Of another model's field stays what this one takes, too; what is wrong with its own is said.
    const own = isField(action, model.command, name);
    fill ??= fillIn(action);
    if (own || model.prepare({ [name]: value }).ok) settings[name] = value;
  }
  const [file] = held(blocks.file)?.files ?? [];
  return {
    team,
    draft,
    model,
    settings,
    taken,
    which,
    file: file && fileOf(file),
    link: held(blocks.link)?.value?.trim() || undefined,
    channel: held(blocks.conversation)?.selected_conversation ?? undefined,
    preset: held(blocks.preset)?.selected_option?.value,
    fill,
    next: held(blocks.next)?.selected_option?.value,
  };
}

/** Unchecked; undefined where nothing is entered. A box that is not ticked is a no. */
function entered(state: ViewStateValue | undefined): string | boolean | undefined {
  if (state?.type === 'checkboxes') return (state.selected_options ?? []).length > 0;
  return state?.selected_option?.value ?? state?.value ?? undefined;
}
