/** Organisations, workspaces, channels and people, added at any time. */
import { type Manifest, scopesOf } from './manifest.ts';
import type { Channel, Enterprise, FakeState, Installation, User, UserGroup, Workspace } from './state.ts';

export type Places = {
  /** `installed: false`: the app comes by OAuth. In an organisation the app is granted when that has it. */
  addWorkspace(options?: { name?: string; enterprise?: Enterprise; installed?: boolean }): Workspace;
  /** `installed`: the app is installed for the whole organisation. */
  addEnterprise(options?: { name?: string; installed?: boolean }): Enterprise;
  /** With the bot and everybody of the workspace in it, unless said otherwise. */
  addChannel(options?: {
    workspace?: Workspace;
    name?: string;
    kind?: 'public' | 'private' | 'mpim';
    bot?: boolean;
    shared?: boolean;
  }): Channel;
  /** Also a member of every public channel of the workspace. */
  addUser(options?: {
    workspace?: Workspace;
    name?: string;
    admin?: boolean;
    owner?: boolean;
    /** Another app's. */
    bot?: boolean;
  }): User;
  addUserGroup(options?: { workspace?: Workspace; handle?: string; users?: readonly User[] }): UserGroup;
  /** A conversation of people, which no app is in: direct messages where they are two. */
  between(...users: readonly User[]): Channel;
  /** The direct messages between a person and the bot. */
  direct(user: User): Channel;
};

/** @param home the workspace that is meant when none is named */
export function createPlaces(state: FakeState, home: () => Workspace): Places {
  return {
    addWorkspace({ name = `Studio ${state.workspaces.size + 1}`, enterprise, installed = !enterprise } = {}) {
      const id = state.ids.next('T');
      const workspace: Workspace = {
        id,
        name,
        domain: name.toLowerCase().replaceAll(/\W+/g, '-'),
        enterprise,
        installation: undefined,
        granted: enterprise !== undefined,
        allowsEdits: true,
      };
      state.workspaces.set(id, workspace);
      if (installed) install(state, { workspace });
      return workspace;
    },
    addEnterprise({ name = 'Agency', installed = true } = {}) {
      const enterprise: Enterprise = { id: state.ids.next('E'), name, installation: undefined };
      state.enterprises.set(enterprise.id, enterprise);
      if (installed) install(state, { enterprise });
      return enterprise;
    },
    addChannel({ workspace = home(), name, kind = 'public', bot = true, shared = false } = {}) {
      const people = [...state.users.values()].filter((it) => it.workspace === workspace && !it.bot);
      const id = state.ids.next(kind === 'public' ? 'C' : 'G');
      const channel = newChannel({ id, name: name ?? id.toLowerCase(), kind, workspace, shared }, people);
      const there = workspace.installation ?? workspace.enterprise?.installation;
      if (bot && there) channel.members.add(there.bot);
      state.channels.set(id, channel);
      return channel;
    },
    addUser({ workspace = home(), name, admin = false, owner = false, bot = false } = {}) {
      const user = newUser(state, {
        name: name ?? `person${state.users.size}`,
        workspace,
        admin,
        owner,
        bot,
      });
      for (const channel of state.channels.values())
        if (channel.workspace === workspace && channel.kind === 'public') channel.members.add(user);
      return user;
    },
    addUserGroup({ workspace = home(), handle = 'editors', users = [] } = {}) {
      const group = { id: state.ids.next('S'), handle, workspace, users: new Set(users) };
      state.groups.set(group.id, group);
      return group;
    },
    between(...users) {
      const kind = users.length === 2 ? 'im' : 'mpim';
      const id = state.ids.next(kind === 'im' ? 'D' : 'G');
      const name = `mpdm-${users.map((it) => it.name).join('--')}-1`;
      const channel = newChannel({ id, name, kind, workspace: home(), shared: false }, users);
      state.channels.set(id, channel);
      return channel;
    },
    direct(user) {
      const there = user.workspace?.installation ?? user.workspace?.enterprise?.installation;
      if (!there) throw new Error(`The app is not installed in ${user.workspace?.name}`);
      return directChannel(state, user, there.bot);
    },
  };
}

/** The one direct channel of two. */
export function directChannel(state: FakeState, user: User, bot: User): Channel {
  const known = [...state.channels.values()].find(
    (it) => it.kind === 'im' && it.members.has(user) && it.members.has(bot),
  );
  if (known) return known;
  if (!user.workspace) throw new Error('A bot has no direct messages with itself');
  const id = state.ids.next('D');
  const channel = newChannel(
    { id, name: id.toLowerCase(), kind: 'im', workspace: user.workspace, shared: false },
    [user, bot],
  );
  state.channels.set(id, channel);
  return channel;
}

const newChannel = (
  what: Pick<Channel, 'id' | 'name' | 'kind' | 'workspace' | 'shared'>,
  members: readonly User[],
): Channel => ({ ...what, members: new Set(members), archived: false, deleted: false, messages: [] });

function newUser(
  state: FakeState,
  what: Pick<User, 'name' | 'workspace'> & Partial<Pick<User, 'admin' | 'owner' | 'bot'>>,
): User {
  const user: User = {
    id: state.ids.next('U'),
    bot: false,
    admin: what.owner ?? false,
    owner: false,
    deleted: false,
    ...what,
  };
  state.users.set(user.id, user);
  return user;
}

/**
 * Installs the app, or anew: then it keeps token and bot, and gets the scopes that are asked for. `installer`: who
 * consented. After the token was revoked there is a new one.
 */
export function install(
  state: FakeState,
  where: { workspace: Workspace } | { enterprise: Enterprise },
  { scopes = scopesOf(state.manifest), installer }: { scopes?: readonly string[]; installer?: User } = {},
): Installation {
  const workspace = 'workspace' in where ? where.workspace : undefined;
  const enterprise = 'enterprise' in where ? where.enterprise : undefined;
  const owner = workspace ?? enterprise;
  const before = owner?.installation;
  if (before?.state === 'live') {
    before.scopes = new Set(scopes);
    return before;
  }
  const installation: Installation = {
    token: `xoxb-loopback-${state.ids.next('')}-not-a-real-token`,
    workspace,
    enterprise,
    scopes: new Set(scopes),
    bot: before?.bot ?? newUser(state, { name: botName(state.manifest), workspace, bot: true }),
    botId: before?.botId ?? state.ids.next('B'),
    installer,
    state: 'live',
  };
  state.installations.set(installation.token, installation);
  if (owner) owner.installation = installation;
  return installation;
}

const botName = ({ features, display_information }: Manifest): string =>
  (features.bot_user?.display_name ?? display_information.name).toLowerCase();
