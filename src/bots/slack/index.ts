/** Slack as a platform: a card is one message that is edited, a result is a file in its thread. */
import type { RequestListener } from 'node:http';
import { createRunning } from '../../async/background.ts';
import { within } from '../../async/deadline.ts';
import { createKeyedQueue } from '../../async/keyed-queue.ts';
import type { Price } from '../../core/credits/prices.ts';
import { keptFiles } from '../../core/jobs/job-files.ts';
import type { Log } from '../../core/log.ts';
import type { Fit } from '../../core/media/fit/fit.ts';
import type { Platform } from '../../core/ports/platform.ts';
import type { Once } from '../../core/store/once.ts';
import type { Vault } from '../../core/store/vault.ts';
import { readAddress } from './address.ts';
import { notify } from './cards/notify-admins.ts';
import { mostBytes, post } from './cards/post-result.ts';
import { isOver, show } from './cards/show.ts';
import { createHearing } from './connection/http.ts';
import type { SocketTimes } from './connection/sockets.ts';
import { createWorkspaces, type OAuth } from './connection/workspaces.ts';
import type { Bot } from './context.ts';
import { asFault, slackError } from './errors.ts';
import { homeChanged } from './home/draw.ts';
import { listen } from './listeners/index.ts';
import { answerStranger } from './listeners/not-installed.ts';
import { cadenceOf } from './rate-limits.ts';
import { createPeople } from './requests/people.ts';
import { installWords as words } from './words/install.ts';

export type SlackOptions = {
  /** Slack's is `https://slack.com/api`; sockets and the pages of OAuth come from there, too. */
  apiUrl: string;
  /** Of one workspace, or of one organisation. */
  botToken?: string;
  /** Of an app that workspaces install; `stateSecret` also seals what they gave. */
  oauth?: OAuth;
  /** Socket Mode. */
  appToken?: string;
  /** Requests over HTTP, by `listener`. */
  signingSecret?: string;
  /** The slash command, e.g. `/darkroom`. */
  command: string;
  log: Log;
  /** ms since 1970. */
  clock?: () => number;
  /** The path of a kept file, for results that are sent once more and sources that are run again. */
  filePath: (name: string) => string;
  maxFileBytes: number;
  /** Makes results fit; left out, what is too large is not posted as a file. */
  fitTo?: Fit['fitTo'];
  /** What the owner set, as the engine has them. */
  prices?: readonly Price[];
  /** Asked for once, with OAuth: a vault of this secret. */
  vault: (secret: string) => Vault;
  once: Once;
  /** Take part in conversations; false: only edit and post. */
  hear?: boolean;
  /** Of Socket Mode; for tests. */
  socketTimes?: Partial<SocketTimes>;
};

export type SlackPlatform = Platform & {
  /** For requests to `/slack/…` on the program's own server; undefined where nothing comes by HTTP. */
  listener: RequestListener | undefined;
  /** How it is reached, for the lines at start. */
  where(): string;
};

/** ms. Work that comes before the connection waits so long for it. */
const connectMs = 20_000;
/** ms. When the program stops, for what was told that it does. */
const drainMs = 2_000;
/** ms. Slack asks again for a day when nobody answered. https://docs.slack.dev/apis/events-api/#delayed_events */
const seenMs = 26 * 3_600_000;

/** Files come from and go to Slack's own hosts only; in a test, those of the server that plays Slack. */
function fileOriginsFor(apiUrl: string): readonly string[] {
  const { origin, hostname } = new URL(apiUrl);
  return /^slack(-gov)?\.com$/.test(hostname) ? [`https://files.${hostname}`] : [origin];
}

export function createSlack(options: SlackOptions): SlackPlatform {
  const { apiUrl, botToken, oauth, appToken, signingSecret, command, log, once } = options;
  const { clock = Date.now, hear = true } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = createRunning(
    (error) => log.error({ reason: slackError(error), err: asFault(error) }, 'slack'),
    (left) => log.warn({ left }, 'not everything slack asked for is done'),
  );
  const { background } = running;
  let resolveBot: (bot: Bot) => void = () => {};
  // Work that was left by another process may come before this one is connected.
  const bot = new Promise<Bot>((resolve) => {
    resolveBot = resolve;
  });
  const workspaces = createWorkspaces({
    ...{ apiUrl, log, clock, botToken, oauth, background, vault: options.vault },
    async onGone({ id: scope }) {
      const cancelled = await (await bot).requests.cancelAll({ platform: 'slack', scope });
      log.warn({ team: scope, cancelled }, 'the jobs of a workspace are cancelled, since the app is gone');
    },
  });
  const hearing = hear
    ? createHearing({
        ...{ apiUrl, command, log, appToken, signingSecret, running, identity: workspaces.identity },
        onStranger: async (body, error) => answerStranger(await bot, body, error),
        socketTimes: options.socketTimes,
      })
    : undefined;
  const made = () => within(connectMs, bot);

  return {
    name: 'slack',
    runsAgain: true,
    listener: hearing?.listener,
    where: () => [appToken ? words.socket : words.http, ...(oauth ? [words.install] : [])].join('; '),

    async start(requests) {
      await workspaces.begin();
      const { accessTo, forget, named: teamNamed } = workspaces;
      const whole: Bot = {
        ...{ requests, log, clock, command, background, accessTo, forget, teamNamed, stopping: signal },
        inTurn: createKeyedQueue().run,
        once: (key) => once(`slack ${key}`, seenMs),
        people: createPeople({ accessTo, clock, log }),
        homeChanged: (team, user) => homeChanged(whole, team, user),
        fileOrigins: fileOriginsFor(apiUrl),
        maxFileBytes: options.maxFileBytes,
        prices: options.prices ?? [],
        ...keptFiles({ filePath: options.filePath, fitTo: options.fitTo, stopping: signal }),
      };
      resolveBot(whole);
      if (!hearing) return;
      listen(hearing.app, whole);
      await hearing.start();
    },

    async show(json, view) {
      const whole = await made();
      const address = readAddress(json);
      if (await workspaces.isIn(address.team)) {
        await show(whole, address, view);
        if (isOver(view)) whole.homeChanged(address.team, address.requester);
        return;
      }
      // It was just being asked for when the app went, so it is not among those that were cancelled then.
      if (view.cancellable) await whole.requests.cancel(view.id);
    },
    async deliver(address, view, delivery) {
      await post({ bot: await made(), view, delivery, address: readAddress(address) });
    },
    notify: async (scope, channel, text) => notify(await made(), scope, channel, text),
    maxBytes: async () => mostBytes,
    cadence: (address, facts) => cadenceOf(readAddress(address), facts),

    async stop() {
      await hearing?.stop();
      stopping.abort(new Error('this process stops'));
      await running.drained(drainMs);
    },
  };
}
