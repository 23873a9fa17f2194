/** The real Bolt against the loopback Slack, for a file of tests. Everything is closed after each test. */
import type { AddressInfo } from 'node:net';
import {
  App,
  type AppOptions,
  HTTPReceiver,
  type Logger,
  LogLevel,
  SocketModeReceiver,
  webApi,
} from '@slack/bolt';
import { afterEach } from 'vitest';
import { type Slack, type SlackOptions, startSlack } from './slack.ts';

/** Bolt tells of each refused call; a test that wants them looks at the wire. */
const silent: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

/** Each call once, and a 429 is an error. */
const once = { retryConfig: { retries: 0 }, rejectRateLimitedCalls: true } as const;

/** Call once per file. */
export function useSlack() {
  const opened: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of opened.splice(0).reverse()) await close();
  });
  return {
    /** With a client of the home workspace's bot, which tries everything once. */
    async start(options: SlackOptions = {}): Promise<{ slack: Slack; web: webApi.WebClient }> {
      const slack = await startSlack(options);
      opened.push(() => slack.close());
      const token = options.installed === false ? undefined : slack.token();
      return { slack, web: clientOf(slack, token) };
    },
    /** An app that gets signed requests; with OAuth by `oauth`. `url`: where its receiver is. */
    async overHttp(
      slack: Slack,
      listen: (app: App) => void,
      more: { app?: AppOptions; oauth?: ConstructorParameters<typeof HTTPReceiver>[0] } = {},
    ): Promise<{ app: App; url: string }> {
      const clientOptions = { slackApiUrl: slack.url, ...once };
      const { signingSecret } = slack;
      const receiver = new HTTPReceiver({ ...more.oauth, signingSecret, logger: silent });
      // Bolt takes its authorize from the receiver's installer.
      const who: AppOptions = more.oauth ? {} : { token: slack.token() };
      const app = new App({
        receiver,
        clientOptions,
        logger: silent,
        convoStore: false,
        ...who,
        ...more.app,
      });
      listen(app);
      const server = await receiver.start({ port: 0, host: '127.0.0.1' });
      opened.push(() => receiver.stop());
      // A TCP server that listens has an address of this shape.
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      slack.deliverTo(`${url}/slack/events`);
      return { app, url };
    },
    /** An app on a socket, which comes back half a second after it was cut. */
    async overSocket(slack: Slack, listen: (app: App) => void): Promise<App> {
      const clientOptions = { slackApiUrl: slack.url, ...once };
      const receiver = new SocketModeReceiver({
        appToken: slack.appToken,
        // A busy machine may take a while to answer a ping.
        clientPingTimeout: 500,
        // A ping timeout of its own, or that of the other end would be it too.
        serverPingTimeout: 30_000,
        installerOptions: { clientOptions: { ...clientOptions } },
        logger: silent,
      });
      const app = new App({
        token: slack.token(),
        receiver,
        clientOptions,
        logger: silent,
        convoStore: false,
      });
      listen(app);
      await app.start();
      opened.push(() => app.stop());
      return app;
    },
  };
}

/** A client with a token, which tries everything once. `timeout`: ms; it waits for ever when left out. */
export const clientOf = (slack: Slack, token: string | undefined, timeout = 0): webApi.WebClient =>
  new webApi.WebClient(token, { slackApiUrl: slack.url, logger: silent, timeout, ...once });

/** Slack's name of the error that a call is refused with. */
export async function refused(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof webApi.WebAPIPlatformError) return error.data.error;
  if (error instanceof webApi.WebAPIRateLimitedError) return `429 ${error.retryAfter}`;
  if (error instanceof webApi.WebAPIHTTPError) return String(error.statusCode);
  throw new Error(`not refused: ${error}`);
}

/** A section with a text. */
export const section = (text: string, more: object = {}) =>
  ({ type: 'section', text: { type: 'mrkdwn', text }, ...more }) as const;
/** A text without marks. */
export const plain = (text: string) => ({ type: 'plain_text', text }) as const;
/** A row of buttons whose action ids are `id:` and their labels. */
export const buttons = (...labels: string[]) =>
  ({
    type: 'actions',
    elements: labels.map((label) => ({
      type: 'button' as const,
      text: plain(label),
      action_id: `id:${label}`,
    })),
  }) as const;
/** A message's text with the blocks for it. */
export const card = (text: string, ...more: ReturnType<typeof buttons>[]) => ({
  text,
  blocks: [section(text), ...more],
});
