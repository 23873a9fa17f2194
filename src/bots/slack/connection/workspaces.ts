/** The workspaces that the app is in: one by a token of its own, or many that installed it. */
import type { AuthorizeResult, AuthorizeSourceData, InstallationStore } from '@slack/bolt';
import type { Pause } from '../../../async/paced.ts';
import type { Log } from '../../../core/log.ts';
import type { Vault } from '../../../core/store/vault.ts';
import { type Access, type Team, Uninstalled } from '../context.ts';
import { installWords as words } from '../words/install.ts';
import { type AnswerTimes, createAccess, verdictOn } from './clients.ts';
import { identify, ownInstallation } from './identify.ts';
import { createInstallations, type Installations, type Installed } from './installations.ts';
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
  /** Why nobody can be answered, in words: of a token of one's own. */
  refused(): string | undefined;
};

/** ms between two questions after a token of one's own that Slack has let go of: installed again, it may be the same. */
const askAgainMs = 60_000;

/** @param options.onGone the app is gone from this workspace. */
export function createWorkspaces(options: {
  apiUrl: string;
  log: Log;
  clock: () => number;
  botToken: string | undefined;
  oauth: OAuth | undefined;
  vault: (secret: string) => Vault;
  pause: Pause;
  answerMs?: Partial<AnswerTimes> | undefined;
  onGone: (team: Team) => Promise<void>;
}): Workspaces {
  const { apiUrl, log, clock, botToken, oauth, vault, pause, answerMs, onGone } = options;
  let own: Installed | undefined;
  const stored = oauth && createInstallations({ vault: vault(oauth.stateSecret), log, clock });
  const installations: Installations = stored ?? {
    ...ownInstallation(() => own),
    async remove() {
      if (own) void comeBack(own);
      own = undefined;
      log.fatal(words.tokenGone);
    },
  };

  /** Never rejects. */
  async function comeBack(gone: Installed): Promise<void> {
    try {
      do await pause(askAgainMs);
      while ((await verdictOn(gone.token, { apiUrl, log })) !== 'good');
      own = gone;
      log.info(words.tokenBack);
    } catch {
      // The program stops.
    }
  }

  const { accessTo, drop } = createAccess({
    apiUrl,
    log,
    pause,
    installations,
    answerMs,
    // Nobody waits for it, a stop least of all.
    onDead: (team) => void suspect(team),
  });
  const { forget, suspect, doubts } = createForget({
    apiUrl,
    log,
    pause,
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
    refused() {
      if (botToken === undefined) return undefined;
      if (!own) return words.tokenGone;
      return doubts() ? words.tokenDoubted : undefined;
    },
  };
}
