/** From the second version of a source on, results stand together in a thread on the first one's message. */
import { DiscordAPIError, Routes } from 'discord.js';
import { z } from 'zod';
import type { Job } from '../../../../core/domain/job.ts';
import type { View } from '../../../../core/view/view.ts';
import { cut } from '../../../../core/words/cut.ts';
import { versionWords } from '../../../../core/words/versions/words.ts';
import { type Address, readAddress } from '../../address.ts';
import type { Bot } from '../../context.ts';
import { asBusy, isClosed } from '../../errors.ts';

/** Characters of a thread's name, and the minutes after which a quiet one is put away: a day. */
const [longestName, quietMinutes] = [100, 1440];
/** https://docs.discord.com/developers/topics/opcodes-and-status-codes#json */
const threadExists = 160004;
/** ms. Where the bot may not, it is not tried again with every result: Discord counts refusals. */
const closedMs = 10 * 60_000;

type Its = { view: View; address: Address };

/** Undefined where it goes as a reply: alone, asked for in a thread, or where no thread may be begun. @throws what another try may mend */
export async function threadFor(bot: Bot, { view, address }: Its): Promise<string | undefined> {
  const { guild, member, channel } = address;
  if (!view.versioned?.several || guild === undefined || !member) return undefined;
  const job = await bot.requests.read(view.id);
  if (!job || job.above !== undefined) return undefined;
  const others = await othersOf(bot, job, channel);
  const there = others.find(({ result }) => result.channel !== channel);
  if (there) return there.result.channel;
  const [first] = others;
  return first && begin(bot, channel, first.result.message, nameOf(view));
}

/** Results of its tree that stand in the channel or in a thread of it, the oldest first. */
async function othersOf({ requests }: Pick<Bot, 'requests'>, job: Job, channel: string) {
  const tree = await requests.versions.of(job);
  const versions = [...(tree?.versions ?? [])].sort((one, other) => one.at - other.at);
  const read = await Promise.all(
    versions.map((it) => (it.job === job.id ? undefined : requests.read(it.job))),
  );
  return read.flatMap((it) => {
    if (!it || it.removed || it.above !== undefined) return [];
    const { result, channel: own, card } = readAddress(it.address);
    // What stands in a card, or was sent to somebody directly, is no place for others.
    const isPlaced = result && own === channel && result.message !== card && !result.file;
    return isPlaced ? [{ result }] : [];
  });
}

const nameOf = ({ sourceName }: View): string =>
  cut(versionWords.heading(sourceName ?? versionWords.source, undefined), longestName);

/** On a message; one that has a thread keeps it. */
async function begin(bot: Bot, channel: string, message: string, name: string): Promise<string | undefined> {
  const closed = `threads ${channel} ${Math.floor(bot.clock() / closedMs)}`;
  if (bot.gone.has(closed)) return undefined;
  try {
    const body = { name, auto_archive_duration: quietMinutes };
    return threadSchema.parse(await bot.rest.post(Routes.threads(channel, message), { body })).id;
  } catch (error) {
    // A thread on a message has the message's id.
    if (error instanceof DiscordAPIError && error.code === threadExists) return message;
    if (!isClosed(error)) throw asBusy(error);
    bot.gone.add(closed);
    return undefined;
  }
}

const threadSchema = z.object({ id: z.string() });
