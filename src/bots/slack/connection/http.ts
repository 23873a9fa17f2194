/** The Bolt app: what people do reaches it over HTTP or by sockets, and a stop waits for what was begun. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type AnyMiddlewareArgs, App, type CodedError, HTTPReceiver, type Receiver } from '@slack/bolt';
import type { Background } from '../../../async/background.ts';
import type { Log } from '../../../core/log.ts';
import { bodyOf, isBareJson } from '../../../node/request-body.ts';
import { asFault, slackError } from '../errors.ts';
import { installWords as words } from '../words/install.ts';
import { clientOptions } from './clients.ts';
import { installing } from './oauth-pages.ts';
import type { SocketTimes } from './options.ts';
import { boltLog } from './sdk-log.ts';
import { createSockets } from './sockets.ts';
import type { Identity } from './workspaces.ts';

export type Transport = {
  app: App;
  /** Answers Slack's requests and browsers, on somebody else's server; undefined with sockets. */
  listener: RequestListener | undefined;
  /** From now on what arrives is handled. @throws Error with a sentence when Slack refuses the connection */
  start(): Promise<void>;
  /** Why people are not heard, in words; undefined when they are. */
  deaf(): string | undefined;
  /** Takes nothing new, and resolves when what was begun is over, after 10 s at the latest. */
  stop(): Promise<void>;
};

export type TransportOptions = {
  apiUrl: string;
  command: string;
  log: Log;
  /** Of Socket Mode; left out: HTTP. */
  appToken?: string | undefined;
  signingSecret?: string | undefined;
  socketTimes?: Partial<SocketTimes> | undefined;
  identity: Identity;
  background: Background;
  /** Is given what Slack sent of a workspace in which the app is not, and why that is thought. */
  onNotInstalled: (body: unknown, error: unknown) => Promise<void>;
};

/** ms. */
const drainMs = 10_000;
/** The largest request that Slack sends is a form with many fields. */
const mostBytes = 1024 * 1024;
const eventsPath = '/slack/events';

export function createTransport(options: TransportOptions): Transport {
  const { log, background } = options;
  let ready = false;
  const { receiver, listener, sockets } = receiverFor(options, () => ready);
  const app = new App({
    receiver,
    ...('authorize' in options.identity ? { authorize: options.identity.authorize } : {}),
    clientOptions: clientOptions({ ...options, timeout: 10_000 }),
    logger: boltLog(log),
    // It would keep every conversation in memory.
    convoStore: false,
    extendedErrorHandler: true,
  });
  app.use(async ({ next }) => {
    const work = next();
    // What it rejects with goes to the handler below.
    background.add(work.catch(() => undefined));
    await work;
  });
  app.error(async ({ error, body }: { error: CodedError; body: AnyMiddlewareArgs['body'] }) => {
    if (error.code === 'slack_bolt_authorization_error')
      // Not waited for: the acknowledgement comes after this.
      background.add(options.onNotInstalled(body, error));
    else log.error({ reason: slackError(error), err: asFault(error) }, 'slack handler');
  });

  return {
    app,
    listener,
    async start() {
      await sockets?.start();
      ready = true;
    },
    deaf() {
      if (!ready) return words.notYet;
      return sockets?.open() === 0 ? words.noSocket : undefined;
    },
    async stop() {
      ready = false;
      await sockets?.stop();
      await background.drained(drainMs);
    },
  };
}

function receiverFor(
  options: TransportOptions,
  isReady: () => boolean,
): { receiver: Receiver; listener?: RequestListener; sockets?: ReturnType<typeof createSockets> } {
  const { apiUrl, log, appToken, signingSecret, socketTimes: times, identity } = options;
  if (appToken !== undefined) {
    const sockets = createSockets({ appToken, apiUrl, log, ...(times ? { times } : {}) });
    return { receiver: sockets, sockets };
  }
  if (signingSecret === undefined) throw new Error('Slack needs an app token or a signing secret');
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: [eventsPath],
    bodyLimit: mostBytes,
    logger: boltLog(log),
    async processEventErrorHandler({ error, response }) {
      log.error({ reason: slackError(error), err: asFault(error) }, 'slack request');
      if (!response.headersSent) response.writeHead(500).end();
      return false;
    },
    ...('store' in identity ? installing(identity, options) : {}),
  });
  const listener: RequestListener = (request, response) => {
    const refuse = (status: number, headers = {}) => {
      response.writeHead(status, { connection: 'close', ...headers }).end();
      request.resume();
    };
    // Slack sends events again, and a proxy asks another process.
    if (!isReady()) return refuse(503, { 'retry-after': '5' });
    void hand(receiver, request, response).then(
      (status) => status !== undefined && refuse(status),
      () => response.destroy(),
    );
  };
  return { receiver, listener };
}

/** Hands a request to Bolt, or says with which status it is refused. */
async function hand(receiver: HTTPReceiver, request: IncomingMessage, response: ServerResponse) {
  if (request.method === 'POST') {
    const body = await bodyOf(request, mostBytes);
    if (!body) return 413;
    const text = body.toString();
    // Bolt takes whatever is signed for an object, and `null` would end the program.
    if ([text, new URLSearchParams(text).get('payload') ?? ''].some(isBareJson)) return 400;
    Object.assign(request, { rawBody: body });
  }
  try {
    receiver.requestListener(request, response);
    return undefined;
  } catch {
    // It throws for whatever is not its own.
    return 404;
  }
}
