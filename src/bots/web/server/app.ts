/** Which address does what, and what is refused before anything is done. */
import { type Context, Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { streamSSE } from 'hono/streaming';
import { Refusal } from '../../../chat/reply.ts';
import { words as chatWords } from '../../../chat/words.ts';
import { Failure } from '../../../core/domain/failure.ts';
import type { Assets } from '../../../pages/assets.ts';
import { drawPage, drawSide } from '../../../pages/channel/draw.tsx';
import type { Room, Visitor, Web } from '../context.ts';
import type { WebOptions } from '../options.ts';
import { isRoomName, mainRoom, roomOf } from '../rooms.ts';
import { words } from '../words.ts';
import { mountAdmin } from './admin.ts';
import { deeds } from './deeds.ts';
import type { Events } from './events.ts';
import { media } from './media.ts';
import { pageFor, sideFor } from './page.ts';
import { hostOf, isOwnName, type Visits } from './visitors.ts';

export type Parts = { web: Web; options: WebOptions; visits: Visits; events: Events; assets: Assets };
/** What a request is known to be, once it was let in. */
export type Entered = { Variables: { visitor: Visitor; room: Room } };

const year = 'public, max-age=31536000, immutable';

export function createApp(parts: Parts): Hono<Entered> {
  const { web, options, visits, events, assets } = parts;
  const app = new Hono<Entered>();

  app.use(async (context, next) => {
    // Another site's name that leads here would make our page that site's own.
    if (!options.isOpen && !isOwnName(hostOf(context))) return context.text(words.stale, 421);
    return next();
  });
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        ...{
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          styleSrcAttr: ["'unsafe-inline'"],
          fontSrc: ["'self'"],
        },
        ...{ imgSrc: ["'self'", 'data:', 'blob:'], mediaSrc: ["'self'", 'blob:'], connectSrc: ["'self'"] },
        ...{ formAction: ["'self'"], frameAncestors: ["'none'"], baseUri: ["'none'"] },
      },
      referrerPolicy: 'no-referrer',
      xFrameOptions: 'DENY',
      strictTransportSecurity: false,
    }),
  );
  app.onError((error, context) => {
    if (error instanceof Refusal || error instanceof Failure)
      return context.json({ toast: error.message }, 409);
    web.log.error({ err: error }, 'a request of the page failed');
    return context.json({ toast: chatWords.broken }, 500);
  });

  app.get('/assets/:name', (context) => {
    const asset = assets.find(context.req.param('name'));
    if (!asset) return context.notFound();
    return context.body(new Uint8Array(asset.body), 200, {
      'content-type': asset.type,
      'cache-control': year,
    });
  });
  mountAdmin(app, parts);

  const page = async (context: Context<Entered>, name: string) => {
    if (!isRoomName(name)) return context.notFound();
    const visitor = await visits.of(context);
    return context.html(await drawPage(await pageFor(parts, visitor, name)), 200, {
      'cache-control': 'no-store',
    });
  };
  app.get('/', (context) => page(context, mainRoom));
  app.get('/c/:room', (context) => page(context, context.req.param('room')));

  // From here on whoever asks is known, and is on our own page.
  app.use(async (context, next) => {
    const visitor = await visits.of(context);
    const room = context.req.query('room') ?? mainRoom;
    if (context.req.path === '/enter') return next();
    if (!visitor || !isRoomName(room)) return context.json({ toast: words.nameNeeded, reload: true }, 401);
    context.set('visitor', visitor);
    context.set('room', roomOf(room, visitor));
    return next();
  });
  app.get('/file/:name', (context) => media(web, context, context.req.param('name')));
  app.get('/side', async (context) =>
    context.html(await drawSide(await sideFor(parts, context.get('visitor'), context.get('room')))),
  );
  app.get('/events', (context) =>
    streamSSE(context, (stream) =>
      events.open(
        {
          visitor: context.get('visitor'),
          room: context.get('room'),
          since: Number(context.req.header('last-event-id') ?? context.req.query('since') ?? 0),
        },
        stream,
      ),
    ),
  );
  deeds(app, parts);
  return app;
}
