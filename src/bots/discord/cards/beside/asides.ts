/** What is posted of a result beside it is remembered, so that it goes with the result. */
import { Routes } from 'discord.js';
import { type Address, amend, readAddress } from '../../address.ts';
import type { Bot } from '../../context.ts';
import { isClosed } from '../../errors.ts';

type Aside = NonNullable<Address['asides']>[number];

/** The oldest are forgotten, and stay. */
const mostAsides = 20;

/** So that it goes with the result; at once, where that has gone meanwhile. */
export async function rememberAside(bot: Bot, job: string, aside: Aside): Promise<void> {
  const withIt = (all: readonly Aside[] = []) => [
    ...all.filter(({ message }) => message !== aside.message),
    aside,
  ];
  await amend(bot, job, (now) => ({ ...now, asides: withIt(now.asides).slice(-mostAsides) }));
  if ((await bot.requests.read(job))?.removed) await removeAsides(bot, job);
}

/** What cannot be taken away any more stays, and is not asked for again. */
export async function removeAsides(bot: Bot, id: string): Promise<void> {
  const job = await bot.requests.read(id);
  const asides = (job && readAddress(job.address).asides) ?? [];
  for (const { channel, message } of asides)
    await bot.rest.delete(Routes.channelMessage(channel, message)).catch((error: unknown) => {
      if (!isClosed(error)) throw error;
      bot.log.warn({ job: id, err: error }, 'what was posted beside a result could not be taken away');
    });
  const gone = new Set(asides.map(({ message }) => message));
  if (asides.length > 0)
    await amend(bot, id, ({ asides: left = [], ...now }) => ({
      ...now,
      asides: left.filter(({ message }) => !gone.has(message)),
    }));
}
