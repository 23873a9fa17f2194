/** The owner's view as a server's part: the page, and BullMQ's queues below it. It changes nothing. */
import { Hono } from 'hono';
import type { Assets } from '../assets.ts';
import { createBoard } from './board.ts';
import { spendChart } from './charts/spend.ts';
import { waitsChart } from './charts/waits.ts';
import { type AdminParts, askedSchema, createGather } from './gather.ts';
import { AdminPage } from './page.tsx';

/** Nothing from elsewhere, no script or style in the page itself, nothing sent anywhere but here. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
/** bull-board's page has styles in itself, and says itself where it is. The letters that it would fetch elsewhere stay there. */
const boardPolicy = policy
  .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
  .replace("base-uri 'none'", "base-uri 'self'");

/**
 * Whoever is let in sees everything: who may is the server's to say. Mounted with `app.route(path, createAdmin(…))`.
 * @param options.path where it is reached, e.g. `/admin`; `assets/` is beside it. @param options.where who can see it, in a word
 *   or two, e.g. `this machine only`
 */
export function createAdmin(
  parts: AdminParts & { assets: Pick<Assets, 'version'> },
  { path, where }: { path: string; where: string },
): Hono {
  const gather = createGather(parts);
  const admin = new Hono();
  const name = path.split('/').at(-1) ?? '';
  let board: Hono | undefined;

  admin.use('*', async (context, next) => {
    await next();
    const isBoard = context.req.path.startsWith(`${path}/queues`);
    context.header('Content-Security-Policy', isBoard ? boardPolicy : policy);
    context.header('Cache-Control', 'no-store');
    context.header('X-Content-Type-Options', 'nosniff');
    context.header('Referrer-Policy', 'no-referrer');
  });

  admin.get('/', async (context) => {
    const shown = await gather(askedSchema.parse(context.req.query()));
    const overview = shown.about?.overview;
    const charts = {
      spend: overview && (await spendChart(overview)),
      waits: overview && (await waitsChart(overview.waits)),
    };
    const page = (
      <AdminPage
        shown={shown}
        charts={charts}
        assets={parts.assets}
        to="./"
        board={`./${name}/queues`}
        where={where}
      />
    );
    return context.html(page, shown.about ? 200 : 503);
  });

  // Made when somebody looks: it takes a connection's attention for each queue.
  const queues = (request: Request) => {
    board ??= new Hono().route(`${path}/queues`, createBoard(parts.queues(), `${path}/queues`));
    return board.fetch(request);
  };
  admin.get('/queues/', (context) => context.redirect('../queues'));
  admin.get('/queues', (context) => queues(context.req.raw));
  admin.get('/queues/*', (context) => queues(context.req.raw));
  return admin;
}
