/** The workspaces that the app is in: one by a token of its own, or many that installed it. */
import type { AuthorizeResult, AuthorizeSourceData, InstallationStore } from '@slack/bolt';
import type { Log } from '../../../core/log.ts';
import type { Vault } from '../../../core/store/vault.ts';
import { type Access, type Team, Uninstalled } from '../context.ts';
import { installWords as words } from '../words/install.ts';
import { createAccess } from './clients.ts';
import { identify } from './identify.ts';
import { createInstallations, type Installations, type Installed } from './installations.ts';
import { ownInstallation } from './own-installation.ts';
import { createForget } from './uninstall.ts';

export type OAuth = { clientId: string; clientSecret: string; stateSecret: string };

/** How Bolt learns who the app is where something was done, or how workspaces install it. */
export type Identity =
  | { authorize: (source: AuthorizeSourceData<boolean>) => Promise<AuthorizeResult> }
  | (OAuth & { store: InstallationStore });

export type Workspaces = {
  identity: Identity;
  /** Finds out whose the token is. @throws NotConnected with a sentence for the owner */
  start(): Promise<void>;
  accessTo(team: Team): Promise<Access>;
  /** Whether the app is installed there. */
  isIn(team: Team): Promise<boolean>;
  /** As `Bot.teamNamed`. */
  named(id: string): Promise<Team | undefined>;
  /** As `Bot.forget`. */
  forget(team: Team): Promise<void>;
};

/** @param options.onGone the app is gone from this workspace. */
export function createWorkspaces(options: {
  apiUrl: string;
  log: Log;
  clock: () => number;
  botToken: string | undefined;
  oauth: OAuth | undefined;
  vault: (secret: string) => Vault;
  background: (work: Promise<unknown>) => void;
  onGone: (team: Team) => Promise<void>;
}): Workspaces {
  const { apiUrl, log, clock, botToken, oauth, vault, background, onGone } = options;
  let own: Installed | undefined;
  const stored = oauth && createInstallations({ vault: vault(oauth.stateSecret), log, clock });
  const installations: Installations = stored ?? {
    ...ownInstallation(() => own),
    async remove() {
      own = undefined;
      log.fatal(words.tokenGone);
    },
  };
  const { accessTo, drop } = createAccess({
    apiUrl,
    log,
    installations,
    onDead: (team) => background(suspect(team)),
  });
  const { forget, suspect } = createForget({
    apiUrl,
    log,
    installations,
    async onGone(team) {
      drop(team);
      await onGone(team);
    },
  });

  async function authorize({ teamId, enterpriseId }: AuthorizeSourceData<boolean>): Promise<AuthorizeResult> {
    const team = teamId === undefined ? undefined : await installations.named(teamId);
    // Of a whole organisation something may be told that is of no workspace.
    const isOurs = team
      ? team.enterprise === enterpriseId || !team.orgWide
      : own?.enterprise === enterpriseId;
    if (!own || !isOurs) throw new Uninstalled('this is another workspace');
    return {
      botToken: own.token,
      botId: own.botId,
      botUserId: own.botUser,
      ...(teamId === undefined ? {} : { teamId }),
      ...(enterpriseId === undefined ? {} : { enterpriseId }),
    };
  }

  return {
    identity: stored && oauth ? { ...oauth, store: stored.store } : { authorize },
    async start() {
      if (botToken !== undefined) own = await identify(botToken, { apiUrl, log });
    },
    accessTo,
    isIn: async (team) => (await installations.find(team)) !== undefined,
    named: (id) => installations.named(id),
    forget,
  };
}
