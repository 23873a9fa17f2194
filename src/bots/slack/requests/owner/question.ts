/** Whoever posted a picture is asked for their word, in its thread. */
import { z } from 'zod';
import type { OwnerQuestion } from '../../../../chat/turn.ts';
import type { Json } from '../../../../core/domain/job.ts';
import { actionRow, bodyOf, section } from '../../cards/blocks.ts';
import { styled } from '../../cards/mrkdwn.ts';
import { postMessage } from '../../cards/post-message.ts';
import type { Body, Bot, Conversation, Found } from '../../context.ts';
import { errorKind, slackError } from '../../errors.ts';
import { keepPlace, placeSchema } from './kept-turn.ts';

const postedSchema = z.object({ place: placeSchema, ts: z.string() });

/** Lines that all see, with what can be pressed. */
export function bodyFor(lines: OwnerQuestion['lines'], actions: OwnerQuestion['actions'] = []): Body {
  const said = styled(lines).join('\n');
  return bodyOf([section(said), ...actionRow(actions)], said);
}

/** @returns where it stands; undefined where the bot may not post */
export async function postQuestion(
  bot: Bot,
  at: Conversation,
  { lines, actions, ...question }: OwnerQuestion<Found>,
): Promise<Json | undefined> {
  const { team, channel, thread } = at;
  const { id = actions[0]?.id ?? '' } = question;
  const access = await bot.accessTo(team);
  const body = bodyFor(lines, actions);
  try {
    const { ts } = await postMessage(bot, access, { channel, thread, body, key: `consent ${id}` });
    return { place: keepPlace(at), ts };
  } catch (error) {
    if (errorKind(error) !== 'closed') throw error;
    bot.log.debug({ error: slackError(error) }, 'somebody could not be asked where they posted');
    return undefined;
  }
}

/** Makes it say this, with these buttons. */
export async function rewriteQuestion(
  bot: Pick<Bot, 'accessTo'>,
  posted: Json,
  lines: OwnerQuestion['lines'],
  actions: OwnerQuestion['actions'] = [],
): Promise<void> {
  const { place, ts } = postedSchema.parse(posted);
  const { read } = await bot.accessTo(place.team);
  await read.chat.update({ channel: place.channel, ts, ...bodyFor(lines, actions) });
}
