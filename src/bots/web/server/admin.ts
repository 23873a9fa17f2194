/** Who is let in to the owner's view: whoever is at this machine where nobody else can come, and whoever has the token. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Hono } from 'hono';
import { basicAuth } from 'hono/basic-auth';
import type { Entered, Parts } from './app.ts';
import { hostOf, isOwnName } from './visitors.ts';

const hashed = (text: string) => createHash('sha256').update(text).digest();

export function mountAdmin(app: Hono<Entered>, { web, options }: Parts): void {
  const { admin, adminToken, isOpen } = options;
  if (!admin) return;
  const check = basicAuth({
    realm: 'Darkroom',
    // Any name will do.
    verifyUser: (_name, given) =>
      adminToken !== undefined && timingSafeEqual(hashed(given), hashed(adminToken)),
  });
  app.use('/admin/*', async (context, next) => {
    if (!isOpen && isOwnName(hostOf(context))) return next();
    if (adminToken === undefined) return context.notFound();
    return check(context, next);
  });
  app.route('/admin', admin(web.requests));
}
