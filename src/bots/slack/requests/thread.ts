/** What a message in a thread is about: what stands at the top of it, or the job whose message that is. */
import { mediumOfType } from '../../../chat/media.ts';
import type { Job } from '../../../core/domain/job.ts';
import { findModel } from '../../../models/index.ts';
import { readAddress, shown } from '../address.ts';
import { type About, type Bot, type Found, type Root, Uninstalled } from '../context.ts';
import { isPassing, slackError } from '../errors.ts';
import { jobIn, jobShownBy, type Where } from './job-message.ts';
import { type Contents, contentsOf } from './message-media.ts';

/** `blind`: Slack does not show the thread to the bot. */
export type AboutThread = Pick<About, 'earlier'> & {
  media: readonly Found[];
  unusable: readonly string[];
  blind: boolean;
};

/** Apps that are not in the Marketplace may ask for so many at once, once a minute. https://docs.slack.dev/reference/methods/conversations.replies */
const mostMessages = 15;
/** Of a person's jobs so many are looked through. */
const mostJobs = 20;

/** Never rejects for Slack's sake. @param before the ts of the message that asks */
export async function aboutThread(
  bot: Bot,
  user: string,
  where: Where,
  before: string,
): Promise<AboutThread> {
  const jobs = await ownJobs(bot, user, where);
  const there = jobs.find(({ address }) => readAddress(address).status === where.thread);
  if (there) return { ...nothing, earlier: earlierOf(there) };
  try {
    const key = `${where.team.id}:${where.channel}:${where.thread}`;
    const found = await bot.memory.roots.get(key, () => read(bot, where, before));
    if (found.media.length > 0) return { ...found, blind: false };
    const job = found.job === undefined ? undefined : await jobShownBy(bot, where, found.job);
    return { ...found, blind: false, ...(job && { earlier: earlierOf(job) }) };
  } catch (error) {
    if (error instanceof Uninstalled) throw error;
    bot.log.debug({ error: slackError(error) }, 'a thread could not be read');
    // The same picture, as it was used for a job before.
    const [same] = jobs;
    return same ? { ...nothing, earlier: earlierOf(same, 'source') } : { ...nothing, blind: true };
  }
}

const nothing: AboutThread = { media: [], unusable: [], blind: false };

/** The newest of a person's jobs that stand in the thread, or at its top. */
async function ownJobs(
  { requests, platform }: Bot,
  requester: string,
  { team, channel, thread }: Where,
): Promise<Job[]> {
  const jobs = await requests.jobs({ platform, scope: team.id, requester }, mostJobs);
  return jobs.filter((job) => {
    const at = readAddress(job.address);
    return at.channel === channel && (at.status === thread || at.thread === thread);
  });
}

/** The result where there is one that nobody has removed. @param only its source */
export function earlierOf(job: Job, only?: 'source'): NonNullable<About['earlier']> {
  const removed = job.removed || shown(job.address).removed;
  const type = only || removed ? undefined : job.result?.type;
  if (type !== undefined)
    return { kept: { job: job.id, file: 'result' }, takes: mediumOfType(type) ?? 'image' };
  return { kept: { job: job.id, file: 'source' }, takes: findModel(job.model)?.takes ?? 'image' };
}

/** The first message of a thread; where that has no file, the last one that has. */
async function read(bot: Bot, { team, channel, thread }: Where, before: string): Promise<Root> {
  const { read: client } = await bot.accessTo(team);
  const page = { channel, ts: thread, limit: mostMessages, inclusive: true };
  const answer = await client.conversations.replies(page);
  const [root, ...replies] = answer.messages ?? [];
  if (!root) return { media: [], unusable: [] };
  const top = contentsOf(root, channel);
  const job = jobIn(root);
  if (top.media.length > 0 || job !== undefined)
    return { ...top, lasting: true, ...(job === undefined ? {} : { job }) };
  const earlier = replies.filter(({ ts = '', bot_id }) => ts < before && bot_id === undefined);
  const last = earlier.map((it) => contentsOf(it, channel)).findLast(({ media }) => media.length > 0);
  return last ?? top;
}

/**
 * What one message has, as the history tells it, in its thread if it stands in one; undefined where the bot may not read.
 * @throws where Slack does not say now
 */
export async function messageAt(
  bot: Bot,
  { team, channel, thread }: Omit<Where, 'thread'> & Partial<Where>,
  ts: string,
): Promise<Contents | undefined> {
  const { read: client } = await bot.accessTo(team);
  const page = { channel, oldest: ts, latest: ts, inclusive: true, limit: 2 };
  try {
    const { messages = [] } =
      thread === undefined
        ? await client.conversations.history(page)
        : await client.conversations.replies({ ...page, ts: thread });
    const found = messages.find((it) => it.ts === ts);
    return found && contentsOf(found, channel);
  } catch (error) {
    if (isPassing(error)) throw error;
    bot.log.debug({ error: slackError(error) }, 'a message could not be looked up');
    return undefined;
  }
}
