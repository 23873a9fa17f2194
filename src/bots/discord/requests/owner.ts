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
type Actions = OwnerQuestion['actions'];
const partsOf = (lines: Lines, actions: Actions) => [
  text(lines(style).map(drawn).join('\n')),
  ...rows(actions.map((it) => buttonOf(it))),
];

const placeSchema = z.object({ channel: z.string(), message: z.string() });

/** @param at the message that it answers. @returns where it stands; undefined where nothing can be posted */
export async function postQuestion(
  bot: Bot,
  at: Pick<Incoming, 'id' | 'channel_id'>,
  { owner, lines, actions, ...question }: OwnerQuestion<Found>,
): Promise<Json | undefined> {
  const body = bodyOf(partsOf(lines, actions), owner === undefined ? [] : [owner]);
  const { id = actions[0]?.id ?? '' } = question;
  try {
    const message = await postReply(bot, at, { body, nonce: `consent ${id}` });
    return { channel: at.channel_id, message };
  } catch (error) {
    if (!isClosed(error)) throw error;
    return undefined;
  }
}

/** Makes it say this, with these buttons. */
export async function rewriteQuestion(
  { rest }: Pick<Bot, 'rest'>,
  place: Json,
  lines: Lines,
  actions: Actions = [],
): Promise<void> {
  const { channel, message } = placeSchema.parse(place);
  await rest
    .patch(Routes.channelMessage(channel, message), { body: bodyOf(partsOf(lines, actions)) })
    .catch((error: unknown) => {
      if (errorKind(error) !== 'gone') throw error;
    });
}
