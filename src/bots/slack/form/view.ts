/** The whole form. */
import type { types } from '@slack/bolt';
import type { Chat } from '../../../chat/chat.ts';
import { mediumOf, pricedBy } from '../../../chat/form/filled.ts';
import { type FormPrice, priceLine, setsPrice } from '../../../chat/form/form.ts';
import { modelsFor } from '../../../chat/media.ts';
import type { NamedPreset } from '../../../chat/presets/named.ts';
import { nextChoice } from '../../../chat/recipe/next.ts';
import { context, plain } from '../cards/blocks.ts';
import type { Body } from '../context.ts';
import { ids } from '../ids.ts';
import { metadataOf } from '../requests/draft.ts';
import { formWords as words } from '../words/form.ts';
import { inputFor, optionOf, settingsOf } from './fields.ts';
import { presetInput } from './presets.ts';
import { sourceBlocks } from './source-fields.ts';
import { blocks, type Filled } from './state.ts';

/** https://docs.slack.dev/reference/views/modal-views */
const longestSubmit = 24;

/**
 * Everything that is filled in stays filled in: where Slack does not keep it by itself, it is filled in anew.
 * @param how.price what is said of it; left out, what is known without asking
 * @param how.pictures with the source's, where Slack shows it: what it refuses uses a trigger up, so a form opens without
 */
export function viewFor(
  chat: Pick<Chat, 'prices'>,
  filled: Filled,
  how: { price?: FormPrice; presets?: readonly NamedPreset[]; pictures?: boolean } = {},
): types.ModalView & Pick<Body, 'blocks'> {
  const { price: { line, run = '' } = { line: priceLine(chat, pricedBy(filled)) }, pictures = false } = how;
  const { draft, model, settings } = filled;
  return {
    type: 'modal',
    callback_id: ids.formCallback,
    private_metadata: metadataOf(draft),
    title: plain(words.title),
    submit: plain(run === '' || run.length > longestSubmit ? words.run : run),
    close: plain(words.close),
    blocks: [
      modelInput(filled),
      ...presetInput(filled, how.presets ?? []),
      ...sourceBlocks(filled, pictures),
      ...settingsOf(model).map((field) =>
        inputFor(model, field, settings[field.name], {
          redraws: setsPrice(chat, model, field.name),
          fill: filled.fill,
        }),
      ),
      ...nextInput(filled),
      ...(draft.conversation ? [] : [placeInput()]),
      { ...context(plain(line)), block_id: blocks.price },
    ],
  };
}

/** Another model has other fields, so the form is drawn again. */
function modelInput(filled: Filled): types.InputBlock {
  const options = modelsFor(mediumOf(filled)).map((it) => optionOf(it.name, it.title, it.summary));
  const initial = options.find(({ value }) => value === filled.model.name);
  return {
    type: 'input',
    block_id: blocks.model,
    dispatch_action: true,
    label: plain(words.model),
    element: {
      type: 'static_select',
      // With other options it is another menu.
      action_id: ids.model(mediumOf(filled), filled.fill),
      options,
      ...(initial ? { initial_option: initial } : {}),
    },
  };
}

/** What is to follow: its price is in the sum below. */
function nextInput({ model, draft, taken, next }: Filled): types.InputBlock[] {
  if (taken.length > 1) return [];
  const { label, options: all, chosen } = nextChoice(model, draft.next, next);
  const options = all.map((it) => optionOf(it.value, it.label));
  const initial = options.find(({ value }) => value === chosen);
  return [
    {
      type: 'input',
      block_id: blocks.next,
      dispatch_action: true,
      optional: true,
      label: plain(label),
      element: {
        type: 'static_select',
        // With other options it is another menu.
        action_id: ids.next(model.command),
        options,
        ...(initial ? { initial_option: initial } : {}),
      },
    },
  ];
}

const placeInput = (): types.InputBlock => ({
  type: 'input',
  block_id: blocks.conversation,
  optional: true,
  label: plain(words.conversation),
  hint: plain(words.placeHint),
  element: {
    type: 'conversations_select',
    action_id: ids.conversation,
    default_to_current_conversation: true,
    response_url_enabled: true,
    filter: { include: ['public', 'private', 'mpim'] },
  },
});
