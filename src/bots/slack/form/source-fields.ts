/** The fields of a form that say of which file it is. */
import type { types } from '@slack/bolt';
import { choicesOf, endingsOf } from '../../../chat/media.ts';
import { words as chatWords } from '../../../chat/words.ts';
import type { Medium } from '../../../models/fields.ts';
import { pictureOf } from '../address.ts';
import { context, pictured, plain, section } from '../cards/blocks.ts';
import { ids } from '../ids.ts';
import { formWords as words } from '../words/form.ts';
import { optionOf } from './fields.ts';
import { blocks, type Filled } from './state.ts';

/** Options of a menu. https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element */
const mostOptions = 100;
const longestLink = 3000;

export function sourceBlocks(filled: Filled, pictures: boolean): types.KnownBlock[] {
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
