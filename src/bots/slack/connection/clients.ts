/** The app's clients in each workspace. Every call goes through here, so a dead token is noticed whoever meets it. */
import { webApi } from '@slack/bolt';
import type { Log } from '../../../core/log.ts';
import { type Access, type Team, Uninstalled } from '../context.ts';
import type { Installations, Installed } from './installations.ts';
import { boltLog } from './sdk-log.ts';

type Fetch = NonNullable<webApi.WebClientOptions['fetch']>;

/** What Slack says to a token that is good for nothing any more. https://docs.slack.dev/reference/methods/auth.test#errors */
const deadTokens = new Set(['token_revoked', 'account_inactive', 'invalid_auth', 'token_expired']);

/** What each client is for, see `Access`. ms. */
const kinds = {
  // What it posts, a second try would post twice.
  post: { timeout: 10_000, retries: 0 },
  read: { timeout: 8_000, retries: 1 },
  // Its last step works once, so whoever uses it looks what became of it before trying again.
  files: { timeout: 60_000, retries: 0 },
} as const;

/**
 * Options of a client, made anew for each: the libraries write into what they are given. Never with `headers`, which one
 * client would share with the next, token included.
 * @param given.apiUrl e.g. `https://slack.com/api`
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
 * Reads the whole answer within the call's own time limit, and lets `look` see it.
 * @param look gets the answer's headers, and Slack's name of the error if it is one.
 */
const watchedFetch =
  (look: (headers: Headers, error: string | undefined) => void): Fetch =>
  async (url, init) => {
    const response = await fetch(url, init);
    const text = await response.text();
    look(response.headers, errorIn(text));
    const { status, statusText, headers } = response;
    return new Response(text, { status, statusText, headers });
  };

function errorIn(text: string): string | undefined {
  if (!/"ok":\s*false/.test(text)) return undefined;
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer !== 'object' || answer === null || !('error' in answer)) return undefined;
    return typeof answer.error === 'string' ? answer.error : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param options.onDead is told when Slack does not accept the token of a workspace.
 */
export function createAccess(options: {
  apiUrl: string;
  log: Log;
  installations: Pick<Installations, 'find' | 'seen'>;
  onDead: (team: Team) => void;
}): { accessTo: (team: Team) => Promise<Access>; drop: (team: Team) => void } {
  const { apiUrl, log, installations, onDead } = options;
  const made = new Map<string, Access>();

  function make(team: Team, { token, botUser, scopes: granted }: Installed): Access {
    let scopes: ReadonlySet<string> = new Set(granted);
    const watched = watchedFetch((headers, error) => {
      const grantedScopes = headers.get('x-oauth-scopes');
      if (grantedScopes !== null) scopes = new Set(grantedScopes.split(',').flatMap((it) => it.trim() || []));
      if (error !== undefined && deadTokens.has(error)) onDead(team);
    });
    const client = (kind: keyof typeof kinds) => {
      const asked = clientOptions({ apiUrl, log, fetch: watched, ...kinds[kind] });
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

/** Whether Slack still accepts this token; undefined when Slack cannot be asked. */
export async function isAlive(token: string, at: { apiUrl: string; log: Log }): Promise<boolean | undefined> {
  const client = new webApi.WebClient(token, clientOptions({ ...at, timeout: 5_000, retries: 2 }));
  try {
    await client.auth.test();
    return true;
  } catch (error) {
    if (!(error instanceof webApi.WebAPIPlatformError)) return undefined;
    return deadTokens.has(error.data.error) ? false : undefined;
  }
}
