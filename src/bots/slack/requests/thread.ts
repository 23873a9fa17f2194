/** What a message in a thread is about: what stands at the top of it, or the job whose message that is. */
import { z } from 'zod';
import { createTtlCache, type TtlCache } from '../../../async/ttl-cache.ts';
import type { Person } from '../../../core/domain/command.ts';
import type { Job } from '../../../core/domain/job.ts';
import type { Medium } from '../../../models/fields.ts';
import { findModel } from '../../../models/index.ts';
import { readAddress } from '../address.ts';
import { type Bot, type Found, type Kept, type Marks, type Team, Uninstalled } from '../context.ts';
import { slackError } from '../errors.ts';
import { contentsOf } from './message-media.ts';

/** An earlier job's file, and what it is. */
export type Earlier = { kept: Kept; takes: Medium; marks?: Marks };
export type About = {
  media: readonly Found[];
  /** Sentences about files that are not taken. */
  unusable: readonly string[];
  /** Used when there are no `media`. */
  earlier?: Earlier | undefined;
  /** Slack does not show the thread to the bot. */
  blind: boolean;
};

type Where = { team: Team; channel: string; thread: string };

/** Apps that are not in the Marketplace may ask for so many at once, once a minute. https://docs.slack.dev/reference/methods/conversations.replies */
const mostMessages = 15;
/** Of a person's jobs so many are looked through. */
const mostJobs = 20;

/** Never rejects for Slack's sake. @param before the ts of the message that asks */
export async function aboutThread(bot: Bot, person: Person, where: Where, before: string): Promise<About> {
  const jobs = await ownJobs(bot, person, where);
  const shown = jobs.find(({ address }) => readAddress(address).status === where.thread);
  if (shown) return { ...nothing, earlier: earlierOf(shown) };
  try {
    const found = await rootsOf(bot).get(`${where.team.id}:${where.channel}:${where.thread}`, () =>
      read(bot, where, before),
    );
    if (found.media.length > 0) return found;
    const job = found.job === undefined ? undefined : await jobShownBy(bot, where, found.job);
    return job ? { ...found, earlier: earlierOf(job) } : found;
  } catch (error) {
    if (error instanceof Uninstalled) throw error;
    bot.log.debug({ error: slackError(error) }, 'a thread could not be read');
    // The same picture, as it was used for a job before.
    const [same] = jobs;
    return same ? { ...nothing, earlier: earlierOf(same, 'source') } : { ...nothing, blind: true };
  }
}

const nothing: About = { media: [], unusable: [], blind: false };

/** The newest of a person's jobs that stand in the thread, or at its top. */
async function ownJobs({ requests }: Bot, person: Person, { channel, thread }: Where): Promise<Job[]> {
  const jobs = await requests.jobs(person, mostJobs);
  return jobs.filter((job) => {
    const at = readAddress(job.address);
    return at.channel === channel && (at.status === thread || at.thread === thread);
  });
}

/** The result where there is one that nobody has removed. @param only its source */
export function earlierOf(job: Job, only?: 'source'): Earlier {
  const { marks, result } = readAddress(job.address);
  const type = only || result?.removed ? undefined : job.result?.type;
  const file = type === undefined ? 'source' : 'result';
  const takes = type === undefined ? (findModel(job.model)?.takes ?? 'image') : mediumOfType(type);
  return { kept: { job: job.id, file }, takes, ...(marks ? { marks } : {}) };
}

const mediumOfType = (type: string): Medium => (type.startsWith('video/') ? 'video' : 'image');

/** `lasting`: it is the same for whoever asks later. */
type Root = About & { job?: string; lasting?: true };

/** The first message of a thread; where that has no file, the last one that has. */
async function read(bot: Bot, { team, channel, thread }: Where, before: string): Promise<Root> {
  const { read: client } = await bot.accessTo(team);
  const answer = await client.conversations.replies({
    ...{ channel, ts: thread, limit: mostMessages, inclusive: true },
  });
  const [root, ...replies] = answer.messages ?? [];
  if (!root) return nothing;
  const top = contentsOf(root, channel);
  const job = jobIn(root);
  if (top.media.length > 0 || job !== undefined)
    return { ...nothing, ...top, lasting: true, ...(job === undefined ? {} : { job }) };
  const earlier = replies.filter(({ ts = '', bot_id }) => ts < before && bot_id === undefined);
  const last = earlier.map((it) => contentsOf(it, channel)).findLast(({ media }) => media.length > 0);
  return { ...nothing, ...(last ?? top) };
}

/** What stands at the top of a thread does not change; below it a picture may be posted at any time. */
const roots = new WeakMap<Bot, TtlCache<Root>>();
function rootsOf(bot: Bot): TtlCache<Root> {
  const keepMs = ({ lasting }: Root) => (lasting ? 86_400_000 : 0);
  const known = roots.get(bot) ?? createTtlCache<Root>({ clock: bot.clock, keepMs, most: 1000 });
  roots.set(bot, known);
  return known;
}

const buttonsSchema = z.object({
  blocks: z
    .array(
      z.looseObject({
        elements: z
          .array(z.looseObject({ action_id: z.string().optional(), value: z.string().optional() }))
          .optional()
          .catch(undefined),
      }),
    )
    .optional(),
});

/** The id of the job whose message this may be, by its buttons: each carries it. */
export function jobIn(message: unknown): string | undefined {
  const { data } = buttonsSchema.safeParse(message);
  const elements = (data?.blocks ?? []).flatMap((it) => it.elements ?? []);
  return elements.find(
    ({ action_id = '', value = '' }) => action_id.startsWith('v1:') && /^[a-z0-9]{7}$/.test(value),
  )?.value;
}

/** The job, where it is shown there. */
export async function jobShownBy(
  { requests }: Pick<Bot, 'requests'>,
  { team, channel, thread }: Where,
  id: string,
): Promise<Job | undefined> {
  const job = await requests.read(id);
  if (!job || job.scope !== team.id) return undefined;
  const at = readAddress(job.address);
  return at.channel === channel && at.status === thread ? job : undefined;
}
