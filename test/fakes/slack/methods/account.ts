/** Who the app is, and who the people are: `auth.*`, `users.info`, `usergroups.*`, `team.info`, sockets. */
import { z } from 'zod';
import { emit } from '../http/events.ts';
import { Refusal } from '../http/refusals.ts';
import { type FakeState, type Installation, installationIn, type User } from '../state.ts';
import { bool, type Method, method, userOf, workspaceOf } from './method.ts';

const teamId = { team_id: z.string().optional() };

export const accountMethods: readonly Method[] = [
  method('auth.test', [], {}, (_, { state, installation }) => {
    const { workspace, enterprise, bot, botId } = installation;
    const grid = enterprise ?? workspace?.enterprise;
    return {
      url: `${state.origin}/`,
      team: workspace?.name ?? enterprise?.name,
      user: bot.name,
      team_id: workspace?.id ?? enterprise?.id,
      user_id: bot.id,
      bot_id: botId,
      ...(grid ? { enterprise_id: grid.id } : {}),
      is_enterprise_install: workspace === undefined,
    };
  }),
  method('auth.revoke', [], { test: bool.optional() }, (args, { state, installation }) => {
    if (!args.test) endInstallation(state, installation, 'revoked');
    return { revoked: !args.test };
  }),
  method('users.info', ['users:read'], { user: z.string() }, (args, call) => ({
    user: userJson(userOf(call, args.user)),
  })),
  method(
    'usergroups.users.list',
    ['usergroups:read'],
    { usergroup: z.string(), ...teamId, include_disabled: bool.optional() },
    (args, call) => {
      const group = call.state.groups.get(args.usergroup);
      if (!group || group.workspace !== workspaceOf(call, args.team_id ?? group.workspace.id))
        throw new Refusal('no_such_subteam');
      return { users: [...group.users].map(({ id }) => id) };
    },
  ),
  method('team.info', ['team:read'], { team: z.string().optional(), ...teamId }, (args, call) => {
    const { id, name, domain, enterprise } = workspaceOf(call, args.team ?? args.team_id);
    const grid = enterprise ? { enterprise_id: enterprise.id, enterprise_name: enterprise.name } : {};
    return { team: { id, name, domain, email_domain: '', url: `${call.state.origin}/`, ...grid } };
  }),
];

/** https://docs.slack.dev/reference/objects/user-object */
function userJson(user: User): Record<string, unknown> {
  const { id, name, workspace, admin, owner, bot, deleted } = user;
  return {
    id,
    team_id: workspace?.id,
    name,
    real_name: name,
    deleted,
    tz: 'Europe/London',
    tz_offset: 0,
    is_admin: admin || owner,
    is_owner: owner,
    is_primary_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: bot,
    profile: { display_name: name, real_name: name },
  };
}

/**
 * The token is dead from now on, and the app is told: `tokens_revoked`, and after an uninstallation `app_uninstalled`
 * too, in either order as with Slack; here the tokens come first.
 */
export function endInstallation(
  fakeState: FakeState,
  installation: Installation,
  state: 'revoked' | 'uninstalled',
): void {
  if (installation.state !== 'live') return;
  const workspace =
    installation.workspace ??
    [...fakeState.workspaces.values()].find((it) => installationIn(it) === installation);
  installation.state = state;
  if (!workspace) return;
  const tokens = { oauth: [], bot: [installation.bot.id] };
  emit(fakeState, workspace, 'tokens_revoked', { tokens }, installation);
  if (state === 'uninstalled') emit(fakeState, workspace, 'app_uninstalled', {}, installation);
}
