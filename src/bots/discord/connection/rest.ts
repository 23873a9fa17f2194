/** The way to Discord's REST, and what its refusals mean. */
import {
  DiscordAPIError,
  HTTPError,
  type RateLimitData,
  RateLimitError,
  REST,
  type RESTOptions,
} from 'discord.js';
import type { Bot } from '../context.ts';

/** ms. Longer than this an edit does not wait for its rate limit: what it says would be old. */
const longestEditWaitMs = 3_000;
/** ms. While one waits others that could be sent do not get their turn. */
const longestUploadWaitMs = 10_000;

/**
 * By Node's own fetch. The undici that the library brings sends through the agent that this process has, and that is
 * of our undici, of another version, which takes none of its forms: no file would ever arrive.
 * @throws what fetch failed of, such as ECONNREFUSED, which the library and not-connected.ts look at
 */
export const makeRequest: RESTOptions['makeRequest'] = async (url, { method, headers, body, signal }) => {
  // Types of two versions of undici that say the same; what this is called with, the library made of Node's globals.
  const init = { method, headers, body, signal } as RequestInit;
  return fetch(url, init).catch((error: Error) => Promise.reject(error.cause ?? error));
};

/** @param apiUrl Discord's or a test's, e.g. `https://discord.com/api`. */
export function connect({ token, apiUrl }: { token: string; apiUrl: string }): Pick<Bot, 'rest' | 'uploads'> {
  const client = (options: Partial<RESTOptions>) =>
    new REST({ api: apiUrl, makeRequest, ...options }).setToken(token);
  const longer = (data: RateLimitData, ms: number) => Math.max(data.retryAfter, data.timeToReset) > ms;
  return {
    rest: client({
      timeout: 10_000,
      retries: 1,
      rejectOnRateLimit: (data) => data.method === 'PATCH' && longer(data, longestEditWaitMs),
    }),
    uploads: client({
      timeout: 180_000,
      retries: 0,
      rejectOnRateLimit: (data) => longer(data, longestUploadWaitMs),
    }),
  };
}

/** Discord asks to wait; whoever paces the edits reads `retryAfterMs`. */
class Busy extends Error {
  override name = 'Busy';
  readonly retryAfterMs: number;
  constructor(retryAfterMs: number, cause: unknown) {
    super('Discord asks to wait', { cause });
    this.retryAfterMs = retryAfterMs;
  }
}

/** What a refusal calls for. */
export type Trouble =
  /** The message or the channel is no more. */
  | 'gone'
  /** The interaction's token is good for nothing any more. */
  | 'token-dead'
  /** The interaction was answered before, or can no longer be. */
  | 'answered'
  | 'busy'
  | 'too-large'
  | 'no-access'
  /** The person takes no direct messages. */
  | 'no-messages'
  | 'bad-body'
  | 'archived'
  | 'no-history'
  | 'moderated'
  /** Anything else: the network, an error of Discord's. */
  | 'down';

/** https://docs.discord.com/developers/topics/opcodes-and-status-codes#json */
const codes: Readonly<Record<number, Trouble>> = {
  10003: 'gone',
  10004: 'no-access',
  10008: 'gone',
  10015: 'token-dead',
  10062: 'answered',
  30046: 'busy',
  40005: 'too-large',
  40060: 'answered',
  50001: 'no-access',
  50007: 'no-messages',
  50013: 'no-access',
  50027: 'token-dead',
  50035: 'bad-body',
  50045: 'too-large',
  50083: 'archived',
  50278: 'no-messages',
  160002: 'no-history',
  200000: 'moderated',
  240000: 'moderated',
};

export function troubleOf(error: unknown): Trouble {
  if (error instanceof RateLimitError || error instanceof Busy) return 'busy';
  if (error instanceof DiscordAPIError || error instanceof HTTPError) {
    const known = error instanceof DiscordAPIError ? codes[Number(error.code)] : undefined;
    if (known) return known;
    if (error.status === 413) return 'too-large';
    if (error.status === 429) return 'busy';
    if (error.status === 403) return 'no-access';
    if (error.status === 404) return 'gone';
    if (error.status === 401) return 'token-dead';
  }
  return 'down';
}

/** Nothing can be said there, now or later: another way is needed. */
export const isClosed = (error: unknown): boolean =>
  ['gone', 'no-access', 'archived', 'no-messages', 'moderated'].includes(troubleOf(error));

/** The error itself, or one that says for how long to leave Discord alone. */
export function asBusy(error: unknown): unknown {
  if (error instanceof Busy || troubleOf(error) !== 'busy') return error;
  const known = error instanceof RateLimitError ? Math.max(error.retryAfter, error.timeToReset) : undefined;
  return new Busy(known ?? 5_000, error);
}
