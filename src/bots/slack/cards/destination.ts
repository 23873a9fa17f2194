/** Whether a result can be posted where it is asked for, found out before anything is spent. */
import { type Access, type Bot, type Conversation, Refused, type Team } from '../context.ts';
import { errorKind, slackError } from '../errors.ts';
import { words } from '../words/request.ts';

/** ms for which it is believed that the bot is in a channel. */
const believedMs = 60_000;
/** By bot, then by workspace and channel. */
const known = new WeakMap<Bot, Map<string, { since: number; member: Promise<boolean> }>>();

/** Where the card and the result go. `said`: what the person is to be told of it. */
export type Home = { conversation: Conversation; said?: string };

/**
 * The place itself where the bot is a member of it, or can become one: a file can be posted in no other, even where
 * messages can. Else the person's direct messages.
 * @throws Refused when there is neither
 */
export async function homeFor(
  bot: Bot,
  access: Access,
  conversation: Conversation,
  requester: string,
): Promise<Home> {
  const { team, channel } = conversation;
  if (conversation.direct && channel.startsWith('D')) return { conversation };
  if (!conversation.direct && (await isMember(bot, access, channel))) return { conversation };
  const there = await directHome(access, team, requester);
  // A person's own id stands for their direct messages.
  return conversation.direct ? there : { ...there, said: words.notMember };
}

/** Where nothing can be posted in the channel itself. @throws Refused where there are no direct messages either */
export async function directHome(access: Access, team: Team, requester: string): Promise<Home> {
  const channel = await directChannel(access, requester);
  if (channel === undefined) throw new Refused(words.inviteFirst);
  return { conversation: { team, channel, direct: true } };
}

/** A channel that the bot has left, or that is closed to it, is asked about anew. */
export const forgetMembership = (bot: Bot, { team }: Pick<Access, 'team'>, channel: string): void =>
  void known.get(bot)?.delete(`${team.id} ${channel}`);

async function isMember(bot: Bot, access: Access, channel: string): Promise<boolean> {
  const here = known.get(bot) ?? new Map<string, { since: number; member: Promise<boolean> }>();
  known.set(bot, here);
  const key = `${access.team.id} ${channel}`;
  const now = bot.clock();
  for (const [each, { since }] of here) if (now - since > believedMs) here.delete(each);
  const asked = here.get(key) ?? { since: now, member: askMembership(bot, access, channel) };
  here.set(key, asked);
  const member = await asked.member.catch((error: unknown) => {
    here.delete(key);
    throw error;
  });
  if (!member) here.delete(key);
  return member;
}

/** @throws Refused for an archived channel */
async function askMembership(bot: Bot, access: Access, channel: string): Promise<boolean> {
  try {
    const { channel: found } = await access.read.conversations.info({ channel });
    if (found?.is_archived) throw new Refused(words.archived);
    if (found?.is_member ?? true) return true;
  } catch (error) {
    if (error instanceof Refused) throw error;
    // A private channel that the bot is not in does not exist for it.
    if (errorKind(error) === 'closed') return false;
    if (errorKind(error) === 'uninstalled') throw error;
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
    if (slackError(error) === 'is_archived') throw new Refused(words.archived);
    if (errorKind(error) === 'closed') return false;
    if (errorKind(error) === 'uninstalled') throw error;
    return undefined;
  }
}

/** The conversation of the bot with a person, `D…`; undefined where there can be none. @throws what is worth another try */
export async function directChannel({ read }: Access, user: string): Promise<string | undefined> {
  try {
    return (await read.conversations.open({ users: user })).channel?.id;
  } catch (error) {
    if (['busy', 'down', 'uninstalled'].includes(errorKind(error))) throw error;
    return undefined;
  }
}
