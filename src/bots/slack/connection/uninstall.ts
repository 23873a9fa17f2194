/** The app is gone from a workspace or an organisation: its jobs end, and its token is thrown away. */

import { createKeyedQueue } from '../../../async/keyed-queue.ts';
import type { Log } from '../../../core/log.ts';
import type { Team } from '../context.ts';
import { isAlive } from './clients.ts';
import type { Installations } from './installations.ts';

/**
 * Makes sure first: what says that the app is gone may come late, after it was installed again.
 * @param options.onGone is told each workspace, before the installation is removed.
 * @returns both may be asked many times at once, and reject when Redis does not answer. `forget`: as `Bot.forget`.
 * `suspect`: a call was refused; when Slack cannot be asked again, nothing happens.
 */
export function createForget(options: {
  apiUrl: string;
  log: Log;
  installations: Installations;
  onGone: (team: Team) => Promise<void>;
}): { forget: (team: Team) => Promise<void>; suspect: (team: Team) => Promise<void> } {
  const { apiUrl, log, installations, onGone } = options;
  const going = createKeyedQueue();

  async function go(team: Team, isSlacksWord: boolean): Promise<void> {
    const installed = await installations.find(team, { fresh: true });
    // Another process was first.
    if (!installed) return;
    if ((await isAlive(installed.token, { apiUrl, log })) ?? !isSlacksWord) return;
    const orgWide = installed.team === undefined;
    // Before the installation: if this is cut short, it is found and done again.
    for (const id of await installations.used({ ...team, orgWide })) await onGone({ ...team, id, orgWide });
    await installations.remove({ ...team, orgWide });
    log.warn({ team: team.id, enterprise: team.enterprise, orgWide }, 'slack has taken the app away');
  }

  const nameOf = ({ id, enterprise, orgWide }: Team) => (orgWide ? (enterprise ?? id) : id);
  return {
    forget: (team) => going.run(nameOf(team), () => go(team, true)),
    suspect: (team) => going.run(nameOf(team), () => go(team, false)),
  };
}
