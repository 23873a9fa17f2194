/** What is missing for the bot to work in a workspace, and how each of it is mended. */

import { Failure } from '../../../core/domain/failure.ts';
import type { Policy } from '../../../core/domain/policy.ts';
import { linesBody } from '../cards/long-text.ts';
import { scopes as uses } from '../connection/scopes.ts';
import type { Body, Bot, Conversation, Team } from '../context.ts';
import { slackError } from '../errors.ts';
import type { IncomingText } from '../requests/incoming-text.ts';
import { setupWords as words } from '../words/setup.ts';

/** Nobody has more than a few; each is a question to Slack. */
const mostGroups = 10;

/** `/darkroom check`. @throws Failure not-admin */
export async function answerCheck(bot: Bot, { conversation, person }: IncomingText): Promise<Body> {
  const { credits } = bot.requests;
  if (!(await credits.isAdmin(person))) throw new Failure('not-admin');
  const problems = await everyProblem(bot, conversation, await credits.policy(person));
  if (problems.length > 0) return linesBody(problems.map((it) => `• ${it}`));
  return linesBody([conversation.direct ? words.allWellHere : words.allWell]);
}

/** What is known without asking Slack anything. @returns mrkdwn */
export async function knownProblems(bot: Bot, team: Team, { limits }: Policy): Promise<string[]> {
  const granted = (await bot.accessTo(team)).scopes();
  const missing = granted ? Object.entries(uses).filter(([scope]) => !granted.has(scope)) : [];
  return [
    ...(missing.length > 0 ? [words.scopes(missing)] : []),
    ...(limits.budget !== null && limits.admin_channel === null ? [words.noAdminChannel(bot.command)] : []),
    ...(limits.monthly === 0 ? [words.noAllowance(bot.command)] : []),
  ];
}

async function everyProblem(bot: Bot, conversation: Conversation, policy: Policy): Promise<string[]> {
  const { read } = await bot.accessTo(conversation.team);
  let unsaid = false;
  const other = (error: unknown): undefined => {
    // A right that is missing is said once, above.
    if (slackError(error) !== 'missing_scope') unsaid = true;
  };
  // Its answer tells what was granted.
  await read.auth.test().catch(other);
  const { admin_channel: adminChannel } = policy.limits;
  const [here, there, groups] = await Promise.all([
    conversation.direct ? undefined : isMember(conversation.channel),
    adminChannel === null ? undefined : isMember(adminChannel),
    Promise.all(groupsIn(policy).map(async (id) => ({ id, state: await groupState(id) }))),
  ]);
  return [
    ...(await knownProblems(bot, conversation.team, policy)),
    ...(here === false ? [words.notMember(`<#${conversation.channel}>`)] : []),
    ...(there === false ? [words.notMemberAdmin(`<#${adminChannel}>`, bot.command)] : []),
    ...(groups.some(({ state }) => state === 'unread') ? [words.groupsUnread] : []),
    ...groups.flatMap(({ id, state }) =>
      state === 'gone' ? [words.groupGone(`<!subteam^${id}>`, bot.command)] : [],
    ),
    ...(unsaid ? [words.cannotAsk] : []),
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
      await read.usergroups.users.list({ usergroup, team_id: conversation.team.id });
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
