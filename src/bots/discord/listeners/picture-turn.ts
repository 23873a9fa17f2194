/** What is done for somebody who put an emoji on a message, or posted a picture: in reply to that, and told to them alone. */

import type { Posted } from '../../../chat/channel-rules/new-picture.ts';
import { bodyOf, buttonOf, rows, small, text } from '../cards/components.ts';
import { linesOf, noticeBody } from '../cards/lines.ts';
import { postReply, sendDirectly } from '../cards/post-message.ts';
import { drawn, style } from '../cards/style.ts';
import type { Bot, Reply, Turn } from '../context.ts';
import { isClosed } from '../errors.ts';
import { whereOf } from '../requests/message-author.ts';
import { turnIn } from '../requests/message-turn.ts';

/** `member`: what Discord told of them there. */
export type AtMessage = {
  guild: string;
  channel: string;
  message: string;
  person: string;
  groups: readonly string[];
};

export function pictureTurn(bot: Bot, at: AtMessage, key: string): Turn {
  const { guild: guild_id, channel: channel_id, message: id, person, groups } = at;
  const author = { id: person };
  const message = { id, channel_id, guild_id, author };
  const turn = turnIn(bot, message, {
    key,
    whereOf: () => whereOf(bot, { guild_id, channel_id, author, member: { roles: [...groups] } }),
  });
  const reply = async (it: Reply): Promise<void> => {
    if (it.kind !== 'notice') return turn.reply(it);
    // What is pressed in direct messages counts for these: there the words alone say what to do.
    if (await sendDirectly(bot, person, bodyOf([text(linesOf(it.text))]))) return;
    const body = noticeBody(it, { forAll: true });
    const told = { ...body, allowed_mentions: { parse: [] as [], users: [person] } };
    await postReply(bot, message, { body: told, nonce: `told ${key}` });
  };
  return { ...turn, reply };
}

/** One line in small letters, with what can be pressed. */
export async function lineUnder(
  bot: Bot,
  { channel: channel_id, message: id }: Pick<AtMessage, 'channel' | 'message'>,
  said: Parameters<Posted['line']>[0],
): ReturnType<Posted['line']> {
  const line = small(said.lines(style).map(drawn).join('\n'));
  const body = bodyOf([line, ...rows(said.actions.map(buttonOf))]);
  try {
    const message = await postReply(bot, { id, channel_id }, { body, nonce: `line ${said.id}` });
    return { channel: channel_id, message };
  } catch (error) {
    if (!isClosed(error)) throw error;
    return undefined;
  }
}
