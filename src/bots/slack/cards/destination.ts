/** Whether a result can be posted where it is asked for, found out before anything is spent. */
import { Refusal } from '../../../chat/reply.ts';
import type { Access, Bot, Conversation, Team } from '../context.ts';
import { errorKind, isPassing, slackError } from '../errors.ts';
import { words } from '../words/request.ts';

/** Where the card and the result go. `said`: what the person is to be told of it. */
export type Home = { conversation: Conversation; said?: string };

/**
 * The place itself where the bot is a member of it, or can become one: a file can be posted in no other, even where
 * messages can. Else the person's direct messages: also where two people talk, whom no app can join, and whose
 * conversation has an id like that of a person with the bot.
 * @throws Refusal when there is neither
 */
export async function homeFor(
  bot: Bot,
  access: Access,
  conversation: Conversation,
  requester: string,
): Promise<Home> {
  const { team, channel } = conversation;
  if (channel.startsWith('D')) {
    if (await isOwn(bot, access, conversation, requester)) return { conversation };
    return { ...(await directHome(access, team, requester, words.neverBetween)), said: words.between };
  }
  if (!conversation.direct && (await isMember(bot, access, channel))) return { conversation };
  const there = await directHome(access, team, requester);
  // A person's own id stands for their direct messages.
  return conversation.direct ? there : { ...there, said: words.notMember };
}

/** Whether the direct messages are the bot's with this person. An event proves it: Slack tells of no others. */
async function isOwn(
  { memory }: Bot,
  access: Access,
  { channel, direct, responseUrl }: Conversation,
  requester: string,
): Promise<boolean> {
  if (direct && responseUrl === undefined) return true;
  return memory.members.get(
    `${access.team.id} ${channel}`,
    async () => (await directChannel(access, requester)) === channel,
  );
}

/**
 * Where nothing can be posted in the channel itself.
 * @throws Refusal where there are no direct messages either, by default with what to do in a channel
 */
export async function directHome(
  access: Access,
  team: Team,
  requester: string,
  otherwise: string = words.inviteFirst,
): Promise<Home> {
  const channel = await directChannel(access, requester);
  if (channel === undefined) throw new Refusal(otherwise);
  return { conversation: { team, channel, direct: true } };
}

/** A channel that the bot has left, or that is closed to it, is asked about anew. */
export const forgetMembership = ({ memory }: Bot, { team }: Pick<Access, 'team'>, channel: string): void =>
  memory.members.forget(`${team.id} ${channel}`);

const isMember = (bot: Bot, access: Access, channel: string): Promise<boolean> =>
  bot.memory.members.get(`${access.team.id} ${channel}`, () => askMembership(bot, access, channel));

/** @throws Refusal for an archived channel */
async function askMembership(bot: Bot, access: Access, channel: string): Promise<boolean> {
  try {
    const { channel: found } = await access.read.conversations.info({ channel });
    if (found?.is_archived) throw new Refusal(words.archived);
    if (found?.is_member ?? true) return true;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    // A private channel that the bot is not in does not exist for it.
    if (errorKind(error) === 'closed') return false;
    if (isLost(error)) throw error;
    bot.log.debug({ error: slackError(error) }, 'it cannot be asked who is in a channel');
    // Joined already, it says so; else whoever posts there finds out.
    return (await join(access, channel)) ?? true;
  }
  return (await join(access, channel)) ?? false;
}

/** Public channels can be joined, where that was granted. Undefined: it cannot be said. */
async function join({ read }: Access, channel: string): Promise<boolean | undefined> {
  try {
    await read.conversations.join({ channel });
    return true;
  } catch (error) {
    if (slackError(error) === 'is_archived') throw new Refusal(words.archived);
    if (errorKind(error) === 'closed') return false;
    if (isLost(error)) throw error;
    return undefined;
  }
}

/** No other question is answered now. */
const isLost = (error: unknown) => ['uninstalled', 'unaccepted'].includes(errorKind(error));

/** The conversation of the bot with a person, `D…`; undefined where there can be none. @throws what is worth another try */
export async function directChannel({ read }: Access, user: string): Promise<string | undefined> {
  try {
    return (await read.conversations.open({ users: user })).channel?.id;
  } catch (error) {
    if (isPassing(error) || errorKind(error) === 'uninstalled') throw error;
    return undefined;
  }
}
