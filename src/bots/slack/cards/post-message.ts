/** Posting a message for everybody, once, and no faster than a channel takes it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { types } from '@slack/bolt';
import { z } from 'zod';
import { createTries } from '../../../async/paced.ts';
import type { Access, Body, Bot } from '../context.ts';
import { errorKind, isPassing, retryAfterOf, slackError } from '../errors.ts';
import { directChannel } from './destination.ts';

/** ms between two posts in one channel. https://docs.slack.dev/apis/web-api/rate-limits: about one a second */
const spacingMs = 1_050;
/** ms for which somebody waits for a channel that is busy, or for Slack to answer. */
const patienceMs = 45_000;
const pace = { pausesMs: [1_000, 2_000, 4_000], longestMs: patienceMs };

type Post = {
  channel: string;
  thread?: string | undefined;
  body: Body;
  /** Told apart by it from all others: after a failure that may have been none it is looked for. */
  key: string;
  /** It may have been posted before, by a process that has gone. */
  maybeThere?: boolean;
};
export type Posted = { channel: string; ts: string };

/**
 * Posts it, in the thread as long as that is there.
 * @throws what Slack refuses with; after an unclear failure only when it was tried again, paced.
 */
export function postMessage(bot: Bot, access: Access, it: Post): Promise<Posted> {
  const line = `posts ${access.team.id} ${it.channel}`;
  const posted = bot.inTurn(line, () => postNow(bot, access, it));
  // Whoever comes next waits a little; the one before has no need to.
  bot.inTurn(line, () => pause(spacingMs, undefined, { ref: false, signal: bot.stopping })).catch(() => {});
  return posted;
}

/** As `postMessage`, but out of turn: an answer that somebody waits for. */
export const postNow = (bot: Bot, access: Access, it: Post): Promise<Posted> =>
  picturedOrNot(it.body, (body) => post(bot, access, { ...it, body }));

/** Slack takes a file's picture only when it has looked at it, and when the bot may see it. */
export const picturedOrNot = <It extends Pick<Body, 'blocks'>, Answer>(
  it: It,
  send: (it: It) => Promise<Answer>,
): Promise<Answer> =>
  send(it).catch((error: unknown) => {
    if (errorKind(error) !== 'unready-picture') throw error;
    return send(unpictured(it));
  });
const hasPicture = (block: types.KnownBlock): block is types.SectionBlock =>
  block.type === 'section' && block.accessory?.type === 'image';
export const isPictured = ({ blocks }: Pick<Body, 'blocks'>): boolean => blocks.some(hasPicture);
export const unpictured = <It extends Pick<Body, 'blocks'>>(it: It): It => ({
  ...it,
  blocks: it.blocks.map((block) => {
    if (!hasPicture(block)) return block;
    const { accessory: _, ...bare } = block;
    return bare;
  }),
});

async function post(bot: Bot, access: Access, it: Post): Promise<Posted> {
  const begun = performance.now();
  const tryAgain = createTries(bot.pause, pace);
  const { body } = it;
  let { thread } = it;
  let unclear = it.maybeThere ?? false;
  for (;;) {
    try {
      if (unclear) {
        const found = await findPosted(bot, access, { ...it, thread });
        if (found) return found;
      }
      const answer = await access.post.chat.postMessage({
        channel: it.channel,
        ...(thread === undefined ? {} : { thread_ts: thread }),
        ...body,
        unfurl_links: false,
        unfurl_media: false,
        metadata: { event_type: eventType, event_payload: { key: it.key } },
      });
      return postedSchema.parse(answer);
    } catch (error) {
      const kind = errorKind(error);
      const waitMs = kind === 'busy' ? retryAfterOf(error) : undefined;
      const late = performance.now() - begun + (waitMs ?? 0) > patienceMs;
      if (kind === 'no-thread' && thread !== undefined) thread = undefined;
      else if (waitMs !== undefined && !late) await pause(waitMs, undefined, { signal: bot.stopping });
      else if (kind === 'down' && (await tryAgain())) {
        bot.log.warn({ error: slackError(error) }, 'it is not known whether a message was posted');
        unclear = true;
      } else throw error;
    }
  }
}

const eventType = 'darkroom_card';
const postedSchema = z.object({ channel: z.string(), ts: z.string() });
const pageSchema = z.object({
  messages: z.array(
    z.looseObject({
      ts: z.string(),
      metadata: z
        .object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) })
        .optional(),
    }),
  ),
});

/** ms. The clocks of two machines differ; and whoever died may have been a while ago. */
const lookBackMs = 30 * 60_000;

/**
 * What was posted under this key; undefined too where the bot may not read back.
 * @param it.begun when somebody was about to post it, in ms since 1970; left out, not long ago
 * @throws where Slack does not say now: what may stand there is not posted again
 */
export async function findPosted(
  bot: Bot,
  access: Access,
  { channel: at, thread, key, begun }: Pick<Post, 'channel' | 'thread' | 'key'> & { begun?: number },
): Promise<Posted | undefined> {
  const { read } = access;
  const about = begun ?? bot.clock();
  // A person's id stands for their direct messages.
  const channel = /^[UW]/.test(at) ? await directChannel(access, at) : at;
  if (channel === undefined) return undefined;
  // What was said since then in a busy place is more than one page.
  const span = { oldest: String((about - lookBackMs) / 1000), latest: String((about + lookBackMs) / 1000) };
  const page = { channel, ...span, limit: 200, include_all_metadata: true };
  try {
    const answer =
      thread === undefined
        ? await read.conversations.history(page)
        : await read.conversations.replies({ ...page, ts: thread });
    const found = pageSchema
      .parse(answer)
      .messages.find(
        ({ metadata }) => metadata?.event_type === eventType && metadata.event_payload.key === key,
      );
    return found && { channel, ts: found.ts };
  } catch (error) {
    if (isPassing(error)) throw error;
    bot.log.debug({ error: slackError(error) }, 'it cannot be looked up what was posted');
    return undefined;
  }
}
