/** What is missing for the bot to work in a workspace, and how each of it is mended. */

import type { Style } from '../../../chat/reply.ts';
import type { Policy } from '../../../core/domain/policy.ts';
import { scopes as uses } from '../connection/scopes.ts';
import type { Bot, Team, Turn } from '../context.ts';
import { slackError } from '../errors.ts';
import { setupWords as words } from '../words/setup.ts';

/** Nobody has more than a few; each is a question to Slack. */
const mostGroups = 10;

type Problem = (style: Style) => string;
type Asking = Pick<Bot, 'accessTo' | 'requests' | 'command'>;

/** What was not granted, as far as it is known without asking Slack. */
export async function missingScopes({ accessTo }: Pick<Bot, 'accessTo'>, team: Team): Promise<Problem[]> {
  const granted = (await accessTo(team)).scopes();
  const missing = granted ? Object.entries(uses).filter(([scope]) => !granted.has(scope)) : [];
  return missing.length > 0 ? [() => words.scopes(missing)] : [];
}

/** @param conversation where it is asked for */
export async function problemsIn(
  bot: Asking,
  team: Team,
  conversation: Turn['conversation'],
  policy: Policy,
): Promise<Problem[]> {
  const { read } = await bot.accessTo(team);
  let unsaid = false;
  const other = (error: unknown): undefined => {
    // A right that is missing is said once, above.
    if (slackError(error) !== 'missing_scope') unsaid = true;
  };
  // Its answer tells what was granted.
  await read.auth.test().catch(other);
  const { admin_channel: adminChannel } = policy.limits;
  const [here, there, groups] = await Promise.all([
    conversation.direct ? undefined : isMember(conversation.id),
    adminChannel === null ? undefined : isMember(adminChannel),
    Promise.all(groupsIn(policy).map(async (id) => ({ id, state: await groupState(id) }))),
  ]);
  return [
    ...(await missingScopes(bot, team)),
    ...(here === false ? [named('channel', conversation.id, words.notMember)] : []),
    ...(there === false
      ? [named('channel', adminChannel ?? '', (it) => words.notMemberAdmin(it, bot.command))]
      : []),
    ...(groups.some(({ state }) => state === 'unread') ? [() => words.groupsUnread] : []),
    ...groups.flatMap(({ id, state }) =>
      state === 'gone' ? [named('group', id, (it) => words.groupGone(it, bot.command))] : [],
    ),
    ...(unsaid ? [() => words.cannotAsk] : []),
  ];

  /** Undefined where it cannot be known. */
  async function isMember(channel: string): Promise<boolean | undefined> {
    try {
      const { channel: found } = await read.conversations.info({ channel });
      return found?.is_member ?? found?.is_im;
    } catch (error) {
      // A private channel that the bot is not in does not exist for it.
      return slackError(error) === 'channel_not_found' ? false : other(error);
    }
  }

  async function groupState(usergroup: string): Promise<'there' | 'gone' | 'unread' | undefined> {
    try {
      await read.usergroups.users.list({ usergroup, team_id: team.id });
      return 'there';
    } catch (error) {
      const name = slackError(error);
      if (name === 'missing_scope') return 'unread';
      return /^(no_such_subteam|subteam_not_found|usergroup_not_found)$/.test(name) ? 'gone' : other(error);
    }
  }
}

const groupsIn = ({ groups, limits }: Policy): string[] =>
  [...new Set([...groups.keys(), ...limits.admins])].slice(0, mostGroups);

const named =
  (kind: 'channel' | 'group', id: string, sentence: (name: string) => string): Problem =>
  (style) =>
    sentence(style[kind]?.(id) ?? id);
