/** A result that an earlier attempt posted, before the record could say so. */
import { Routes, SnowflakeUtil } from 'discord.js';
import { z } from 'zod';
import type { Bot } from '../context.ts';
import { asBusy, errorKind } from '../errors.ts';
import { bringsResult } from '../ids.ts';

/** ms. The clocks of two machines differ. */
const clockMarginMs = 60_000;

const messageSchema = z.object({
  id: z.string(),
  author: z.object({ id: z.string() }),
  components: z.array(z.unknown()).default([]),
  attachments: z.array(z.object({ filename: z.string() })).default([]),
});

/** What an earlier attempt posted: our own message whose buttons carry the job's id, or whose file alone does. */
export async function findPosted(
  bot: Pick<Bot, 'rest' | 'userId'>,
  channel: string,
  job: string,
  since: number,
): Promise<string | undefined> {
  const after = SnowflakeUtil.generate({
    timestamp: Math.floor(since - clockMarginMs),
    increment: 0n,
  }).toString();
  const query = new URLSearchParams({ limit: '100', after });
  const found = await bot.rest.get(Routes.channelMessages(channel), { query }).catch((error: unknown) => {
    if (['gone', 'no-access', 'no-history'].includes(errorKind(error))) return [];
    throw asBusy(error);
  });
  return z
    .array(messageSchema)
    .parse(found)
    .find(
      ({ author, components, attachments }) =>
        author.id === bot.userId &&
        (bringsResult(components, job) ||
          (components.length === 0 && attachments.some(({ filename }) => filename.includes(`-${job}.`)))),
    )?.id;
}
