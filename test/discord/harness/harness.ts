/** A whole Darkroom in the loopback Discord: the real discord.js, the lab, Redis, and the commands deployed. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { REST, Routes } from 'discord.js';
import { commandsFor } from '../../../src/bots/discord/commands/definitions.ts';
import { bringsResult } from '../../../src/bots/discord/ids.ts';
import { createDiscord } from '../../../src/bots/discord/index.ts';
import type { DiscordOptions } from '../../../src/bots/discord/settings.ts';
import type { Engine } from '../../../src/core/jobs/engine.ts';
import { createLog } from '../../../src/core/log.ts';
import type { Requests } from '../../../src/core/ports/engine.ts';
import type { Platform } from '../../../src/core/ports/platform.ts';
import { createDedupe } from '../../../src/core/store/dedupe.ts';
import { connectRedis } from '../../../src/core/store/redis.ts';
import type { LabOptions } from '../../../src/lab/server/server.ts';
import { models } from '../../../src/models/index.ts';
import { restartable } from '../../chat/restartable.ts';
import {
  type Discord,
  type DiscordOptions as FakeOptions,
  startDiscord,
} from '../../fakes/discord/discord.ts';
import type { Exchange } from '../../fakes/discord/people/exchange.ts';
import { textOf } from '../../fakes/discord/people/seen.ts';
import type { Message } from '../../fakes/discord/state.ts';
import { comparisonsIn, movingIn } from '../../helpers/copies.ts';
import { type Fixture, openFixture } from '../../helpers/fixture.ts';
import { until } from '../../helpers/requests.ts';

export type Harness = {
  discord: Discord;
  fixture: Fixture;
  platform: Platform;
  /** Another process takes over: the platform is stopped, and one that knows nothing is started. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

/** @param options.overrides of the engine; its clock is the loopback Discord's. */
export async function openHarness(
  options: {
    discord?: FakeOptions;
    platform?: Partial<DiscordOptions>;
    limits?: Platform['limits'];
    /** What the platform asks instead of the engine. */
    requests?: (engine: Engine) => Requests;
    /** Every change of a card is shown at once. */
    everyEdit?: boolean;
    /** How long the lab takes for a job, in ms. */
    processingMs?: number;
    lab?: Partial<LabOptions>;
    overrides?: NonNullable<Parameters<typeof openFixture>[0]>['overrides'];
  } = {},
): Promise<Harness> {
  const { processingMs = 200 } = options;
  const log = createLog({ level: process.env.TEST_LOG ?? 'silent', human: false });
  const discord = await startDiscord(options.discord);
  await new REST({ api: discord.url })
    .setToken(discord.token)
    .put(Routes.applicationCommands(discord.applicationId), { body: commandsFor() });
  let folder = '';
  let prefix = '';
  let redis: ReturnType<typeof connectRedis> | undefined;
  const connected = () => {
    if (!redis) throw new Error('the room is not open yet');
    return redis;
  };
  const given: DiscordOptions = {
    token: discord.token,
    apiUrl: discord.url,
    log,
    clock: discord.now,
    // Between two tries time is short here.
    pause: (ms) => sleep(ms / 50),
    filePath: (name) => join(folder, 'files', name),
    asMoving: movingIn(() => folder),
    comparisons: comparisonsIn(() => ({ folder, redis: connected(), prefix })),
    maxFileBytes: 50_000_000,
    prices: [],
    dedupe: (name, keepMs) => createDedupe(connected(), { prefix })(name, keepMs),
    ...options.platform,
  };
  const free = { monthly: null, jobs_per_person: null, confirm_above: null };
  const { platform, restart } = restartable<Platform>(() => createDiscord(given), {
    ...(options.everyEdit && { editLimits: undefined }),
    ...((options.limits || options.platform?.directCredits === undefined) && {
      limits: options.limits ?? free,
    }),
  });
  const fixture = await openFixture({
    platforms: [platform],
    lab: { queuedMs: 20, processingMs, ...options.lab },
    overrides: { clock: discord.now, ...options.overrides },
  });
  folder = fixture.folder;
  prefix = fixture.prefix;
  redis = connectRedis(fixture.redisUrl, { log });
  // Enough earlier runs of every model for the engine to ask soon.
  await Promise.all(
    models.flatMap(({ name }) =>
      Array.from({ length: 40 }, (_, at) => fixture.store.addRun(`lab ${name}`, { ms: processingMs + at })),
    ),
  );
  const requests = options.requests?.(fixture.engine) ?? fixture.engine;
  await platform.start(requests);
  return {
    discord,
    fixture,
    platform,
    restart: () => restart(requests),
    async close() {
      await platform.stop();
      redis?.disconnect();
      await fixture.close();
      await discord.close();
    },
  };
}

export const statesOf = (message: Message): string[] => {
  const states = message.history.flatMap(
    (text) => /\*\*(QUEUED|PROCESSING|COMPLETED|FAILED|CANCELLED)\*\*/.exec(text)?.[1] ?? [],
  );
  return states.filter((state, at) => state !== states[at - 1]);
};

/** The id of the job that a card is about, once it says so. */
export function jobIdOf(message: Message): string | undefined {
  return /"v1:\w+:([a-z0-9]{7})/.exec(JSON.stringify(message.components))?.[1];
}

/** The card of what was asked, when it has begun to be one. */
export function cardOf(exchange: Exchange): Message {
  const message = exchange.response();
  if (!message) throw new Error('there is no answer');
  return message;
}

/** What the bot posted with a card's result for all to see, the oldest first: in reply to it, or linked when it is over. */
export function postsOf(discord: Discord, card: Message): Message[] {
  const said = discord.messages().filter((it) => it.author === discord.bot && !it.visibleTo && it !== card);
  const text = textOf(card);
  const linked = said.find((it) => text.includes(`[result](${linkOf(it)})`));
  const job = linked && jobIdOf(linked);
  return said.filter(
    (it) =>
      it.reference?.message === card ||
      it === linked ||
      (job !== undefined && bringsResult(it.components, job)),
  );
}
const linkOf = ({ id, channel }: Message) =>
  `https://discord.com/channels/${channel.guild?.id ?? '@me'}/${channel.id}/${id}`;

/** Waits for the card's last state and gives the card. */
export async function finished(exchange: Exchange, state = 'COMPLETED'): Promise<Message> {
  await until(() => exchange.response() !== undefined && statesOf(cardOf(exchange)).at(-1) === state);
  return cardOf(exchange);
}

/** The one message that brings the result. */
export async function resultOf(discord: Discord, card: Message): Promise<Message> {
  await until(() => postsOf(discord, card).length > 0);
  const [post, ...more] = postsOf(discord, card);
  if (!post || more.length > 0) throw new Error(`${1 + more.length} messages bring the result`);
  return post;
}

/** As people read it: without the signs that keep plain text from being markup. */
export const readable = (text: string): string => text.replaceAll(/\\([^a-zA-Z0-9\s])/g, '$1');

/** What was answered to the one who asked alone, once it is there, or says `what`. @throws Error when others see it */
export async function privateReply(exchange: Exchange, what = ''): Promise<string> {
  const text = () => {
    const answer = exchange.response();
    return answer ? readable(textOf(answer)) : '';
  };
  await until(() => text() !== '' && text().includes(what));
  if (!cardOf(exchange).visibleTo) throw new Error(`seen by all: ${text()}`);
  return text();
}
