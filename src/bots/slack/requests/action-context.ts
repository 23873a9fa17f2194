/** What an action comes with, a button that somebody pressed: where, who, and what it is about. */
import type { BlockAction } from '@slack/bolt';
import type { Person } from '../../../core/domain/command.ts';
import type { Job } from '../../../core/domain/job.ts';
import { type Bot, type Conversation, Refused, type Team } from '../context.ts';
import { words } from '../words/request.ts';
import { personOf } from './people.ts';

export type ActionContext = {
  bot: Bot;
  body: BlockAction;
  conversation: Conversation;
  user: string;
  /** Of the job or the quote. */
  id: string;
  /** Of `v1:<action>:<argument>`. */
  argument: string | undefined;
  /** See `Asking`. */
  key: string;
};

/** Where it stands; in the Home tab: the direct messages of whoever presses. */
export function conversationOf(
  { channel, container, message, user, response_url: responseUrl }: BlockAction,
  team: Team,
): Conversation {
  if (!channel) return { team, channel: user.id, direct: true };
  const thread: unknown = message?.thread_ts ?? container.thread_ts;
  return {
    team,
    channel: channel.id,
    direct: channel.id.startsWith('D'),
    ...(typeof thread === 'string' ? { thread } : {}),
    ...(responseUrl ? { responseUrl } : {}),
  };
}

export const whoPressed = ({ bot, conversation, user }: ActionContext): Promise<Person> =>
  personOf(bot, { team: conversation.team, user, channel: conversation.channel });

/** The job it is about. @throws Refused when nothing is known of it, or it is of another workspace. */
export async function known({ bot, conversation, id }: ActionContext): Promise<Job> {
  const job = await bot.requests.read(id);
  if (job?.platform !== 'slack' || job.scope !== conversation.team.id) throw new Refused(words.gone);
  return job;
}

/** @throws Refused unless it is their own job, or they are an admin. */
export async function mayDecide(action: ActionContext, { requester }: Job): Promise<void> {
  if (requester === action.user) return;
  if (!(await action.bot.requests.credits.isAdmin(await whoPressed(action))))
    throw new Refused(words.notYours);
}
