/** Discord as a platform: a card is one message of Components V2, a post is a reply to it. */
import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { type Client, Routes } from 'discord.js';
import { z } from 'zod';
import type { MediaFile } from '../../core/job/record.ts';
import type { Log } from '../../core/log.ts';
import type { Fit } from '../../core/media/fit.ts';
import type { Platform } from '../../core/platform.ts';
import type { Requests } from '../../core/requests.ts';
import type { Guard } from '../../core/store/guard.ts';
import { fitted } from '../../core/words/fit.ts';
import { readAddress } from './address.ts';
import type { Arrived, Bot } from './bot.ts';
import { cadenceOf } from './cadence.ts';
import { connect, createRecent, troubleOf, within } from './connection.ts';
import { inviteLink } from './deploy.ts';
import { createClient, login } from './gateway.ts';
import { createLimits, directLimit, limitOf } from './limits.ts';
import { createMemory } from './memory.ts';
import { notify } from './notify.ts';
import { post } from './post.ts';
import { route } from './router.ts';
import { show } from './show.ts';
import { createTurns } from './turns.ts';
import { words } from './words.ts';

export type DiscordOptions = {
  token: string;
  /** Discord's is `https://discord.com/api`; the gateway's address comes from there, too. */
  apiUrl: string;
  log: Log;
  /** ms since 1970. */
  clock?: () => number;
  /** The path of a kept file, for results that are sent once more and sources that are run again. */
  filePath: (name: string) => string;
  maxFileBytes: number;
  /** Take part in conversations; false: only edit and post. */
  gateway?: boolean;
  /** Makes results fit; left out, what is too large is not posted as a file. */
  fitTo?: Fit['fitTo'];
  /** Lets one process at a time hear people; left out: this is the only one. */
  hold?: Guard['hold'];
};

/** ms. Each is more than its requests take together; nothing of ours hangs for longer. */
const showMs = 20_000;
const deliverMs = 15 * 60_000;
const stopMs = 8_000;
/** Uploads at once. */
const mostUploads = 3;
/** Of a limit, for the file itself: a request has a frame around it. */
const share = 0.98;

const discordOrigins = ['https://cdn.discordapp.com', 'https://media.discordapp.net'];

/** Only files of Discord's own are fetched by this adapter; in a test, those of the server that plays Discord. */
function fileOriginsFor(apiUrl: string): readonly string[] {
  const { origin, hostname } = new URL(apiUrl);
  return hostname === 'discord.com' ? discordOrigins : [origin];
}

/** Of the application's flags: it may have message content, by Discord's leave or because it is small. */
const mayReadContent = (1 << 18) | (1 << 19);
const applicationSchema = z.object({ id: z.string(), flags: z.number().default(0) });
const userSchema = z.object({ id: z.string() });

export type DiscordPlatform = Platform & {
  /** The link with which an admin adds the bot to a server; known once it has started. */
  invite(): string | undefined;
};

