/** Rate limits: what is left is told with every answer, and what is too much is refused. */
import { createHash } from 'node:crypto';
import type { FakeState, Message } from '../state.ts';

export type Limit = { requests: number; windowMs: number };
export type Limits = {
  /** Edits with the bot's token, per channel. Not documented; observed. */
  edits: Limit;
  /** The same of messages older than an hour; over it is 429 with code 30046. Observed. */
  oldEdits: Limit;
  /** Edits through an interaction's token, each token by itself. Observed. */
  interactionEdits: Limit;
  /** Any other route. */
  others: Limit;
};
export const defaultLimits: Limits = {
  edits: { requests: 5, windowMs: 5000 },
  oldEdits: { requests: 3, windowMs: 6000 },
  interactionEdits: { requests: 5, windowMs: 2000 },
  others: { requests: 100, windowMs: 1000 },
};

export type Taken = { granted: boolean; retryAfterMs: number; headers: Record<string, string> };
export type Buckets = {
  /** Counts one request; the windows begin with their first request. `major`: what each has a bucket of its own for. */
  take(kind: string, major: string, limit: Limit): Taken;
};

/** @param now ms; windows begin and end by it. */
export function createBuckets(now: () => number): Buckets {
  const windows = new Map<string, { ends: number; used: number }>();
  return {
    take(kind, major, { requests, windowMs }) {
      const key = `${kind} ${major}`;
      const known = windows.get(key);
      const window = known && known.ends > now() ? known : { ends: now() + windowMs, used: 0 };
      windows.set(key, window);
      const granted = window.used < requests;
      if (granted) window.used += 1;
      const leftMs = window.ends - now();
      const headers: Record<string, string> = {
        'X-RateLimit-Limit': String(requests),
        'X-RateLimit-Remaining': String(requests - window.used),
        'X-RateLimit-Reset': (window.ends / 1000).toFixed(3),
        'X-RateLimit-Reset-After': (leftMs / 1000).toFixed(3),
        'X-RateLimit-Bucket': createHash('md5').update(kind).digest('hex'),
      };
      return { granted, retryAfterMs: granted ? 0 : leftMs, headers };
    },
  };
}

const hour = 60 * 60 * 1000;
/** Whether edits of the message are limited further: it is older than an hour. */
export const isOld = (state: FakeState, message: Message): boolean =>
  state.clock.now() - message.createdAt > hour;

/** A path's part that has a bucket of its own: the channel, the guild, or the webhook with its token. */
export function majorOf(path: string): string {
  const [, kind, id, token] = path.split('/');
  if (kind === 'webhooks' || kind === 'interactions') return `${id}/${token}`;
  return kind === 'channels' || kind === 'guilds' ? (id ?? '') : '';
}
