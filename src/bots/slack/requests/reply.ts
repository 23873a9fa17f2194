/** What the conversation answers, said to the person alone. */
import { words as chatWords } from '../../../chat/words.ts';
import { actions, bodyOf, section } from '../cards/blocks.ts';
import { linesBody } from '../cards/long-text.ts';
import { drawn, styled } from '../cards/mrkdwn.ts';
import { codeOf, jobsBody, noticeBody, quoteBody } from '../cards/replies.ts';
import { replace, replyPrivately } from '../cards/reply-privately.ts';
import type { Body, Bot, Conversation, Draft, Reply, Turn } from '../context.ts';
import { formWords as words } from '../words/form.ts';
import { formButton } from './draft.ts';
import { adminsUnread } from './people.ts';
import { type Picture, sendPicture, sharePicture } from './picture.ts';

/** Who does it, and where. */
export type At = Pick<Turn, 'key' | 'pressed' | 'sent' | 'homeless'> & {
  conversation: Conversation;
  user: string;
  /** The thread that a card goes to, where it is another one. */
  below?: string | undefined;
  /** Opens a form; left out, a button for it is sent. */
  form?: (draft: Draft) => Promise<void>;
  /** Asks for a line of text. */
  ask?: Turn['ask'];
};

/** What cannot be said is logged. Rejects only where the app is gone. */
export async function reply(bot: Bot, at: At, said: Reply): Promise<void> {
  const { conversation, user, pressed, homeless } = at;
  if (said.kind === 'notice' && said.quiet && (homeless || pressed?.job !== undefined)) return;
  if (said.kind === 'lines' && said.forAll && said.picture && (await sayToAll(bot, at, said, said.picture)))
    return;
  const body = await bodyFor(bot, at, said);
  const replaces = said.kind === 'price' || (said.kind === 'notice' && said.replaces);
  if (replaces && (await replace(bot, conversation.responseUrl, body))) return;
  await replyPrivately(bot, conversation, user, body);
}

/** In the conversation, with its picture. False where it cannot be posted there. */
async function sayToAll(
  bot: Bot,
  { conversation, below }: At,
  { lines }: Extract<Reply, { kind: 'lines' }>,
  picture: Picture,
): Promise<boolean> {
  const access = await bot.accessTo(conversation.team);
  const said = linesBody(styled(lines, access.botUser));
  const { channel, thread = below } = conversation;
  return sharePicture(bot, access, { channel, thread, said }, picture);
}

async function bodyFor(bot: Bot, { conversation, user }: At, said: Reply): Promise<Body> {
  switch (said.kind) {
    case 'notice': {
      // Without the right to ask who is an admin nobody is one, which admins could not explain to themselves.
      const more = said.code === 'not-admin' ? await adminsUnread(bot, conversation.team) : [];
      return noticeBody({ ...said, text: [said.text, ...more].join(' ') });
    }
    case 'price':
      return quoteBody(said.quote);
    case 'choice':
      return choiceBody(conversation, said);
    case 'jobs':
      return jobsBody(await bot.accessTo(conversation.team), said.jobs, said.more ?? [], said.empty);
    case 'lines': {
      const access = await bot.accessTo(conversation.team);
      const picture = said.picture ? [section(await sendPicture(bot, access, user, said.picture))] : [];
      return linesBody(styled(said.lines, access.botUser), [...codeOf(said.table ?? []), ...picture]);
    }
  }
}

/** All that was understood stands in the form that a button opens. */
function choiceBody(
  conversation: Conversation,
  { question, draft, models, several }: Extract<Reply, { kind: 'choice' }>,
): Body {
  // Whoever presses it brings a younger address for answers.
  const { responseUrl: _, ...place } = conversation;
  const to = (label: string, model = draft.model) =>
    formButton(label, { ...draft, model, conversation: place });
  const buttons = several
    ? [to(words.choose)]
    : models.length > 0
      ? models.map(({ title, name }) => to(title, name))
      : [to(words.openForm)];
  return bodyOf([section(drawn(question || chatWords.what(1, undefined))), actions(...buttons)]);
}
