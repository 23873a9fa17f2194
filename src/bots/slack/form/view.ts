/** The whole form. */
import type { types } from '@slack/bolt';
import type { Medium } from '../../../models/fields.ts';
import { context, plain } from '../cards/blocks.ts';
import type { Bot } from '../context.ts';
import { endingsOf } from '../requests/file-type.ts';
import { formWords as words } from '../words/form.ts';
import { inputFor, optionOf, settingsOf } from './fields.ts';
import { priceLine, setsPrice } from './price.ts';
import { blocks, type Filled, groupsOf, mediumOf, modelsFor } from './state.ts';
import { metadataOf } from './stored.ts';

/** The form's `callback_id`. */
export const formCallback = 'v1:form';

/** Options of a menu. https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element */
const mostOptions = 100;
const longestLink = 3000;

/**
 * Everything that is filled in stays filled in: where Slack does not keep it by itself, it is filled in anew.
 * @param price what is said of it; left out, what is known without asking
 */
export function viewFor(
  bot: Pick<Bot, 'prices'>,
  filled: Filled,
  price = priceLine(bot, filled),
): types.ModalView {
  const { draft, model, settings } = filled;
  return {
    type: 'modal',
    callback_id: formCallback,
    private_metadata: metadataOf(draft),
    title: plain(words.title),
    submit: plain(words.run),
    close: plain(words.close),
    blocks: [
      modelInput(filled),
      ...sourceBlocks(filled),
      ...settingsOf(model).map((field) =>
        inputFor(model, field, settings[field.name], setsPrice(bot, model, field.name)),
      ),
      ...(draft.conversation ? [] : [placeInput()]),
      { ...context(plain(price)), block_id: blocks.price },
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
      action_id: `v1:form:model:${mediumOf(filled) ?? 'any'}`,
      options,
      ...(initial ? { initial_option: initial } : {}),
    },
  };
}

function sourceBlocks(filled: Filled): types.KnownBlock[] {
  const { draft, model } = filled;
  const { kept, media } = draft;
  if (kept) return [context(plain(words.kept[kept.file]))];
  const [one] = media;
  if (!one) return [fileInput(model.takes), linkInput(filled)];
  if (media.length === 1) return [context(plain(words.source(one.name, words.about(one))))];
  return [whichInput(filled)];
}

/** What is chosen decides which models fit, and how often the price is paid. */
function whichInput({ draft: { media }, which }: Filled): types.InputBlock {
  const ones = media.map((it, at) => optionOf(`m${at}`, words.one(at + 1, it.name), words.about(it)));
  const groups = groupsOf(media).map((group, at) =>
    optionOf(`g${at}`, words.all(group.length, group[0]?.medium)),
  );
  const options = [...ones.slice(0, mostOptions - groups.length), ...groups];
  const initial = options.find(({ value }) => value === which) ?? options[0];
  return {
    type: 'input',
    block_id: blocks.which,
    dispatch_action: true,
    label: plain(words.which),
    element: {
      type: 'static_select',
      action_id: 'v1:form:which',
      options,
      ...(initial ? { initial_option: initial } : {}),
    },
  };
}

/** Slack shows it in modals only, and not in a block that tells of changes. */
const fileInput = (takes: Medium): types.InputBlock => ({
  type: 'input',
  block_id: blocks.file,
  optional: true,
  label: plain(words.file(takes)),
  element: {
    type: 'file_input',
    // What was uploaded for a model that takes the other kind is not kept.
    action_id: `v1:form:file:${takes}`,
    filetypes: endingsOf(takes),
    max_files: 1,
  },
});

const linkInput = ({ link }: Filled): types.InputBlock => ({
  type: 'input',
  block_id: blocks.link,
  optional: true,
  label: plain(words.link),
  hint: plain(words.linkHint),
  element: {
    type: 'url_text_input',
    action_id: 'v1:form:link',
    ...(link !== undefined && link.length <= longestLink && URL.canParse(link)
      ? { initial_value: link }
      : {}),
  },
});

const placeInput = (): types.InputBlock => ({
  type: 'input',
  block_id: blocks.conversation,
  optional: true,
  label: plain(words.conversation),
  hint: plain(words.placeHint),
  element: {
    type: 'conversations_select',
    action_id: 'v1:form:place',
    default_to_current_conversation: true,
    response_url_enabled: true,
    filter: { include: ['public', 'private', 'mpim'] },
  },
});