export function createDiscord(options: DiscordOptions): DiscordPlatform {
  const { token, apiUrl, log, clock = Date.now, filePath, gateway = true, fitTo } = options;
  const { rest, uploads } = connect({ token, apiUrl });
  const arrived = new Map<string, Arrived>();
  const stopping = new AbortController();
  let resolveBot: (bot: Bot) => void = () => {};
  // Work that was left by another process may come before the connection.
  const bot = new Promise<Bot>((resolve) => {
    resolveBot = resolve;
  });
  let client: Client | undefined;
  let invite: string | undefined;
  let settle: (() => Promise<void>) | undefined;
  let release: (() => Promise<void>) | undefined;
  let entering: Promise<void> | undefined;

  const pathOf = async (file: MediaFile | undefined): Promise<string | undefined> => {
    if (!file) return undefined;
    const path = filePath(file.name);
    return access(path).then(
      () => path,
      () => undefined,
    );
  };

  const fit: Bot['fit'] = async (delivery, { result }, limit) => {
    if (delivery.bytes <= limit * share) return delivery;
    if (!fitTo || !result) return undefined;
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(deliverMs)]);
    const { change, name, type, bytes } = await fitTo(result, limit, { signal });
    if (!change || change.kind === 'none') return undefined;
    const fileName = delivery.fileName.replace(/\.\w+$/, `.${name.split('.').at(-1)}`);
    return { path: filePath(name), type, bytes, fileName, change: fitted(change) };
  };

  async function makeBot(requests: Requests): Promise<Bot> {
    const [application, user] = await Promise.all([
      rest.get(Routes.currentApplication()).then((it) => applicationSchema.parse(it)),
      rest.get(Routes.user()).then((it) => userSchema.parse(it)),
    ]).catch((error: unknown) => {
      throw troubleOf(error) === 'token-dead' ? new Error(words.wrongToken, { cause: error }) : error;
    });
    return {
      requests,
      rest,
      uploads,
      log,
      clock,
      arrived,
      fit,
      applicationId: application.id,
      userId: user.id,
      seesContent: (application.flags & mayReadContent) !== 0,
      fileOrigins: fileOriginsFor(apiUrl),
      maxFileBytes: options.maxFileBytes,
      limits: createLimits(clock),
      gone: createRecent(5_000),
      forms: createMemory({ clock }),
      inTurn: createTurns(mostUploads),
      async resultOf(job) {
        const path = await pathOf(job.result);
        if (!path || !job.result) return undefined;
        const { type, bytes, name } = job.result;
        return { path, type, bytes, fileName: `${job.model}-${job.id}.${name.split('.').at(-1)}` };
      },
      async openKept(job, file) {
        const path = await pathOf(file === 'result' ? job.result : job.sourceFile);
        return path === undefined ? undefined : createReadStream(path);
      },
    };
  }

  async function enter(made: Bot, onWait: () => void): Promise<void> {
    const onLost = () => {
      log.error('another process has the connection to discord now');
      entering = leave().then(() => enter(made, () => {}));
      entering.catch(() => undefined);
    };
    const name = `discord ${made.applicationId}`;
    release = await options.hold?.(name, { signal: stopping.signal, onWait, onLost });
    client = createClient({ apiUrl, content: made.seesContent, log });
    settle = route(client, made, arrived);
    await login(client, token);
  }

  async function leave(): Promise<void> {
    await client?.destroy();
    client = undefined;
    await release?.();
    release = undefined;
  }

  return {
    name: 'discord',
    invite: () => invite,

    async start(requests) {
      const made = await makeBot(requests);
      invite = inviteLink(made.applicationId);
      resolveBot(made);
      if (!gateway) return;
      // Two connections of one token would answer everything twice: one process hears people, the others stand by.
      const standingBy = new Promise<void>((resolve) => {
        entering = enter(made, resolve);
      });
      await Promise.race([entering, standingBy]);
      entering?.catch((error: unknown) => {
        if (!stopping.signal.aborted) log.error({ err: error }, 'discord could not be taken over');
      });
    },

    async show(address, view) {
      const made = await within(showMs, bot);
      await within(showMs, show(made, readAddress(address), view));
    },

    async deliver(address, view, delivery) {
      const made = await within(showMs, bot);
      await within(deliverMs, post({ bot: made, view, delivery, address: readAddress(address) }));
    },

    async notify(scope, channel, text) {
      const made = await within(showMs, bot);
      await within(showMs, notify(made, scope, channel, text));
    },

    async maxBytes(json) {
      const address = readAddress(json);
      const made = await within(showMs, bot);
      if (address.member) return limitOf(made, address.guild);
      return Math.min(address.token?.limit ?? directLimit, made.limits.told(address.guild));
    },

    cadence: (address, facts) => cadenceOf(readAddress(address), { ...facts, now: clock() }),

    async stop() {
      await within(stopMs, settle?.() ?? Promise.resolve()).catch(() => undefined);
      stopping.abort(new Error('this process stops'));
      await leave();
      for (const each of [rest, uploads]) {
        each.clearHashSweeper();
        each.clearHandlerSweeper();
      }
    },
  };
}
