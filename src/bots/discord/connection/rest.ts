/** The way to Discord's REST. */
import { type RateLimitData, REST, type RESTOptions } from 'discord.js';
import type { Bot } from '../context.ts';

/** ms. Longer than this an edit does not wait for its rate limit: what it says would be old. */
const longestEditWaitMs = 3_000;
/** ms. While one waits others that could be sent do not get their turn. */
const longestUploadWaitMs = 10_000;

/**
 * By Node's own fetch. The undici that the library brings sends through the agent that this process has, and that is
 * of our undici, of another version, which takes none of its forms: no file would ever arrive.
 * @throws what fetch failed of, such as ECONNREFUSED, which the library and start-errors.ts look at
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
