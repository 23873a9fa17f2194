/** What can be worked on in a message that somebody points at, as it is now. */
import { type APIMessage, Routes } from 'discord.js';
import { z } from 'zod';
import type { Json } from '../../../../core/domain/job.ts';
import type { Bot, Found } from '../../context.ts';
import { errorKind } from '../../errors.ts';
import { bringsResult, jobsIn } from '../../ids.ts';
import { postedIn } from '../newest-media.ts';

const placeSchema = z.object({ channel: z.string(), message: z.string() });
type MessagePlace = z.infer<typeof placeSchema>;

type Looking = Pick<Bot, 'rest' | 'userId'>;

/** None where it is deleted, or not shown to the bot; of the bot's own messages only results count. */
export async function picturesIn(bot: Looking, place: MessagePlace): Promise<Found[]> {
  const { channel, message } = place;
  try {
    // The documented answer of this route; what is in the message is only ever read leniently.
    const read = (await bot.rest.get(Routes.channelMessage(channel, message))) as APIMessage;
    const { components } = read;
    const isOwn = read.author.id === bot.userId;
    if (isOwn && ![...jobsIn(components)].some((job) => bringsResult(components, job))) return [];
    return postedIn(read, bot.userId);
  } catch (error) {
    const kind = errorKind(error);
    if (kind === 'gone' || kind === 'no-access') return [];
    throw error;
  }
}

export const picturesAt = (bot: Looking, place: Json): Promise<Found[]> =>
  picturesIn(bot, placeSchema.parse(place));
