/** What `/health` answers: whether Redis answers and takes writes, and which chat hears people. */
import type { Hearing, Platform } from '../core/ports/platform.ts';

/** `platforms`: by name, those that people are to be heard on by this process. */
export type Health = {
  code: 200 | 503;
  body: { status: string; redis?: string; platforms: Record<string, Hearing> };
};

/** `weakness`: what a power cut at Redis loses. `trouble`: what is wrong with Redis, if anything is. 503 then, or where there are chats and none hears anybody, here or in another process. */
export function healthOf(
  trouble: string | undefined,
  platforms: readonly Pick<Platform, 'name' | 'hearing'>[],
  weakness?: string,
): Health {
  const all = platforms.flatMap((platform) => {
    const now = platform.hearing?.();
    return now ? [[platform.name, now] as const] : [];
  });
  const deaf = all.filter(([, { heard }]) => heard === 'nowhere');
  const well = trouble === undefined && (deaf.length === 0 || deaf.length < all.length);
  return {
    code: well ? 200 : 503,
    body: {
      ...(weakness !== undefined && { redis: weakness }),
      status: statusOf(trouble, deaf.length, all.length),
      platforms: Object.fromEntries(all),
    },
  };
}

function statusOf(trouble: string | undefined, deaf: number, all: number): string {
  if (trouble !== undefined) return trouble;
  if (deaf === 0) return 'ok';
  return deaf < all ? 'ok, but not every chat hears people' : 'no chat hears people';
}
