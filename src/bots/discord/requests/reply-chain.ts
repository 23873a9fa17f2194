/** What a message is about: its own media, those of what it replies to, or the job whose message that is. */
import { type APIMessage, MessageReferenceType, Routes } from 'discord.js';
import type { About, Bot, Found, Turn } from '../context.ts';
import { errorKind } from '../errors.ts';
import { earlierIn } from './earlier-job.ts';
import { mediaIn } from './message-media.ts';

/** How many replies back. */
const farthest = 4;

export type Chain = Pick<About, 'earlier'> & {
  media: Found[];
  /** It replies to something. */
  replies: boolean;
  /** It replies to what Discord does not show to the bot. */
  withheld: boolean;
};

/**
 * The first message of the chain of replies that is about something, beginning with the message itself.
 * @throws Refusal where it shows a job whose file is not for this person or stays where it is
 */
export async function chainOf(bot: Bot, turn: Turn, message: APIMessage): Promise<Chain> {
  let replies = false;
  let withheld = false;
  let current: APIMessage | undefined = message;
  for (let hops = 0; current && hops <= farthest; hops += 1) {
    const earlier = await earlierIn(bot, turn, current);
    if (earlier) return { media: [], earlier, replies, withheld: false };
    const media = mediaIn(current);
    if (media.length > 0) return { media, replies, withheld: false };
    if (hops > 0) withheld ||= isWithheld(bot, current);
    current = await above(bot, current);
    replies ||= current !== undefined;
  }
  return { media: [], replies, withheld };
}

async function above({ rest }: Pick<Bot, 'rest'>, message: APIMessage): Promise<APIMessage | undefined> {
  const { referenced_message: replied, message_reference: reference } = message;
  if (replied !== undefined) return replied ?? undefined;
  if (!reference?.message_id || reference.type === MessageReferenceType.Forward) return undefined;
  try {
    // The documented answer of this route; what is in it is only ever read leniently.
    return (await rest.get(Routes.channelMessage(reference.channel_id, reference.message_id))) as APIMessage;
  } catch (error) {
    const kind = errorKind(error);
    if (kind === 'no-access' || kind === 'gone') return undefined;
    throw error;
  }
}

/** Nobody posts a message with nothing in it. */
const isWithheld = ({ userId, seesContent }: Pick<Bot, 'userId' | 'seesContent'>, it: APIMessage): boolean =>
  !seesContent &&
  it.author.id !== userId &&
  it.content === '' &&
  [it.attachments, it.embeds, it.components ?? [], it.sticker_items ?? []].every(
    ({ length }) => length === 0,
  );
