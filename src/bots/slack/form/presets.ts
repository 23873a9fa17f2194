/** A preset chosen in a form fills its fields in. */
import type { types } from '@slack/bolt';
import { mediumOf } from '../../../chat/form/filled.ts';
import { briefly, type NamedPreset, offeredPresets } from '../../../chat/presets/named.ts';
import { presetWords as words } from '../../../chat/presets/words.ts';
import { findModel } from '../../../models/index.ts';
import { plain } from '../cards/blocks.ts';
import type { Bot } from '../context.ts';
import { ids } from '../ids.ts';
import { optionOf } from './fields.ts';
import { blocks, type Filled } from './state.ts';

const mostOptions = 100;
const keyOf = ({ whose, name }: NamedPreset): string => `${whose}.${name}`;

/** Those that can be chosen for what the form is about. */
export const presetsFor = (bot: Bot, user: string, filled: Filled): Promise<NamedPreset[]> => {
  const asker = { platform: bot.platform, scope: filled.team.id, requester: user };
  return offeredPresets(bot.chat, asker, { medium: mediumOf(filled) });
};

/** None is no menu. */
export function presetInput({ model, preset }: Filled, presets: readonly NamedPreset[]): types.InputBlock[] {
  const offered = presets.slice(0, mostOptions);
  if (offered.length === 0) return [];
  const options = offered.map((it) => optionOf(keyOf(it), it.name, briefly(it)));
  const chosen = offered.find((it) => keyOf(it) === preset && it.model === model.name);
  const initial = chosen && options.find(({ value }) => value === keyOf(chosen));
  return [
    {
      type: 'input',
      block_id: blocks.preset,
      dispatch_action: true,
      optional: true,
      label: plain(words.whichName),
      element: {
        type: 'static_select',
        action_id: ids.preset(model.command),
        options,
        ...(initial ? { initial_option: initial } : {}),
      },
    },
  ];
}

/** The form with the model and the settings of the one that is chosen; as it is where that is gone. @param fill see `ids.field` */
export async function withPreset(
  bot: Bot,
  user: string,
  filled: Filled,
  fill: string | undefined,
): Promise<Filled> {
  const presets = await presetsFor(bot, user, filled).catch(() => []);
  const chosen = presets.find((it) => keyOf(it) === filled.preset);
  const model = chosen && findModel(chosen.model);
  if (!model) return filled;
  const draft = { ...filled.draft, next: chosen.next };
  return { ...filled, draft, next: undefined, model, settings: chosen.settings, fill };
}
