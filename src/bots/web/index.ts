/** The page as a platform: a channel in the browser, whose messages are ours to keep. */
import { createBackground } from '../../async/background.ts';
import { within } from '../../async/deadline.ts';
import { consentLapsed } from '../../chat/owner/ask.ts';
import { seeTo } from '../../chat/pot/show.ts';
import { inTree, versionPosted } from '../../chat/versions/grown.ts';
import type { Platform } from '../../core/ports/platform.ts';
import { openAssets } from '../../pages/assets.ts';
import { createPageServer } from '../../pages/site/server.ts';
import { createVisits } from '../../pages/site/visitors.ts';
import { createWindows, type Windows } from '../../pages/site/windows.ts';
import { show, withdraw } from './cards/card.ts';
import { accompany, deliver, deliverAll } from './cards/result.ts';
import { drawTree } from './cards/versions.ts';
import { createChat } from './chat.ts';
import type { Web } from './context.ts';
import type { WebOptions } from './options.ts';
import { createApp } from './server/app.ts';

const name = 'web';
/** ms. The conversation is made when everything else is. */
const connectMs = 30_000;
/** ms. What somebody has asked for is finished, as far as it does not wait for them. */
const drainMs = 10_000;
/** ms */
const sweepMs = 600_000;

export type WebPlatform = Platform & {
  /** How it is reached, for the lines at start. */
  where(): string;
  /** Where it is, once it has started; undefined where it does not listen. */
  url(): string | undefined;
};

export function createWeb(options: WebOptions): WebPlatform {
  const { log, clock, listens, rooms, keepFilesMs } = options;
  const stopping = new AbortController();
  const background = createBackground(
    (error) => log.error({ err: error }, 'web'),
    (left) => log.warn({ left }, 'some of what people asked for was not answered'),
  );
  let resolveWeb: (web: Web) => void = () => {};
  const made = new Promise<Web>((resolve) => {
    resolveWeb = resolve;
  });
  const web = () => within(connectMs, made);
  const server = listens ? createPageServer(options) : undefined;
  let windows: Windows | undefined;
  let sweeping: NodeJS.Timeout | undefined;

  return {
    name,
    runsAgain: true,
    // Every change is drawn, and how far it is each second.
    tickMs: 1000,
    hearing: () => (server?.url() === undefined ? undefined : { heard: 'here' }),
    where: () => server?.where() ?? '',
    url: () => server?.url(),
    // Whoever can reach the page can call themselves anything: until an admin says otherwise they share one person's allowance.
    limits: () => (options.isOpen ? { budget: 200_000 } : {}),

    async start(requests) {
      const whole = await createChat(options, {
        platform: name,
        requests,
        background: background.add,
        stopping: stopping.signal,
      });
      resolveWeb(whole);
      const sweep = () =>
        whole.posted
          .sweep({
            lifetimeMs: keepFilesMs,
            mostBytes: options.mostPostedBytes,
            now: clock(),
            isKept: () => false,
          })
          .then(() => undefined);
      background.add(sweep());
      sweeping = setInterval(() => background.add(sweep()), sweepMs);
      sweeping.unref();
      if (!server) return;
      windows = await createWindows(whole);
      // Who acts as an admin where nobody else can come does not where others can.
      const visits = createVisits(rooms, await options.secret(options.isOpen ? 'open-page' : 'page'));
      await server.start(createApp({ web: whole, options, visits, windows, assets: await openAssets() }));
    },
    show: async (json, view) => show(await web(), json, view),
    async deliver(json, view, delivery) {
      const whole = await web();
      await deliver(whole, json, view, delivery);
      await versionPosted(whole.chat, view.id);
      await inTree(whole.chat, view.id, () => drawTree(whole, view.id));
    },
    deliverAll: async (card, view, results) => deliverAll(await web(), card, view, results),
    accompany: async (json, view, delivery) => accompany(await web(), json, view, delivery),
    withdraw: async (place, it) => withdraw(await web(), place, it),
    lapse: async (id) => consentLapsed((await web()).chat, id),
    purchase: async (id) => seeTo((await web()).chat, id),
    async notify(scope, channel, text) {
      await (await web()).chat.tellAdmins(scope, channel, { lines: () => [text] });
    },
    async stop() {
      clearInterval(sweeping);
      await windows?.stop();
      await server?.stop();
      stopping.abort(new Error('this process stops'));
      await background.drained(drainMs);
    },
  };
}
