/** The app's clients in each workspace. Every call goes through here, so a dead token is noticed whoever meets it. */
import { webApi } from '@slack/bolt';
import type { Pause } from '../../../async/paced.ts';
import type { Log } from '../../../core/log.ts';
import { type Access, type Team, Uninstalled } from '../context.ts';
import type { Installations, Installed } from './installations.ts';
import { createPatientFetch, doubtful, type Fetch } from './patient-fetch.ts';
import { boltLog } from './sdk-log.ts';

/** What Slack says of a token that is good for nothing any more. https://docs.slack.dev/reference/methods/auth.test#errors */
const deadTokens = new Set(['token_revoked', 'account_inactive', ...doubtful]);

/** For each try of each client, in ms; see `Access`. */
export type AnswerTimes = { post: number; read: number; files: number };
const usualMs: AnswerTimes = { post: 10_000, read: 8_000, files: 60_000 };

/**
 * Options of a client, made anew for each: the libraries write into what they are given. Never with `headers`, which one
 * client would share with the next, token included.
 * @param given.apiUrl e.g. `https://slack.com/api`
 * @param given.timeout ms; 0 where `fetch` sees to it
 */
export function clientOptions(given: {
  apiUrl: string;
  log: Log;
  timeout: number;
  retries?: number;
  fetch?: Fetch;
}): webApi.WebClientOptions {
  const { apiUrl, log, timeout, retries = 0, fetch } = given;
  return {
    slackApiUrl: `${apiUrl.replace(/\/+$/, '')}/`,
    logger: boltLog(log),
    timeout,
    retryConfig: { retries, minTimeout: 300, maxTimeout: 2_000 },
    // Otherwise one 429 stops every call of the client, and of nobody's choosing is what goes on first.
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    ...(fetch ? { fetch } : {}),
  };
}

/**
 * @param options.onDead is told when Slack does not accept the token of a workspace.
 */
export function createAccess(options: {
  apiUrl: string;
  log: Log;
  pause: Pause;
  installations: Pick<Installations, 'find' | 'seen'>;
  onDead: (team: Team) => void;
  answerMs?: Partial<AnswerTimes> | undefined;
}): { accessTo: (team: Team) => Promise<Access>; drop: (team: Team) => void } {
  const { apiUrl, log, pause, installations, onDead, answerMs } = options;
  const timeouts: AnswerTimes = { ...usualMs, ...answerMs };
  const made = new Map<string, Access>();

  function make(team: Team, { token, botUser, scopes: granted }: Installed): Access {
    let scopes: ReadonlySet<string> = new Set(granted);
    const patient = createPatientFetch({
      pause,
      look(headers, error) {
        const grantedScopes = headers.get('x-oauth-scopes');
        if (grantedScopes !== null)
          scopes = new Set(grantedScopes.split(',').flatMap((it) => it.trim() || []));
        if (error !== undefined && deadTokens.has(error)) onDead(team);
      },
    });
    const client = (kind: keyof typeof timeouts) => {
      const asked = clientOptions({ apiUrl, log, timeout: 0, fetch: patient(timeouts[kind]) });
      // An organisation's token has to say in which workspace.
      return new webApi.WebClient(token, { ...asked, ...(team.orgWide ? { teamId: team.id } : {}) });
    };
    return {
      team,
      botUser,
      token,
      post: client('post'),
      read: client('read'),
      files: client('files'),
      scopes: () => (scopes.size > 0 ? scopes : undefined),
    };
  }

  return {
    async accessTo(team) {
      const installed = await installations.find(team);
      if (!installed) throw new Uninstalled('the app is not installed there');
      await installations.seen(team);
      const known = made.get(team.id);
      if (known?.token === installed.token) return known;
      const access = make({ ...team, orgWide: installed.team === undefined }, installed);
      made.set(team.id, access);
      return access;
    },
    drop: ({ id }) => void made.delete(id),
  };
}

/** What Slack says of a token: `doubtful` is also said in bad weather, `unknown` when it cannot be asked. */
export type Verdict = 'good' | 'doubtful' | 'dead' | 'unknown';

/** Asks once. Never rejects. */
export async function verdictOn(token: string, at: { apiUrl: string; log: Log }): Promise<Verdict> {
  const client = new webApi.WebClient(token, clientOptions({ ...at, timeout: 5_000, retries: 2 }));
  try {
    await client.auth.test();
    return 'good';
  } catch (error) {
    if (!(error instanceof webApi.WebAPIPlatformError)) return 'unknown';
    const { error: name } = error.data;
    if (doubtful.has(name)) return 'doubtful';
    return deadTokens.has(name) ? 'dead' : 'unknown';
  }
}
