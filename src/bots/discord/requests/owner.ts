/** Whoever posted a picture is asked for their word, in reply to it; and a result goes without anybody having pressed. */
import { Routes } from 'discord.js';
import { z } from 'zod';
import type { OwnerQuestion } from '../../../chat/turn.ts';
import type { Json } from '../../../core/domain/job.ts';
import { bodyOf, buttonOf, rows, text } from '../cards/components.ts';
import { type Incoming, postReply } from '../cards/post-message.ts';
import { drawn, style } from '../cards/style.ts';
import type { Bot, Found } from '../context.ts';
import { errorKind, isClosed } from '../errors.ts';

type Lines = OwnerQuestion['lines'];
const said = (lines: Lines) => text(lines(style).map(drawn).join('\n'));

const placeSchema = z.object({ channel: z.string(), message: z.string() });

/** @param at the message that it answers. @returns where it stands; undefined where nothing can be posted */
export async function postQuestion(
  bot: Bot,
  at: Pick<Incoming, 'id' | 'channel_id'>,
  { owner, lines, actions }: OwnerQuestion<Found>,
): Promise<Json | undefined> {
  const body = bodyOf([said(lines), ...rows(actions.map((it) => buttonOf(it)))], [owner]);
  const [{ id } = { id: '' }] = actions;
  try {
    const message = await postReply(bot, at, { body, nonce: `consent ${id}` });
    return { channel: at.channel_id, message };
  } catch (error) {
    if (!isClosed(error)) throw error;
    return undefined;
  }
}

/** Makes it say this, without buttons. */
export async function rewriteQuestion({ rest }: Pick<Bot, 'rest'>, place: Json, lines: Lines): Promise<void> {
  const { channel, message } = placeSchema.parse(place);
  await rest
    .patch(Routes.channelMessage(channel, message), { body: bodyOf([said(lines)]) })
    .catch((error: unknown) => {
      if (errorKind(error) !== 'gone') throw error;
    });
}
