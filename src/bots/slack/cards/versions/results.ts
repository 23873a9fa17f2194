/** Messages that bring results, after they were posted: drawn anew, pinned, and announced as picked. Slack can fold none of them. */
import type { AdminNotice, Chat } from '../../../../chat/chat.ts';
import { votingWords } from '../../../../chat/versions/words.ts';
import type { Job } from '../../../../core/domain/job.ts';
import type { View } from '../../../../core/view/view.ts';
import { type Address, readAddress } from '../../address.ts';
import type { Access, Bot } from '../../context.ts';
import { asFault, errorKind, isPassing, slackError } from '../../errors.ts';
import { actionRow, bodyOf, link, section } from '../blocks.ts';
import { styled } from '../mrkdwn.ts';
import { postMessage } from '../post-message.ts';
import { resultOf } from '../result.ts';
import { shareOf } from '../share.ts';

export const resultMessages = (bot: () => Bot): Chat['results'] => ({
  folds: false,
  announce: (job, notice) => announce(bot(), job, notice),
  redraw: (job, view) => redraw(bot(), job, view),
  pin: (job) => pin(bot(), job),
});

/** Where the message stands; undefined where Slack does not say. */
async function placeOf(
  access: Access,
  { result }: Address,
): Promise<{ channel: string; ts: string } | undefined> {
  if (!result || result.removed) return undefined;
  const { channel, file } = result;
  const ts = result.ts ?? (await shareOf(access, channel, file)).ts;
  return ts === undefined ? undefined : { channel, ts };
}

/** Its file stays. False where there were no buttons with it, or Slack does not let it be changed. @throws what another try may mend */
async function redraw(bot: Bot, { address: json }: Job, view: View): Promise<boolean> {
  const address = readAddress(json);
  const { result } = address;
  // Results that stand together, and those without words, are drawn otherwise.
  if (!result?.buttons || result.together || view.form === 'bare') return false;
  try {
    const access = await bot.accessTo(address.team);
    const at = await placeOf(access, address);
    if (!at) return false;
    await access.read.chat.update({ ...at, ...resultOf(view, address, result.change) });
    return true;
  } catch (error) {
    if (isPassing(error)) throw asFault(error);
    bot.log.debug({ error: slackError(error) }, 'a result could not be drawn anew');
    return false;
  }
}

/** Where all of the channel see it, with a link to the result in its thread. */
async function announce(bot: Bot, job: Job, { lines, actions = [] }: AdminNotice): Promise<boolean> {
  const { team, channel, result } = readAddress(job.address);
  const there = result?.permalink === undefined ? [] : [link(votingWords.result, result.permalink)];
  const said = [...styled(lines), ...there].join('\n');
  const body = bodyOf([section(said), ...actionRow(actions)], said);
  const key = `picked ${job.id} ${Math.floor(bot.clock() / 60_000)}`;
  try {
    await postMessage(bot, await bot.accessTo(team), { channel, body, key });
    return true;
  } catch (error) {
    if (errorKind(error) !== 'closed') throw asFault(error);
    return false;
  }
}

/** False where the bot may not: its scope is one that may be left out. */
async function pin(bot: Bot, { address: json }: Job): Promise<boolean> {
  const address = readAddress(json);
  try {
    const access = await bot.accessTo(address.team);
    const at = await placeOf(access, address);
    const granted = access.scopes();
    if (!at || (granted && !granted.has('pins:write'))) return false;
    await access.read.pins.add({ channel: at.channel, timestamp: at.ts });
    return true;
  } catch (error) {
    bot.log.debug({ error: slackError(error) }, 'a picked result could not be pinned');
    return false;
  }
}
