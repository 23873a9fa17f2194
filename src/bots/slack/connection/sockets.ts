/** Socket Mode: connections that the app opens itself, so that nothing of it has to be reachable. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type App, type Receiver, SocketModeReceiver, webApi } from '@slack/bolt';
import { NotConnected } from '../../../core/domain/failure.ts';
import type { Log } from '../../../core/log.ts';
import { slackError } from '../errors.ts';
import { installWords } from '../words/install.ts';
import { clientOptions } from './clients.ts';
import type { SocketTimes } from './options.ts';
import { boltLog } from './sdk-log.ts';

/** All in ms. */
const usual: SocketTimes = {
  pongMs: 15_000,
  openMs: 60_000,
  silentMs: 60_000,
  retryMs: { first: 1_000, most: 30_000 },
};

/**
 * Slack recycles each connection every few hours and then sends to the others; ten are allowed per app.
 * https://docs.slack.dev/apis/events-api/using-socket-mode
 */
const connections = 2;
/** ms. */
const stopMs = 2_000;

export type Sockets = Receiver & {
  /** Connections that events come by. */
  open(): number;
};

/**
 * A receiver that keeps two connections open.
 *
 * The library's own reconnecting is off: it waits five seconds first, and what a failed attempt throws ends the program
 * (https://github.com/slackapi/node-slack-sdk/issues/2656).
 * @returns `start` rejects when the first connection cannot be had, with a sentence where the token is to blame.
 */
export function createSockets(options: {
  appToken: string;
  apiUrl: string;
  log: Log;
  times?: Partial<SocketTimes>;
}): Sockets {
  const { appToken, apiUrl, log } = options;
  const times = { ...usual, ...options.times };
  const stopping = new AbortController();
  const all = Array.from({ length: connections }, () => {
    // Options of its own: the library writes into them.
    const asked = clientOptions({ apiUrl, log, timeout: 10_000 });
    const receiver = new SocketModeReceiver({
      appToken,
      autoReconnectEnabled: false,
      clientPingTimeout: times.pongMs,
      serverPingTimeout: 30_000,
      installerOptions: { clientOptions: asked },
      logger: boltLog(log),
    });
    return { receiver, open: false };
  });
  type Connection = (typeof all)[number];
  const open = () => all.filter((it) => it.open).length;
  let lastOpen = performance.now();

  /** @returns `gone` resolves when it has ended again. @throws what kept it from opening */
  async function begin(connection: Connection): Promise<{ gone: Promise<void> }> {
    const { client } = connection.receiver;
    const gone = new Promise<void>((resolve) => {
      client.once('disconnected', () => {
        if (connection.open) lastOpen = performance.now();
        connection.open = false;
        resolve();
      });
    });
    // A server that takes the connection and then says nothing.
    const late = setTimeout(() => void client.disconnect(), times.openMs);
    try {
      await client.start();
    } finally {
      clearTimeout(late);
    }
    connection.open = true;
    // It was on its way when the program was stopped.
    if (stopping.signal.aborted) void client.disconnect();
    return { gone };
  }

  /** Keeps it open until the program stops. `held`: it is open now. */
  async function keep(connection: Connection, held?: { gone: Promise<void> }): Promise<void> {
    const { first, most } = times.retryMs;
    let failures = 0;
    for (let now = held; !stopping.signal.aborted; now = undefined) {
      try {
        const { gone } = now ?? (await begin(connection));
        const since = performance.now();
        await gone;
        // One that held for a while was recycled: the next one comes at once.
        failures = performance.now() - since > first ? 0 : failures + 1;
      } catch (error) {
        failures += 1;
        complain(error);
      }
      const waitMs = failures === 0 ? 0 : Math.min(most, first * 2 ** Math.min(failures - 1, 20));
      await pause(waitMs * (0.75 + Math.random() / 2));
    }
  }

  function complain(error: unknown): void {
    if (stopping.signal.aborted) return;
    const silentMs = open() > 0 ? 0 : performance.now() - lastOpen;
    const facts = { reason: slackError(error), silentSeconds: Math.round(silentMs / 1000) };
    if (silentMs >= times.silentMs) log.error(facts, 'nothing can be heard from slack');
    else log.warn(facts, 'a connection to slack could not be opened');
  }

  const pause = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined);

  let kept: Promise<unknown> = Promise.resolve();
  return {
    open,
    init(app: App) {
      for (const { receiver } of all) receiver.init(app);
    },
    async start() {
      const [first, ...others] = all;
      if (!first) return;
      const held = await begin(first).catch((error: unknown) => {
        throw explained(error, apiUrl);
      });
      // The others may be refused, when the app has ten already: one is enough to begin with.
      kept = Promise.all([keep(first, held), ...others.map((each) => keep(each))]);
    },
    async stop() {
      stopping.abort();
      for (const { receiver, open: isOpen } of all) if (isOpen) void receiver.client.disconnect();
      // A server that does not answer must not hold up the stop.
      await Promise.race([kept, sleep(stopMs, undefined, { ref: false })]);
    },
  };
}

function explained(error: unknown, apiUrl: string): Error {
  const { wrongAppToken, unreachable } = installWords;
  const sentence =
    error instanceof webApi.WebAPIPlatformError
      ? wrongAppToken(slackError(error))
      : unreachable(new URL(apiUrl).host);
  return new NotConnected(sentence, { cause: error });
}
