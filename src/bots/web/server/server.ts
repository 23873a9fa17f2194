/** The page's own server: where it listens, and what is let in. */
import { createServer as createHttp, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hearing } from '../../../core/ports/platform.ts';
import { openAssets } from '../../../pages/assets.ts';
import type { Web } from '../context.ts';
import type { WebOptions } from '../options.ts';
import { words } from '../words.ts';
import { createApp } from './app.ts';
import { createEvents, type Events } from './events.ts';
import { createVisits } from './visitors.ts';

export type PageServer = {
  /** @throws Error where a port that somebody chose cannot be had */
  start(web: Web): Promise<void>;
  stop(): Promise<void>;
  url(): string | undefined;
  where(): string;
  hearing(): Hearing | undefined;
};

export function createServer(options: WebOptions): PageServer {
  const { host, port, log } = options;
  let server: Server | undefined;
  let events: Events | undefined;
  let refused: string | undefined;
  const named = (at: number) => `http://${host.includes(':') ? `[${host}]` : host}:${at}`;
  const url = () => {
    const address = server?.address();
    return typeof address === 'object' && address !== null ? named(address.port) : undefined;
  };

  return {
    async start(web) {
      events = await createEvents(web);
      const visits = createVisits(web, await options.secret('page'));
      const app = createApp({ web, options, visits, events, assets: await openAssets() });
      const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
      const made = createHttp((request, response) => void listener(request, response));
      // Uploads of people with slow lines, and events that go on for days.
      made.requestTimeout = 0;
      await new Promise<void>((resolve, reject) =>
        made.once('error', reject).listen(port, host, resolve),
      ).then(
        () => {
          server = made;
          made.on('error', (error) => log.error({ err: error }, 'the page’s server'));
        },
        (error: NodeJS.ErrnoException) => {
          refused = words.notAt(named(port), error.code ?? error.message);
          if (options.isChosen) throw new Error(refused);
        },
      );
    },
    async stop() {
      await events?.stop();
      const closing = server;
      if (!closing) return;
      closing.closeAllConnections();
      await new Promise((resolve) => closing.close(resolve));
    },
    url,
    where: () => url() ?? refused ?? '',
    hearing: () => (server ? { heard: 'here' } : undefined),
  };
}
