/** The app is gone from a workspace or an organisation: its jobs end, and its token is thrown away. */

import { createKeyedQueue } from '../../../async/keyed-queue.ts';
import type { Pause } from '../../../async/paced.ts';
import type { Log } from '../../../core/log.ts';
import type { Team } from '../context.ts';
import { type Verdict, verdictOn } from './clients.ts';
import type { Installations } from './installations.ts';

/** ms between two questions after a token that was refused; the last one goes on. */
const pausesMs = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000];
/** So often Slack has to say that a token is dead, where it told nobody that the app was removed. */
const mostDead = 4;
/** So often what it also says in bad weather: within about ten minutes. */
const mostDoubtful = 14;

export type Forget = {
  /** As `Bot.forget`. Makes sure first: what says so may come late, after the app was installed again. */
  forget(team: Team): Promise<void>;
  /** A call was refused: the token is asked about until Slack accepts it, or it is gone for good. Never rejects. */
  suspect(team: Team): Promise<void>;
  /** Whether there are tokens that are being asked about. */
  doubts(): boolean;
};

/**
 * All of it may be asked many times at once.
 * @param options.onGone is told each workspace, before the installation is removed.
 */
export function createForget(options: {
  apiUrl: string;
  log: Log;
  pause: Pause;
  installations: Installations;
  onGone: (team: Team) => Promise<void>;
}): Forget {
  const { apiUrl, log, pause, installations, onGone } = options;
  const going = createKeyedQueue();
  const doubted = new Set<string>();

  async function go(team: Team, isGone: (verdict: Verdict) => boolean): Promise<void> {
    const installed = await installations.find(team, { fresh: true });
    // Another process was first.
    if (!installed) return;
    if (!isGone(await verdictOn(installed.token, { apiUrl, log }))) return;
    const orgWide = installed.team === undefined;
    // Before the installation: if this is cut short, it is found and done again.
    for (const id of await installations.used({ ...team, orgWide })) await onGone({ ...team, id, orgWide });
    await installations.remove({ ...team, orgWide });
    log.warn({ team: team.id, enterprise: team.enterprise, orgWide }, 'slack has taken the app away');
  }

  /** Whether Slack has let go of it. @throws where the program stops, or Redis does not answer */
  async function isLetGo(team: Team): Promise<boolean> {
    for (const said = { dead: 0, doubtful: 0 }, tries = { count: 0 }; ; tries.count += 1) {
      const installed = await installations.find(team, { fresh: true });
      const verdict = installed && (await verdictOn(installed.token, { apiUrl, log }));
      if (verdict === undefined || verdict === 'good') return false;
      if (verdict !== 'unknown') said[verdict] += 1;
      if (said.dead >= mostDead || said.dead + said.doubtful >= mostDoubtful) return true;
      await pause(pausesMs[tries.count] ?? pausesMs.at(-1) ?? 0);
    }
  }

  const nameOf = ({ id, enterprise, orgWide }: Team) => (orgWide ? (enterprise ?? id) : id);
  const facts = ({ id: team, enterprise }: Team) => ({ team, enterprise });
  return {
    doubts: () => doubted.size > 0,
    forget: (team) => going.run(nameOf(team), () => go(team, (verdict) => verdict !== 'good')),
    async suspect(team) {
      const name = nameOf(team);
      if (doubted.has(name)) return;
      doubted.add(name);
      log.warn(facts(team), 'slack does not accept the token of a workspace; it is asked again');
      try {
        if (await isLetGo(team))
          await going.run(name, () => go(team, (verdict) => verdict === 'dead' || verdict === 'doubtful'));
        else log.info(facts(team), 'slack accepts the token of the workspace again');
      } catch (error) {
        // Whoever calls next begins anew.
        log.debug({ err: error }, 'a token is not asked about any longer');
      } finally {
        doubted.delete(name);
      }
    },
  };
}
