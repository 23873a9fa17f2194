/** What Discord's refusals mean. */
import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { isRefusal, Refused } from '../../core/ports/refused.ts';

/** Discord asks to wait; whoever schedules the edits reads `retryAfterMs`. */
class Busy extends Error {
  override name = 'Busy';
  readonly retryAfterMs: number;
  constructor(retryAfterMs: number, cause: unknown) {
    super('Discord asks to wait', { cause });
    this.retryAfterMs = retryAfterMs;
  }
}

/** What a refusal calls for. */
export type ErrorKind =
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
const codes: Readonly<Record<number, ErrorKind>> = {
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

export function errorKind(error: unknown): ErrorKind {
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

/** The network, or an error of Discord's that says no more than that it has one: it may be gone the next time. */
export const isWeather = (error: unknown): boolean =>
  !(error instanceof DiscordAPIError) && errorKind(error) === 'down';

/** Nothing can be said there, now or later: another way is needed. */
export const isClosed = (error: unknown): boolean =>
  ['gone', 'no-access', 'archived', 'no-messages', 'moderated'].includes(errorKind(error));

/** As `asBusy` for what was to be posted or edited: Discord's answer to it is a refusal unless it means something else. */
export function asRefused(error: unknown): unknown {
  const isAnswer = error instanceof DiscordAPIError || error instanceof HTTPError;
  const isKnown = !['down', 'bad-body', 'moderated'].includes(errorKind(error));
  if (!isAnswer || isKnown || !isRefusal(error.status)) return asBusy(error);
  const code = error instanceof DiscordAPIError && Number(error.code) > 0 ? `${error.code}, ` : '';
  return new Refused(`${code}HTTP ${error.status}`);
}

/** The error itself, or one that says for how long to leave Discord alone. */
export function asBusy(error: unknown): unknown {
  if (error instanceof Busy || errorKind(error) !== 'busy') return error;
  const known = error instanceof RateLimitError ? Math.max(error.retryAfter, error.timeToReset) : undefined;
  return new Busy(known ?? 5_000, error);
}
