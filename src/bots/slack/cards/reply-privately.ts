/** Saying something to one person only. */

import { randomUUID } from 'node:crypto';
import { paced } from '../../../async/paced.ts';
import type { Access, Body, Bot, Conversation } from '../context.ts';
import { slackError } from '../errors.ts';
import { escaped, note } from './blocks.ts';
import { drawn } from './mrkdwn.ts';
import { isPictured, picturedOrNot, postNow, unpictured } from './post-message.ts';

/** ms */
const respondMs = 5_000;

/**
 * Privately: by the response_url, else as an ephemeral message, else as a direct message; in direct messages as a
 * message. Never rejects: what cannot be said is logged.
 * @param requester `U…` @param said a body, or a sentence as plain text
 */
export async function replyPrivately(
  bot: Bot,
  conversation: Conversation,
  requester: string,
  said: Body | string,
): Promise<void> {
  const body = typeof said === 'string' ? note(escaped(said)) : said;
  if (
    conversation.responseUrl !== undefined &&
    (await answer(bot, conversation.responseUrl, { ...body, ...thread(conversation) }))
  )
    return;
  const ways = conversation.direct ? [inConversation, directly] : [ephemeral, directly];
  try {
    const access = await bot.accessTo(conversation.team);
    for (const way of ways) if (await way(bot, access, { conversation, requester, body })) return;
  } catch (error) {
    bot.log.debug({ error: slackError(error) }, 'there is no way to say something privately');
    return;
  }
  bot.log.warn({ team: conversation.team.id }, 'something could not be said to a person');
}

/** To somebody who has not just done something. @param scope a workspace's id @param said plain text @returns whether they were told */
export async function tell(bot: Bot, scope: string, requester: string, said: string): Promise<boolean> {
  const team = await bot.teamNamed(scope);
  if (!team) return false;
  const conversation: Conversation = { team, channel: requester, direct: true };
  return directly(bot, await bot.accessTo(team), { conversation, requester, body: note(drawn(said)) });
}

/** What stands in place of the private message whose button was pressed; `undefined`: nothing. False: too late. */
export const replace = (
  bot: Bot,
  responseUrl: string | undefined,
  body: Body | undefined,
): Promise<boolean> =>
  responseUrl === undefined
    ? Promise.resolve(false)
    : body
      ? answer(bot, responseUrl, { ...body, replace_original: true })
      : respond(bot, responseUrl, { delete_original: true });

/** What is not taken may have a picture that Slack has not looked at yet; the address does not say so. */
const answer = async <Said extends Body>(bot: Bot, url: string, said: Said): Promise<boolean> =>
  (await respond(bot, url, said)) || (isPictured(said) && (await respond(bot, url, unpictured(said))));

const thread = ({ thread: ts }: Conversation) => (ts === undefined ? {} : { thread_ts: ts });

/**
 * The address of an interaction takes five messages in half an hour; then, or where the place is closed, it takes none.
 * https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
async function respond({ log, pause }: Bot, url: string, payload: object): Promise<boolean> {
  const body = JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...payload });
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  const send = async () => {
    const signal = AbortSignal.timeout(respondMs);
    const answer = await fetch(url, { method: 'POST', redirect: 'error', headers, body, signal });
    await answer.body?.cancel();
    if (answer.status >= 500) throw new Error(`a response_url answered ${answer.status}`);
    return answer.ok;
  };
  try {
    // Twice the same is better than nothing: where the bot is not, there is no other way.
    return await paced(pause, send, () => 0);
  } catch {
    // The address itself is a secret, and stands in the error.
    log.debug({}, 'a response_url does not answer');
    return false;
  }
}

type Saying = { conversation: Conversation; requester: string; body: Body };

const ephemeral = (bot: Bot, { post }: Access, { conversation, requester, body }: Saying): Promise<boolean> =>
  done(
    bot,
    picturedOrNot(body, (said) =>
      post.chat.postEphemeral({
        channel: conversation.channel,
        user: requester,
        ...thread(conversation),
        ...said,
      }),
    ),
  );

const inConversation = (bot: Bot, access: Access, { conversation, body }: Saying): Promise<boolean> => {
  const { channel, thread } = conversation;
  return done(bot, postNow(bot, access, { channel, thread, body, key: newKey() }));
};

// A person's id opens their direct messages, if need be.
const directly = (bot: Bot, access: Access, { requester, body }: Saying): Promise<boolean> =>
  done(bot, postNow(bot, access, { channel: requester, body, key: newKey() }));

const newKey = () => `said ${randomUUID()}`;

const done = (bot: Bot, call: Promise<unknown>): Promise<boolean> =>
  call.then(
    () => true,
    (error: unknown) => {
      bot.log.debug({ error: slackError(error) }, 'a way to say something privately is closed');
      return false;
    },
  );
