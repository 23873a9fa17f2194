/** Which address does what, and what is refused before anything is done. */
import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { Refusal } from '../../../chat/reply.ts';
import { words as chatWords } from '../../../chat/words.ts';
import { Failure } from '../../../core/domain/failure.ts';
import { drawPage, drawSide } from '../../../pages/channel/draw.tsx';
import { mountAdmin } from '../../../pages/site/admin-door.ts';
import { fileFrom } from '../../../pages/site/files.ts';
import { pageHeaders } from '../../../pages/site/headers.ts';
import { pageFor, sideFor } from '../../../pages/site/page-view.ts';
import { isRoomName, mainRoom, roomOf } from '../../../pages/site/rooms.ts';
import { hostOf, isOwnName } from '../../../pages/site/visitors.ts';
import { pageWords } from '../../../pages/words.ts';
import { words } from '../words.ts';
import { deeds } from './deeds.ts';
import type { Entered, Parts } from './parts.ts';

const year = 'public, max-age=31536000, immutable';

export function createApp(parts: Parts): Hono<Entered> {
  const { web, options, visits, windows, assets } = parts;
  const app = new Hono<Entered>();
  const { isOpen, owner } = options;
  const drawn = { ...web, visits, assets, isOpen, hasOwner: owner !== undefined };

  app.use(async (context, next) => {
    // Another site's name that leads here would make our page that site's own.
    if (!options.isOpen && !isOwnName(hostOf(context))) return context.text(words.stale, 421);
    return next();
  });
  // It says itself what it may do in a browser.
  if (options.owner) {
    const of = { requests: web.requests, assets, clock: options.clock, log: options.log, ...options.owner };
    mountAdmin(app, of, { isOpen: options.isOpen, token: options.adminToken, visits });
  }
  // A file that somebody made may do less than a page of ours.
  app.use((context, next) => (context.req.path.startsWith('/file/') ? next() : pageHeaders(context, next)));
  app.onError((error, context) => {
    if (error instanceof Refusal || error instanceof Failure)
      return context.json({ toast: error.message }, 409);
    if (error instanceof HTTPException) return error.getResponse();
    // Our own page sends nothing of that kind.
    if (error instanceof z.ZodError || error instanceof SyntaxError)
      return context.json({ toast: words.stale }, 400);
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
  const page = async (context: Context<Entered>, name: string) => {
    if (!isRoomName(name)) return context.notFound();
    const visitor = await visits.of(context);
    return context.html(await drawPage(await pageFor(drawn, visitor, name)), 200, {
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
    if (!visitor || !isRoomName(room))
      return context.json({ toast: pageWords.enter.needed, reload: true }, 401);
    context.set('visitor', visitor);
    context.set('room', roomOf(room, visitor));
    return next();
  });
  app.get('/file/:name', (context) => fileFrom(web.posted, context, context.req.param('name')));
  app.get('/side', async (context) =>
    context.html(await drawSide(await sideFor(drawn, context.get('visitor'), context.get('room')))),
  );
  app.get('/events', (context) =>
    streamSSE(context, (stream) =>
      windows.open(
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
