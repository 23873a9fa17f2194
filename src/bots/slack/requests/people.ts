/** Who somebody is for core: the workspace's word for admins, and the user groups that a policy names. */

import { within } from '../../../async/deadline.ts';
import { createTtlCache } from '../../../async/ttl-cache.ts';
import type { Person } from '../../../core/domain/command.ts';
import type { Log } from '../../../core/log.ts';
import type { Access, Bot, People, Team } from '../context.ts';
import { slackError } from '../errors.ts';
import { textWords as words } from '../words/commands.ts';

/** ms. An answer is good for so long; what could not be asked is asked again after a while. */
const keptMs = 5 * 60_000;
const unknownMs = 30_000;
/** ms. Somebody is waiting. */
const askMs = 3_000;

/** `unknown`: Slack did not say, for this reason. */
type Answered<T> = { value: T } | { unknown: string };

/** Answers are kept for five minutes. */
export function createPeople(options: {
  accessTo: (team: Team) => Promise<Access>;
  clock: () => number;
  log: Log;
}): People {
  const { accessTo, clock, log } = options;
  // A scope that is missing stays missing until the app is installed anew.
  const keepMs = (answered: Answered<unknown>) =>
    'value' in answered || answered.unknown === 'missing_scope' ? keptMs : unknownMs;
  const known = createTtlCache<Answered<{ admin: boolean; bot: boolean }>>({ clock, keepMs, most: 5_000 });
  const members = createTtlCache<Answered<ReadonlySet<string>>>({ clock, keepMs, most: 500 });

  /** Slack's limits on this are no reason to let somebody's request fail. */
  async function ask<T>(
    team: Team,
    what: string,
    question: (access: Access) => Promise<T>,
  ): Promise<Answered<T>> {
    try {
      return { value: await within(askMs, accessTo(team).then(question)) };
    } catch (error) {
      const reason = slackError(error);
      log.warn({ team: team.id, what, reason }, 'slack does not say who somebody is');
      return { unknown: reason };
    }
  }

  const look = (team: Team, user: string) =>
    known.get(`${team.id} ${user}`, () =>
      ask(team, 'users.info', async ({ read }) => {
        const { user: found } = await read.users.info({ user });
        const admin = found?.is_admin === true || found?.is_owner === true;
        return { admin, bot: found?.is_bot === true };
      }),
    );

  return {
    async isAdmin(team, user) {
      const answered = await look(team, user);
      return 'value' in answered && answered.value.admin;
    },
    async isBot(team, user) {
      const answered = await look(team, user);
      return 'value' in answered && answered.value.bot;
    },
    async isIn(team, group, user) {
      const answered = await members.get(`${team.id} ${group}`, () =>
        ask(team, 'usergroups.users.list', async ({ read }) => {
          const { users } = await read.usergroups.users.list({ usergroup: group });
          return new Set(users);
        }),
      );
      return 'value' in answered && answered.value.has(user);
    },
  };
}

/** The person as core knows them: of user groups only those that this workspace's policy names. */
export async function personOf(
  { platform, requests, people }: Pick<Bot, 'platform' | 'requests' | 'people'>,
  at: { team: Team; user: string; channel?: string },
): Promise<Person> {
  const { team, user, channel } = at;
  const person: Person = {
    platform,
    scope: team.id,
    requester: user,
    ...(channel === undefined ? {} : { channel }),
  };
  const { groups, limits } = await requests.credits.policy(person);
  const named = [...new Set([...groups.keys(), ...limits.admins])];
  const [admin, ...isIn] = await Promise.all([
    people.isAdmin(team, user),
    ...named.map((group) => people.isIn(team, group, user)),
  ]);
  return { ...person, admin: admin ?? false, groups: named.filter((_, at) => isIn[at]) };
}

/** What is to be said beside a refusal, since nobody can be an admin where the app may not ask who is one. */
export async function adminsUnread(bot: Pick<Bot, 'accessTo'>, team: Team): Promise<string[]> {
  const access = await bot.accessTo(team).catch(() => undefined);
  const granted = access?.scopes();
  const unread = granted && !(granted.has('users:read') && granted.has('usergroups:read'));
  return unread ? [words.adminsUnread] : [];
}
