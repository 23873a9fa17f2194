/** What was posted before the record could say so: a result by an earlier attempt, a card by a process that has gone. */
import { Routes, SnowflakeUtil } from 'discord.js';
import { z } from 'zod';
import type { Bot } from '../context.ts';
import { asBusy, errorKind } from '../errors.ts';
import { bringsResult, jobsIn } from '../ids.ts';
import { words } from '../words/request.ts';

/** ms. The clocks of two machines differ. */
const clockMarginMs = 60_000;

const messageSchema = z.object({
  id: z.string(),
  author: z.object({ id: z.string() }),
  components: z.array(z.unknown()).default([]),
  attachments: z.array(z.object({ filename: z.string() })).default([]),
  message_reference: z.object({ message_id: z.string().optional() }).optional(),
});

type Reader = Pick<Bot, 'rest' | 'userId'>;

/** What an earlier attempt posted: our own message whose buttons carry the job's id, or whose file alone does. */
export async function findPosted(
  bot: Reader,
  channel: string,
  job: string,
  since: number,
): Promise<string | undefined> {
  return (await ownSince(bot, channel, since)).find((message) => brings(message, job))?.id;
}

/** The same for several: the message of each that is there, by the job's id. */
export async function findAllPosted(
  bot: Reader,
  channel: string,
  jobs: readonly string[],
  since: number,
): Promise<Map<string, string>> {
  const own = await ownSince(bot, channel, since);
  const found = jobs.map((job) => [job, own.find((message) => brings(message, job))?.id] as const);
  return new Map(found.flatMap(([job, message]) => (message === undefined ? [] : [[job, message]])));
}

const brings = ({ components, attachments }: z.infer<typeof messageSchema>, job: string): boolean =>
  bringsResult(components, job) ||
  (components.length === 0 && attachments.some(({ filename }) => filename.includes(`-${job}.`)));

/** What an earlier attempt posted beside a result: our own answer to its message, with a file. */
export async function findReply(
  bot: Reader,
  { channel, since, reply, job }: { channel: string; since: number; reply: string; job: string },
): Promise<string | undefined> {
  return (await ownSince(bot, channel, since)).find(
    ({ attachments, components, message_reference: to }) =>
      to?.message_id === reply && attachments.length > 0 && !bringsResult(components, job),
  )?.id;
}

/** A card whose job was not made. @param at.reply the message that it answers: what has no buttons yet is known by it */
export async function findOpening(
  bot: Reader,
  { channel, since, job, reply }: { channel: string; since: number; job: string; reply?: string },
): Promise<string | undefined> {
  return (await ownSince(bot, channel, since)).find(
    ({ components, message_reference: to }) =>
      jobsIn(components).has(job) ||
      (reply !== undefined &&
        to?.message_id === reply &&
        JSON.stringify(components).includes(JSON.stringify(words.reading))),
  )?.id;
}

/** Our own messages of a channel, as far as it can be read; the hundred after a time. */
async function ownSince({ rest, userId }: Reader, channel: string, since: number) {
  const after = SnowflakeUtil.generate({
    timestamp: Math.floor(since - clockMarginMs),
    increment: 0n,
  }).toString();
  const query = new URLSearchParams({ limit: '100', after });
  const found = await rest.get(Routes.channelMessages(channel), { query }).catch((error: unknown) => {
    if (['gone', 'no-access', 'no-history'].includes(errorKind(error))) return [];
    throw asBusy(error);
  });
  return z
    .array(messageSchema)
    .parse(found)
    .filter(({ author }) => author.id === userId);
}
