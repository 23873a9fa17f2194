/** Who is let in to the owner's view: whoever is at this machine where nobody else can come, and whoever has the token. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { basicAuth } from 'hono/basic-auth';
import { hostOf, isOwnName } from './visitors.ts';

const hashed = (text: string) => createHash('sha256').update(text).digest();

/** @param it.isOpen others than this machine's can reach it. @param it.token left out, nobody else than those at this machine comes in */
export function adminDoor({
  isOpen,
  token,
}: {
  isOpen: boolean;
  token: string | undefined;
}): MiddlewareHandler {
  const check = basicAuth({
    realm: 'Darkroom',
    // Any name will do.
    verifyUser: (_name, given) => token !== undefined && timingSafeEqual(hashed(given), hashed(token)),
  });
  return async (context, next) => {
    if (!isOpen && isOwnName(hostOf(context))) return next();
    return token === undefined ? context.notFound() : check(context, next);
  };
}
