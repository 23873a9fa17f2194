/** Where the app is installed, with the tokens it was given; sealed in the vault, known to all processes. */
import type { Installation, InstallationStore } from '@slack/bolt';
import { z } from 'zod';
import { createTtlCache } from '../../../async/ttl-cache.ts';
import type { Log } from '../../../core/log.ts';
import type { Vault } from '../../../core/store/vault.ts';
import { type Team, Uninstalled } from '../context.ts';
import { createOrganisations } from './organisations.ts';

const installedSchema = z.object({
  token: z.string(),
  /** `U…` and `B…` of the bot. */
  botUser: z.string(),
  botId: z.string(),
  scopes: z.array(z.string()),
  /** Left out where the app is installed for the organisation. */
  team: z.string().optional(),
  enterprise: z.string().optional(),
});
/** The app in a workspace, or in an organisation. */
export type Installed = z.infer<typeof installedSchema>;

export type Installations = {
  /** As it was at most a minute ago; `fresh`: as it is now. */
  find(team: Team, how?: { fresh: boolean }): Promise<Installed | undefined>;
  /** From the id of a workspace alone. */
  named(id: string): Promise<Team | undefined>;
  /** Remembers that the app is used in this workspace of an organisation. */
  seen(team: Team): Promise<void>;
  /** The ids of the workspaces that an installation is used in. */
  used(team: Team): Promise<readonly string[]>;
  remove(team: Team): Promise<void>;
};

/** ms. What another process changed is known after so long; a dead token is noticed at its first use. */
const keepMs = 60_000;

/** Installations that come by OAuth. `store` is how Bolt reads and writes them. */
export function createInstallations(options: {
  vault: Vault;
  log: Log;
  clock: () => number;
}): Installations & { store: InstallationStore } {
  const { vault, log, clock } = options;
  const cache = createTtlCache<Installed | undefined>({
    clock,
    // Somebody may be installing it just now.
    keepMs: (installed) => (installed ? keepMs : 0),
    most: 5_000,
  });
  const nameOf = ({ id, enterprise, orgWide }: Team) =>
    `slack installation ${orgWide ? (enterprise ?? id) : id}`;

  const organisations = createOrganisations({ vault, clock, keepMs });

  async function read(name: string): Promise<Installed | undefined> {
    const sealed = await vault.get(name);
    if (sealed === undefined) return undefined;
    const parsed = installedSchema.safeParse(sealed);
    if (!parsed.success) log.error({ name }, 'an installation was written by another version');
    return parsed.data;
  }

  const installations: Installations = {
    find(team, { fresh } = { fresh: false }) {
      const name = nameOf(team);
      if (fresh) cache.forget(name);
      return cache.get(name, () => read(name));
    },
    async seen(team) {
      if (team.orgWide) await organisations.seen(team);
    },
    used: async (team) => (team.orgWide ? organisations.used(team) : [team.id]),
    async named(id) {
      const alone = { id, orgWide: false };
      const installed = await installations.find(alone);
      if (installed?.enterprise !== undefined) return { ...alone, enterprise: installed.enterprise };
      if (installed) return alone;
      const enterprise = await organisations.enterpriseOf(id);
      if (enterprise === undefined) return undefined;
      const team = { id, enterprise, orgWide: true };
      return (await installations.find(team)) && team;
    },
    async remove(team) {
      await vault.delete(nameOf(team));
      cache.forget(nameOf(team));
      if (team.orgWide) await organisations.remove(team);
    },
  };

  const store: InstallationStore = {
    async storeInstallation(given) {
      const installed = installedFrom(given);
      const name = nameOf(teamFrom(installed));
      await vault.put(name, installed);
      cache.forget(name);
      log.info({ team: installed.team, enterprise: installed.enterprise }, 'slack installation stored');
    },
    async fetchInstallation({ teamId, enterpriseId, isEnterpriseInstall: orgWide }) {
      const team: Team = {
        id: teamId ?? enterpriseId ?? '',
        ...(enterpriseId === undefined ? {} : { enterprise: enterpriseId }),
        orgWide,
      };
      const installed = await installations.find(team);
      if (!installed) throw new Uninstalled('the app is not installed there');
      return installationFrom(installed);
    },
    async deleteInstallation({ teamId, enterpriseId, isEnterpriseInstall: orgWide }) {
      await installations.remove({
        id: teamId ?? '',
        ...(enterpriseId === undefined ? {} : { enterprise: enterpriseId }),
        orgWide,
      });
    },
  };
  return { ...installations, store };
}

/** A workspace of the installation; of an organisation's, one that stands for it. */
const teamFrom = ({ team, enterprise }: Installed): Team => ({
  id: team ?? enterprise ?? '',
  ...(enterprise === undefined ? {} : { enterprise }),
  orgWide: team === undefined,
});

/** @throws Error for an installation without a bot, which the app's scopes do not allow. */
function installedFrom({ bot, team, enterprise, isEnterpriseInstall }: Installation): Installed {
  if (!bot) throw new Error('installed without a bot');
  return {
    token: bot.token,
    botUser: bot.userId,
    botId: bot.id,
    scopes: bot.scopes,
    ...(isEnterpriseInstall || !team ? {} : { team: team.id }),
    ...(enterprise ? { enterprise: enterprise.id } : {}),
  };
}

function installationFrom({ token, botUser, botId, scopes, team, enterprise }: Installed): Installation {
  return {
    team: team === undefined ? undefined : { id: team },
    enterprise: enterprise === undefined ? undefined : { id: enterprise },
    user: { token: undefined, scopes: undefined, id: '' },
    bot: { token, scopes, id: botId, userId: botUser },
    tokenType: 'bot',
    isEnterpriseInstall: team === undefined,
    authVersion: 'v2',
  };
}
