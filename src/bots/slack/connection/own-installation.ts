/** A token of one's own, of one workspace or one organisation. */
import type { Team } from '../context.ts';
import type { Installations, Installed } from './installations.ts';

/** The installation that a token of one's own stands for; there is nothing to store. */
export function ownInstallation(own: () => Installed | undefined): Installations {
  const used = new Set<string>();
  const isThere = ({ team, enterprise }: Installed, at: Team) =>
    team === undefined ? enterprise === at.enterprise : team === at.id;
  return {
    async find(team) {
      const installed = own();
      return installed && isThere(installed, team) ? installed : undefined;
    },
    async named(id) {
      const { team, enterprise } = own() ?? {};
      if (team !== undefined && team !== id) return undefined;
      return (
        own() && { id, ...(enterprise === undefined ? {} : { enterprise }), orgWide: team === undefined }
      );
    },
    async seen({ id }) {
      used.add(id);
    },
    used: async ({ id }) => [...new Set([...used, id])],
    remove: async () => {},
  };
}
