/** What pages are served by: where it listens, and what is said where it cannot. */
import { createServer as createHttp, type Server } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Log } from '../../core/log.ts';
import { pageWords } from '../words.ts';

export type PageServer = {
  /** @throws Error where a port that somebody chose cannot be had */
  start(app: Pick<Hono<{ Bindings: HttpBindings }>, 'fetch'>): Promise<void>;
  stop(): Promise<void>;
  /** Undefined where it does not listen. */
  url(): string | undefined;
  /** The same, or why it does not. */
  where(): string;
};

/** @param it.port 0: any that is free. @param it.isChosen somebody has named the port: that it cannot be had is a mistake */
export function createPageServer(it: {
  host: string;
  port: number;
  isChosen: boolean;
  log: Pick<Log, 'error'>;
}): PageServer {
  const { host, port, isChosen, log } = it;
  let server: Server | undefined;
  let refused: string | undefined;
  const named = (at: number) => `http://${host.includes(':') ? `[${host}]` : host}:${at}`;
  const url = () => {
    const address = server?.address();
    return typeof address === 'object' && address !== null ? named(address.port) : undefined;
  };

  return {
    async start(app) {
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
          refused = pageWords.notAt(named(port), error.code ?? error.message);
          if (isChosen) throw new Error(refused);
        },
      );
    },
    async stop() {
      const closing = server;
      if (!closing) return;
      closing.closeAllConnections();
      await new Promise((resolve) => closing.close(resolve));
    },
    url,
    where: () => url() ?? refused ?? '',
  };
}
