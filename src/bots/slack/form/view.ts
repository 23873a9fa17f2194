/** The whole form. */
import type { types } from '@slack/bolt';
import type { Chat } from '../../../chat/chat.ts';
import { type FormPrice, priceLine, setsPrice } from '../../../chat/form.ts';
import { choicesOf, endingsOf, modelsFor } from '../../../chat/media.ts';
import { words as chatWords } from '../../../chat/words.ts';
import type { Medium } from '../../../models/fields.ts';
import { pictureOf } from '../address.ts';
import { context, pictured, plain, section } from '../cards/blocks.ts';
import type { Body } from '../context.ts';
import { ids } from '../ids.ts';
import { metadataOf } from '../requests/draft.ts';
import { formWords as words } from '../words/form.ts';
import { inputFor, optionOf, settingsOf } from './fields.ts';
import { asked, blocks, type Filled, mediumOf } from './state.ts';

/** Options of a menu. https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element */
const mostOptions = 100;
const longestLink = 3000;
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
  how: { price?: FormPrice; pictures?: boolean } = {},
): types.ModalView & Pick<Body, 'blocks'> {
  const { price: { line, run = '' } = { line: priceLine(chat, asked(filled)) }, pictures = false } = how;
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
      ...sourceBlocks(filled, pictures),
      ...settingsOf(model).map((field) =>
        inputFor(model, field, settings[field.name], setsPrice(chat, model, field.name)),
      ),
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
      action_id: ids.model(mediumOf(filled)),
      options,
      ...(initial ? { initial_option: initial } : {}),
    },
  };
}

function sourceBlocks(filled: Filled, pictures: boolean): types.KnownBlock[] {
  const { draft, model } = filled;
  const { kept, media } = draft;
  if (kept) return [context(plain(words.kept[kept.file]))];
  const [one] = media;
  if (!one) return [fileInput(model.takes), linkInput(filled)];
  if (media.length === 1) {
    const said = plain(words.source(one.name, chatWords.about(one)));
    const file = pictures ? pictureOf(one) : undefined;
    return [file === undefined ? context(said) : pictured(section(said), file, one.name)];
  }
  return [whichInput(filled)];
}

/** What is chosen decides which models fit, and how often the price is paid. */
function whichInput({ draft: { media }, which }: Filled): types.InputBlock {
  const choices = choicesOf(media).map((it) => optionOf(it.value, it.label, it.about));
  const groups = choices.slice(media.length);
  const options = [...choices.slice(0, Math.min(media.length, mostOptions - groups.length)), ...groups];
  const initial = options.find(({ value }) => value === which) ?? options[0];
  return {
    type: 'input',
    block_id: blocks.which,
    dispatch_action: true,
    label: plain(chatWords.which),
    element: {
      type: 'static_select',
      action_id: ids.which,
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
    action_id: ids.file(takes),
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
    action_id: ids.link,
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
    action_id: ids.conversation,
    default_to_current_conversation: true,
    response_url_enabled: true,
    filter: { include: ['public', 'private', 'mpim'] },
  },
});
