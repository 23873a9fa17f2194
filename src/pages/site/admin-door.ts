/** Who is let in to the owner's view: whoever is at this machine where nobody else can come, and whoever has the token. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Env, Hono, MiddlewareHandler } from 'hono';
import { basicAuth } from 'hono/basic-auth';
import { createAdmin } from '../admin/admin.tsx';
import { pageWords } from '../words.ts';
import { hostOf, isOwnName, type Visits } from './visitors.ts';

const hashed = (text: string) => createHash('sha256').update(text).digest();

/** @param it.isOpen others than this machine's can reach it. @param it.token left out, nobody else than those at this machine comes in */
function adminDoor({ isOpen, token }: { isOpen: boolean; token: string | undefined }): MiddlewareHandler {
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

/** The owner's view, and where others can come the way to act as an admin: whoever has the token does from there. */
export function mountAdmin<E extends Env>(
  app: Hono<E>,
  parts: Parameters<typeof createAdmin>[0],
  door: { isOpen: boolean; token: string | undefined; visits: Pick<Visits, 'of' | 'actAs'> },
): void {
  const { isOpen, visits } = door;
  app.use('/admin/*', adminDoor(door));
  app.get('/admin/act', async (context) => {
    const visitor = await visits.of(context);
    if (visitor) await visits.actAs(context, visitor, true);
    return context.redirect('/');
  });
  // What is beside it is named from there.
  app.get('/admin/', (context) => context.redirect('/admin'));
  const where = isOpen ? pageWords.whoHasToken : pageWords.thisMachine;
  app.route('/admin', createAdmin(parts, { path: '/admin', where }));
}
