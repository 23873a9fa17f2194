/** Which medium was taken, said where a request brought none. */
import { ButtonStyle, SnowflakeUtil, userMention } from 'discord.js';
import { sure } from '../../../chat/action.ts';
import { words as chatWords } from '../../../chat/words.ts';
import { linkTo } from '../address.ts';
import {
  type Body,
  bodyOf,
  button,
  container,
  moment,
  note,
  plain,
  rows,
  text,
} from '../cards/components.ts';
import { gallery } from '../cards/gallery.ts';
import { linesOf } from '../cards/lines.ts';
import type { Bot, Conversation, Found } from '../context.ts';
import { build } from '../ids.ts';
import { formWords as words } from '../words/form.ts';

/** Says which one it is. @param question what is asked before it is turned down */
export function tookBody(
  bot: Pick<Bot, 'fileOrigins'>,
  id: string,
  source: Found,
  { guild }: Pick<Conversation, 'guild'>,
  question?: string,
): Body {
  const { message, name } = source;
  if (!message) return note([chatWords.begun(1)]);
  const link = linkTo(guild, message.channel, message.id);
  const posted = moment(SnowflakeUtil.timestampFrom(message.id));
  const older = (argument?: string) => build({ kind: 'pick', form: id, what: 'older', argument });
  const asked = [button(older(sure), chatWords.cancelAnyway, ButtonStyle.Danger)];
  return bodyOf([
    container([
      text(words.took(plain(name), userMention(message.author), posted, link)),
      ...gallery(bot, [source]),
      ...(question === undefined ? [] : [text(linesOf(question))]),
      ...rows(question === undefined ? [button(older(), words.notThis)] : asked),
    ]),
  ]);
}
