/** BullMQ's queues as they are, by bull-board; to be looked at only. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { HonoAdapter } from '@bull-board/hono';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';

type Queue = ConstructorParameters<typeof BullMQAdapter>[0];

/** @param queues BullMQ's own. @param path where it is reached, e.g. `/admin/queues` */
export function createBoard(queues: readonly object[], path: string): Hono {
  const server = new HonoAdapter(serveStatic);
  createBullBoard({
    // Only core/queue knows what they are, and hands them out as they are.
    queues: queues.map(
      (queue) => new BullMQAdapter(queue as Queue, { readOnlyMode: true, allowRetries: false }),
    ),
    serverAdapter: server,
    options: {
      uiBasePath: dirname(createRequire(import.meta.url).resolve('@bull-board/ui/package.json')),
      uiConfig: { boardTitle: 'Darkroom', hideRedisDetails: true },
    },
  });
  const board = new Hono();
  board.use('*', async (context, next) => {
    await next();
    // Its page would fetch letters from another host.
    if (context.res.headers.get('content-type')?.startsWith('text/html'))
      context.res = context.html((await context.res.text()).replace(/<link href="https:[^>]*>/g, ''));
  });
  return board.route('/', server.setBasePath(path).registerPlugin());
}
