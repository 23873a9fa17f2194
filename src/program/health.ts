/** What `/health` answers: whether Redis answers, and which chat hears people. */
import type { Hearing, Platform } from '../core/ports/platform.ts';

/** `platforms`: by name, those that people are to be heard on by this process. */
export type Health = { code: 200 | 503; body: { status: string; platforms: Record<string, Hearing> } };

/** 503 where Redis does not answer, or where there are chats and none hears anybody, here or in another process. */
export function healthOf(redis: boolean, platforms: readonly Pick<Platform, 'name' | 'hearing'>[]): Health {
  const all = platforms.flatMap((platform) => {
    const now = platform.hearing?.();
    return now ? [[platform.name, now] as const] : [];
  });
  const deaf = all.filter(([, { heard }]) => heard === 'nowhere');
  const well = redis && (deaf.length === 0 || deaf.length < all.length);
  return {
    code: well ? 200 : 503,
    body: { status: statusOf(redis, deaf.length, all.length), platforms: Object.fromEntries(all) },
  };
}

function statusOf(redis: boolean, deaf: number, all: number): string {
  if (!redis) return 'Redis does not answer';
  if (deaf === 0) return 'ok';
  return deaf < all ? 'ok, but not every chat hears people' : 'no chat hears people';
}
