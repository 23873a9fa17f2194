/** A line of text that is asked for: a form of one field, which says itself what is to be done with it. */
import type { types, ViewSubmitAction } from '@slack/bolt';
import { z } from 'zod';
import { acts } from '../../../chat/action.ts';
import { pressed } from '../../../chat/job-actions.ts';
import type { Question } from '../../../chat/turn.ts';
import { cut } from '../../../core/words/cut.ts';
import { plain } from '../cards/blocks.ts';
import { replyPrivately } from '../cards/reply-privately.ts';
import type { Bot, Conversation, Handle, Team } from '../context.ts';
import { slackError } from '../errors.ts';
import { ids } from '../ids.ts';
import { metadataOf, readDraft } from '../requests/draft.ts';
import { turnOf } from '../requests/turn.ts';
import { formWords as words } from '../words/form.ts';
import { directTo } from './submit.ts';

/** https://docs.slack.dev/reference/views/modal-views */
const longestTitle = 24;
const block = 'answer';

const metadataSchema = z.object({
  act: z.enum(acts),
  id: z.string(),
  argument: z.string().exactOptional(),
  /** Where the answer to it is said. */
  place: z.string(),
});

type At = { team: Team; user: string; triggerId: string; conversation: Conversation };

/** Never rejects: where the form cannot be opened that is said. */
export async function openQuestion(bot: Bot, at: At, question: Question): Promise<void> {
  const { team, user, triggerId, conversation } = at;
  const { post } = await bot.accessTo(team);
  await post.views
    .open({ trigger_id: triggerId, view: viewOf(question, conversation) })
    .catch(async (error: unknown) => {
      bot.log.warn({ error: slackError(error) }, 'a question could not be asked');
      await replyPrivately(bot, conversation, user, words.tooLate);
    });
}

function viewOf({ title, label, hint, most, action }: Question, conversation: Conversation): types.ModalView {
  const place = metadataOf({ settings: {}, media: [], conversation });
  const { act, id, argument } = action;
  return {
    type: 'modal',
    callback_id: ids.questionCallback,
    private_metadata: JSON.stringify({ act, id, ...(argument !== undefined && { argument }), place }),
    title: plain(cut(title, longestTitle)),
    submit: plain(words.send),
    close: plain(words.close),
    blocks: [
      {
        type: 'input',
        block_id: block,
        label: plain(label),
        hint: plain(hint),
        element: { type: 'plain_text_input', action_id: ids.answer, max_length: most },
      },
    ],
  };
}

/** Does what it was asked for. Never rejects. */
export const handleAnswer: Handle<ViewSubmitAction> = async (bot, { view, user }, team) => {
  const { act, id, argument, place } = metadataSchema.parse(JSON.parse(view.private_metadata));
  const text = view.state.values[block]?.[ids.answer]?.value ?? '';
  const conversation = readDraft(place)?.conversation ?? directTo(team, user.id);
  const turn = turnOf(bot, { key: `view:${view.id}`, conversation, user: user.id });
  await pressed(bot.chat, turn, { act, id, text, ...(argument !== undefined && { argument }) });
};
