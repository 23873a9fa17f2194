/** A button that somebody pressed: where, who, and what it is about. */
import type { BlockAction } from '@slack/bolt';
import type { Person } from '../../../core/domain/command.ts';
import type { Job } from '../../../core/domain/job.ts';
import { type Bot, type Place, Refused, type Team } from '../context.ts';
import { words } from '../words/request.ts';
import { personOf } from './people.ts';

export type Press = {
  bot: Bot;
  body: BlockAction;
  place: Place;
  user: string;
  /** Of the job or the quote. */
  id: string;
  /** Of `v1:<action>:<argument>`. */
  argument: string | undefined;
  /** See `Asking`. */
  key: string;
};

/** Where it stands; in the Home tab: the direct messages of whoever presses. */
export function placeOf(
  { channel, container, message, user, response_url: responseUrl }: BlockAction,
  team: Team,
): Place {
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

export const whoPressed = ({ bot, place, user }: Press): Promise<Person> =>
  personOf(bot, { team: place.team, user, channel: place.channel });

/** The job it is about. @throws Refused when nothing is known of it, or it is of another workspace. */
export async function known({ bot, place, id }: Press): Promise<Job> {
  const job = await bot.requests.read(id);
  if (job?.platform !== 'slack' || job.scope !== place.team.id) throw new Refused(words.gone);
  return job;
}

/** @throws Refused unless it is their own job, or they are an admin. */
export async function mayDecide(press: Press, { requester }: Job): Promise<void> {
  if (requester === press.user) return;
  if (!(await press.bot.requests.office.isAdmin(await whoPressed(press)))) throw new Refused(words.notYours);
}
