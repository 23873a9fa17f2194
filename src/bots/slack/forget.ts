/** The app is gone from a workspace or an organisation: its jobs end, and its token is thrown away. */
import type { Log } from '../../core/log.ts';
import { isAlive } from './access.ts';
import type { Team } from './bot.ts';
import type { Installations } from './installations.ts';

/**
 * Makes sure first: what says that the app is gone may come late, after it was installed again.
 * @param options.onGone is told each workspace, before the installation is removed.
 * @returns as `Bot.forget`. It may be asked many times at once; it rejects when Redis does not answer.
 */
export function createForget(options: {
  apiUrl: string;
  log: Log;
  installations: Installations;
  onGone: (team: Team) => Promise<void>;
}): (team: Team) => Promise<void> {
  const { apiUrl, log, installations, onGone } = options;
  const going = new Map<string, Promise<void>>();

  async function go(team: Team): Promise<void> {
    const installed = await installations.find(team, { fresh: true });
    // Another process was first.
    if (!installed) return;
    // When Slack cannot be asked, whoever said that it is gone is believed.
    if (await isAlive(installed.token, { apiUrl, log })) return;
    const orgWide = installed.team === undefined;
    const ids = orgWide ? new Set([...installed.teams, team.id]) : [team.id];
    // Before the installation: if this is cut short, it is found and done again.
    for (const id of ids) await onGone({ ...team, id, orgWide });
    await installations.remove(team);
    log.warn({ team: team.id, enterprise: team.enterprise, orgWide }, 'slack has taken the app away');
  }

  return (team) => {
    const name = (team.orgWide ? team.enterprise : undefined) ?? team.id;
    const begun = going.get(name) ?? go(team).finally(() => going.delete(name));
    going.set(name, begun);
    return begun;
  };
}
