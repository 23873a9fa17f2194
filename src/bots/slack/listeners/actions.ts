/** Buttons of cards, prices, lists and the Home tab: what they are for is done by the conversation. */
import type { BlockAction } from '@slack/bolt';
import { z } from 'zod';
import { pressed } from '../../../chat/job-actions.ts';
import { words } from '../../../chat/words.ts';
import type { Bot, Conversation, Handle, Team, Turn } from '../context.ts';
import { openForm } from '../form/open.ts';
import { openQuestion } from '../form/question.ts';
import { directTo } from '../form/submit.ts';
import { parse } from '../ids.ts';
import { jobShownBy } from '../requests/job-message.ts';
import { turnOf } from '../requests/turn.ts';

/** Never rejects: what cannot be done is said to whoever pressed. */
export const handleButton: Handle<BlockAction> = async (bot, body, team) => {
  const [action] = body.actions;
  const { id: user } = body.user;
  const [option = '', chosen = ''] =
    action?.type === 'overflow' || action?.type === 'static_select'
      ? (action.selected_option?.value ?? '').split(' ')
      : [];
  const asked = action && parse(option || action.action_id);
  const isKnown = (action?.type === 'button' || option !== '') && asked?.kind === 'action';
  const id = !isKnown ? '' : action?.type === 'button' ? (action.value ?? '') : chosen;
  const conversation = conversationOf(body, team);
  const { channel_id: channel = user, message_ts: ts } = body.container;
  const homeless = body.channel === undefined;
  const { thread: below } = conversation;
  const files = filesIn(body.message);
  const shows = homeless
    ? undefined
    : await shownHere(bot, { team, channel, thread: String(ts), below, files }, id);
  const turn = turnOf(bot, {
    key: `press:${channel}:${ts}:${option || action?.action_id}:${action?.action_ts}`,
    conversation,
    user,
    pressed: { message: String(body.view?.id ?? ts), ...shows },
    // What comes of a card stays in its thread.
    below: shows && (conversation.thread ?? String(ts)),
    ...(homeless && { homeless }),
    form: (draft) =>
      openForm(bot, { team, user, triggerId: body.trigger_id, ...(homeless ? {} : { conversation }) }, draft),
    ask: (question) => openQuestion(bot, { team, user, triggerId: body.trigger_id, conversation }, question),
  });
  // Of an older or a newer version than this.
  if (!isKnown) return turn.reply({ kind: 'notice', text: words.gone });
  const { act, argument } = asked;
  await pressed(bot.chat, turn, { act, id, ...(argument === undefined ? {} : { argument }) });
};

const filesSchema = z.object({ files: z.array(z.object({ id: z.string() })) });
/** The ids of those that a message brings. */
const filesIn = (message: unknown): string[] =>
  (filesSchema.safeParse(message).data?.files ?? []).map(({ id }) => id);

/** The job whose card or result was pressed. */
async function shownHere(
  bot: Bot,
  where: Parameters<typeof jobShownBy>[1],
  id: string,
): Promise<Pick<NonNullable<Turn['pressed']>, 'job'> | undefined> {
  return (await jobShownBy(bot, where, id)) && { job: id };
}

/** Where it stands; in the Home tab: the direct messages of whoever presses. */
function conversationOf(
  { channel, container, message, user, response_url: responseUrl }: BlockAction,
  team: Team,
): Conversation {
  if (!channel) return directTo(team, user.id);
  const thread: unknown = message?.thread_ts ?? container.thread_ts;
  return {
    team,
    channel: channel.id,
    direct: channel.id.startsWith('D'),
    ...(typeof thread === 'string' ? { thread } : {}),
    ...(responseUrl ? { responseUrl } : {}),
  };
}

/** The same element pressed again has another time. */
export function actionKeyOf(
  { container, view }: BlockAction,
  action: BlockAction['actions'][number],
): string {
  const where = view?.id ?? `${container.channel_id}:${container.message_ts}`;
  return `press:${where}:${action.action_id}:${action.action_ts}`;
}
