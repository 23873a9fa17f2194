/** Slack as a platform: a card is one message that is edited, a result is a file in its thread. */
import type { RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createBackground } from '../../async/background.ts';
import { within } from '../../async/deadline.ts';
import { consentLapsed } from '../../chat/owner/ask.ts';
import { seeTo } from '../../chat/pot/show.ts';
import type { Json } from '../../core/domain/job.ts';
import type { Platform } from '../../core/ports/platform.ts';
import { type Address, readAddress } from './address.ts';
import { postAll } from './cards/album/post.ts';
import { postOne } from './cards/album/post-one.ts';
import { accompany } from './cards/beside/accompany.ts';
import { notify } from './cards/notify-admins.ts';
import { show } from './cards/show.ts';
import { createTransport } from './connection/http.ts';
import type { SlackOptions } from './connection/options.ts';
import { createWorkspaces } from './connection/workspaces.ts';
import { type Bot, createMemory } from './context.ts';
import { asFault, slackError } from './errors.ts';
import { createBot } from './listeners/bot.ts';
import { listen } from './listeners/index.ts';
import { answerNotInstalled } from './listeners/not-installed.ts';
import { editLimitsOf } from './rate-limits.ts';
import { withdraw } from './requests/opening.ts';
import { mostBytes } from './upload-limits.ts';
import { installWords as words } from './words/install.ts';

export type { SlackOptions };

export type SlackPlatform = Platform & {
  /** For requests to `/slack/…` on the program's own server; undefined where nothing comes by HTTP. */
  listener: RequestListener | undefined;
  /** How it is reached, for the lines at start. */
  where(): string;
};

const name = 'slack';

/** ms. Work that comes before the connection waits so long for it. */
const connectMs = 20_000;
/** ms. When the program stops, for what was told that it does. */
const drainMs = 2_000;
export function createSlack(options: SlackOptions): SlackPlatform {
  const { apiUrl, botToken, oauth, appToken, signingSecret, command, log } = options;
  const { clock = Date.now, listens = true } = options;
  const stopping = new AbortController();
  const pause = async (ms: number) => {
    stopping.signal.throwIfAborted();
    return options.pause?.(ms, stopping.signal) ?? sleep(ms, undefined, { signal: stopping.signal });
  };
  const backgroundWork = createBackground(
    (error) => log.error({ reason: slackError(error), err: asFault(error) }, 'slack'),
    (left) => log.warn({ left }, 'not everything slack asked for is done'),
  );
  let resolveBot: (bot: Bot) => void = () => {};
  // Work that was left by another process may come before this one is connected.
  const bot = new Promise<Bot>((resolve) => {
    resolveBot = resolve;
  });
  const workspaces = createWorkspaces({
    apiUrl,
    log,
    clock,
    botToken,
    oauth,
    pause,
    answerMs: options.answerMs,
    vault: options.vault,
    async onGone({ id: scope }) {
      const cancelled = await (await bot).requests.cancelAll({ platform: name, scope });
      log.warn({ team: scope, cancelled }, 'the jobs of a workspace are cancelled, since the app is gone');
    },
  });
  const transport = listens
    ? createTransport({
        apiUrl,
        command,
        log,
        appToken,
        signingSecret,
        background: backgroundWork,
        identity: workspaces.identity,
        onNotInstalled: async (body, error) => answerNotInstalled(await bot, body, error),
        socketTimes: options.socketTimes,
      })
    : undefined;
  const made = () => within(connectMs, bot);
  const whereItIs = async (json: Json, work: (address: Address) => Promise<void>) => {
    const address = readAddress(json);
    if (await workspaces.isIn(address.team)) await work(address);
  };

  return {
    name,
    runsAgain: true,
    listener: transport?.listener,
    hearing() {
      if (!transport) return undefined;
      const why = workspaces.refused() ?? transport.deaf();
      return why === undefined ? { heard: 'here' } : { heard: 'nowhere', why };
    },
    where: () => [appToken ? words.socket : words.http, ...(oauth ? [words.install] : [])].join('; '),

    async start(requests) {
      await workspaces.start();
      const { accessTo, forget, named: teamNamed } = workspaces;
      const whole = createBot(options, {
        platform: name,
        memory: createMemory(clock),
        requests,
        accessTo,
        forget,
        teamNamed,
        background: backgroundWork.add,
        pause,
        stopping: stopping.signal,
      });
      resolveBot(whole);
      if (transport) listen(transport.app, whole);
      await transport?.start();
    },
    async show(json, view) {
      const whole = await made();
      const address = readAddress(json);
      if (await workspaces.isIn(address.team)) {
        await show(whole, address, view);
        if (view.over) whole.homeChanged(address.team, address.requester);
        return;
      }
      // It was just being asked for when the app went, so it is not among those that were cancelled then.
      if (view.cancellable) await whole.requests.cancel(view.id);
    },
    deliver: async (json, view, delivery) => postOne(await made(), readAddress(json), view, delivery),
    deliverAll: async (card, view, results) => postAll(await made(), readAddress(card), view, results),
    accompany: (json, view, delivery) =>
      whereItIs(json, async (address) => accompany({ bot: await made(), view, delivery, address })),
    withdraw: (place, it) => whereItIs(place, async (address) => withdraw(await made(), address, it)),
    lapse: async (id) => consentLapsed((await made()).chat, id),
    purchase: async (id) => seeTo((await made()).chat, id),
    notify: async (scope, channel, text) => void (await notify(await made(), scope, channel, text)),
    maxBytes: async () => mostBytes,
    editLimits: (address, facts) => editLimitsOf(readAddress(address), facts),
    async stop() {
      await transport?.stop();
      stopping.abort(new Error('this process stops'));
      await backgroundWork.drained(drainMs);
    },
  };
}
