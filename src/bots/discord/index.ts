/** Discord as a platform: a card is one message of Components V2, a post is a reply to it. */
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import { within } from '../../async/deadline.ts';
import { createRecent } from '../../async/recent.ts';
import { createSessionStore } from '../../async/session-store.ts';
import { createDrafts } from '../../chat/form/form.ts';
import { consentLapsed } from '../../chat/owner/ask.ts';
import { seeTo } from '../../chat/pot/show.ts';
import { keptFiles } from '../../core/jobs/files/job-files.ts';
import type { Requests } from '../../core/ports/engine.ts';
import type { Hearing, Platform } from '../../core/ports/platform.ts';
import { personOfScope, readAddress, shown } from './address.ts';
import { placed } from './cards/album/place.ts';
import { postAll } from './cards/album/post.ts';
import { accompany } from './cards/beside/accompany.ts';
import { notify } from './cards/notify-admins.ts';
import { mostBytes, post } from './cards/post-result.ts';
import { show } from './cards/show.ts';
import { inviteLink } from './commands/deploy.ts';
import { traitsFor } from './commands/traits.ts';
import { identify } from './connection/identify.ts';
import { ownRoles } from './connection/own-role.ts';
import { personNames } from './connection/person-names.ts';
import { connect } from './connection/rest.ts';
import type { Bot, Conversation, InteractionContext } from './context.ts';
import { withoutAnybody } from './listeners/absent.ts';
import { createLeader } from './listeners/leader.ts';
import { editLimitsOf } from './rate-limits.ts';
import { withdraw } from './requests/opening/withdraw.ts';
import type { DiscordOptions } from './settings.ts';
import { createLimits } from './upload-limits.ts';
import { connectionWords } from './words/connection.ts';
import { startWords } from './words/request.ts';

const platformName = 'discord';
/** ms. For so long what arrives is known by its id; a session that is resumed repeats what it missed. */
const seenMs = 26 * 3_600_000;
/** ms. Each is more than its requests take together; nothing of ours hangs for longer. */
const showMs = 20_000;
const deliverMs = 15 * 60_000;
const stopMs = 8_000;
const uploadsAtOnce = 3;
/** ms; as long as Discord lets a step be answered. */
const formMs = 15 * 60_000;

export type DiscordPlatform = Platform & {
  /** Whether this process hears people, and the link with which an admin adds the bot to a server: for the lines at start. */
  where(): string;
};

export function createDiscord(options: DiscordOptions): DiscordPlatform {
  const { token, apiUrl, log, filePath, fitTo, asMoving, comparisons, directCredits: monthly } = options;
  const { clock = Date.now, gateway = true } = options;
  const { rest, uploads } = connect({ token, apiUrl });
  const interactions = new Map<string, InteractionContext>();
  const stopping = new AbortController();
  const pause = async (ms: number) => {
    stopping.signal.throwIfAborted();
    return options.pause?.(ms) ?? sleep(ms, undefined, { signal: stopping.signal });
  };
  let resolveBot: (bot: Bot) => void = () => {};
  // Work that was left by another process may come before the connection.
  const bot = new Promise<Bot>((resolve) => {
    resolveBot = resolve;
  });
  let invite: string | undefined;

  const leader = createLeader({ token, apiUrl, hold: options.hold, interactions, log });
  const files = keptFiles({ filePath, fitTo, asMoving, comparisons, stopping: stopping.signal });

  async function makeBot(requests: Requests): Promise<Bot> {
    const { username, ...self } = await identify(rest, apiUrl);
    const conversations = new WeakMap<object, () => Promise<Conversation>>();
    const namesOf = personNames({ rest, clock, seen: leader.usernameOf });
    const names = { name: username, namesOf, requests };
    const it: Bot = {
      ...self,
      ...files,
      ...withoutAnybody(() => it, bot),
      platform: platformName,
      requests,
      rest,
      uploads,
      log,
      clock,
      interactions,
      maxFileBytes: options.maxFileBytes,
      prices: options.prices,
      once: (key) => options.dedupe(`${platformName} ${key}`, seenMs),
      forget: (key) => options.dedupe(`${platformName} ${key}`, 0),
      shown,
      traits: traitsFor({ ...self, conversations }, names),
      conversations,
      ownRole: ownRoles({ rest, userId: self.userId, clock, seen: leader.isOwnRole }),
      pause,
      limits: createLimits(clock),
      gone: createRecent(5_000),
      forms: createSessionStore({ clock, lifeMs: formMs }),
      drafts: createDrafts(clock),
      limitUploads: pLimit(uploadsAtOnce),
    };
    return it;
  }

  const made = () => within(showMs, bot);
  return {
    name: platformName,
    runsAgain: true,
    limits: (scope) => (personOfScope(scope) && monthly !== undefined ? { monthly } : {}),
    where: () => `${told(leader.hearing())}; ${startWords.inviteWith(invite)}`,

    async start(requests) {
      const whole = await makeBot(requests);
      invite = inviteLink(whole.applicationId);
      resolveBot(whole);
      if (gateway) await leader.start(whole);
    },

    show: async (address, view) => within(showMs, show(await made(), readAddress(address), view)),
    async deliver(json, view, delivery) {
      const whole = await made();
      const address = await placed(whole, view.id, readAddress(json));
      await within(deliverMs, post({ bot: whole, view, delivery, address }));
    },
    deliverAll: async (card, view, results) =>
      within(deliverMs, postAll(await made(), readAddress(card), view, results)),
    accompany: async (address, view, delivery) =>
      within(deliverMs, accompany(await made(), readAddress(address), view, delivery)),
    withdraw: async (place, it) => within(showMs, withdraw(await made(), place, it)),
    lapse: async (id) => within(showMs, consentLapsed(await made(), id)),
    purchase: async (id) => within(showMs, seeTo(await made(), id)),
    notify: async (scope, channel, text) =>
      void (await within(showMs, notify(await made(), scope, channel, { lines: () => [text] }))),
    maxBytes: async (address) => mostBytes(await made(), readAddress(address)),
    hearing: () => (gateway ? leader.hearing() : undefined),
    editLimits: (address, facts) => editLimitsOf(readAddress(address), { ...facts, now: clock() }),
    async stop() {
      await within(stopMs, leader.settle()).catch(() => undefined);
      stopping.abort(new Error('this process stops'));
      await leader.stop();
      for (const each of [rest, uploads]) {
        each.clearHashSweeper();
        each.clearHandlerSweeper();
      }
    },
  };
}

const told = (it: Hearing) => (it.heard === 'here' ? connectionWords.here : it.why);
