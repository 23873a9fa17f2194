/**
 * A loopback Discord that the real, unpatched discord.js talks to: HTTP, gateway and files on one port.
 *
 *   const discord = await startDiscord();
 *   const client = new Client({ intents: [...], rest: { api: discord.url }, waitGuildTimeout: 0 });
 *   await client.login(discord.token);
 *   await new REST({ api: discord.url }).setToken(discord.token)
 *     .put(Routes.applicationCommands(discord.applicationId), { body: commands });
 *   const ada = discord.person();                                // in discord.home: a guild and its channel
 *   const asked = await ada.slash('upscale', { image: { name: 'a.png', bytes }, scale: 4 });
 *   await asked.acknowledged;                                    // { callback: 5, tookMs }; rejects after 3 s
 *   const card = asked.response();                               // a live Message, undefined before and when deleted
 *   textOf(card); card.history; buttonsOf(card); filesOf(card);  // from seen.ts
 *   const again = await ada.press(card, 'v1:cancel:123');        // or by the label
 *   expect(discord.violations).toEqual([]);
 *   await discord.close();
 *
 * Places and people: `addGuild`, `addChannel`, `addUser`, `addRole`; they are plain objects whose fields (e.g.
 * `channel.botPermissions`, `guild.uploadLimit`, `user.acceptsDirectMessages`, `channel.archived`) may be changed at any
 * time. `person({ channel: 'dm' })` sits in the bot's direct messages, `'private'` in a group without the bot.
 * Trouble: `fail`, `cutGateway`, `reconnectGateway`, `invalidateSessions`, `duplicateNextDispatch`, `kickBot`,
 * `deleteChannel`, `deleteMessage`, `refuseText`, `allowMessageContent`.
 * To look at: `log` (every request), `downloads` (of files), `violations` (bodies that Discord refuses with 50035,
 * unknown routes), `rateLimited` (every 429), `messages()`, `commands()`, `gateway` (sessions, how often identified
 * and resumed).
 * The time: `now()`, `advance(ms)`.
 *
 * `client.ts` has what a file of tests needs around it: start, login, refusals, small bodies.
 *
 * Stricter than Discord is known to be: an edit of the components of a Components V2 message must repeat the flag; no
 * edit notifies anybody, the one that fills in a deferred answer neither; without ATTACH_FILES in a channel of its
 * guild the bot sends no files through an interaction either.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GatewayIntentBits as Intent } from 'discord.js';
import { createClock } from '../clock.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { channelJson } from './guild-json.ts';
import { applicationRoutes } from './http/application-routes.ts';
import { createBuckets, defaultLimits, type Limits } from './http/buckets.ts';
import { createFaults, type Fault, type SetFault } from './http/faults.ts';
import { createWire, type Wire } from './http/http.ts';
import { interactionRoutes } from './http/interaction-routes.ts';
import { messageRoutes } from './http/message-routes.ts';
import { threadRoutes } from './http/thread-routes.ts';
import type { Command } from './messages/commands.ts';
import { removeMessage, removeMessages, takeFile } from './messages/messages.ts';
import type { Person } from './people/person.ts';
import { type PersonOptions, personOf } from './people/person-options.ts';
import { createPlaces, type Places } from './places.ts';
import type { Channel, FakeState, Guild, Message, User } from './state.ts';

export type DiscordOptions = {
  /** The bot's token. */
  token?: string;
  /** The application may have message content. */
  messageContent?: boolean;
  limits?: Partial<Limits>;
};
export type Discord = Places &
  Pick<Wire, 'log' | 'downloads' | 'violations' | 'rateLimited'> & {
    /** For `rest: { api }`. */
    url: string;
    cdnUrl: string;
    token: string;
    applicationId: string;
    bot: User;
    home: { guild: Guild; channel: Channel };
    gateway: Pick<Gateway, 'sessions' | 'counts'>;
    person(options?: PersonOptions): Person;
    /** Unix ms. */
    now(): number;
    /** Lets the time go on by `ms`: tokens expire, messages grow old, deadlines pass. */
    advance(ms: number): void;
    fail(fault: Fault): SetFault;
    /**
     * Drops the connections, and for `forMs` refuses new ones or holds them without a word. discord.js tries again
     * after 500 ms. When it is refused then, it gives the session up: it identifies anew after 5 s at least, and what
     * happened meanwhile is lost. Held, or not cut for so long, it resumes and is told everything.
     */
    cutGateway(forMs?: number, how?: 'refuse' | 'hold'): void;
    reconnectGateway(): void;
    invalidateSessions(): void;
    /** The next event reaches each session twice. */
    duplicateNextDispatch(): void;
    kickBot(guild: Guild): void;
    deleteChannel(channel: Channel): void;
    deleteMessage(message: Message): void;
    deleteMessages(messages: readonly Message[]): void;
    takeFile(message: Message, name: string): void;
    /** Any message of the bot that contains the text is refused with 200000. */
    refuseText(text: string): { lift(): void };
    allowMessageContent(allowed: boolean): void;
    commands(): readonly Command[];
    /** What stands in a channel, or everywhere, oldest first; ephemeral ones too, deleted ones not. */
    messages(channel?: Channel): Message[];
    close(): Promise<void>;
  };

/** Listens on a free port of 127.0.0.1; after `close` no socket and no timer is left. */
export async function startDiscord(options: DiscordOptions = {}): Promise<Discord> {
  const clock = createClock();
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server that listens has an address of this shape.
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const id = clock.snowflake();
  const bot: User = { id, name: 'Darkroom', bot: true, uploadLimit: 0, acceptsDirectMessages: false };
  const state: FakeState = {
    clock,
    origin,
    token: options.token ?? `${Buffer.from(id).toString('base64url')}.loopback.not-a-real-token`,
    application: { id, name: 'Darkroom', messageContent: options.messageContent ?? false },
    bot,
    users: new Map([[id, bot]]),
    guilds: new Map(),
    channels: new Map(),
    messages: new Map(),
    attachments: new Map(),
    interactions: new Map(),
    commands: [],
    refusedTexts: [],
    dispatch: () => {},
  };
  const places = createPlaces(state);
  const guild = places.addGuild({ name: 'Studio' });
  const home = { guild, channel: places.addChannel({ guild, name: 'general' }) };
  const limits = { ...defaultLimits, ...options.limits };
  const buckets = createBuckets(clock.now);
  const faults = createFaults();
  const gateway = createGateway(state, server);
  const routes = [
    ...applicationRoutes(state, () => gateway),
    ...messageRoutes(state, { buckets, limits }),
    ...threadRoutes(state, places),
    ...interactionRoutes(state),
  ];
  const wire = createWire(state, { routes, faults, buckets, limits });
  server.on('request', wire.handle);

  return {
    ...places,
    log: wire.log,
    downloads: wire.downloads,
    violations: wire.violations,
    rateLimited: wire.rateLimited,
    url: `${origin}/api`,
    cdnUrl: origin,
    token: state.token,
    applicationId: id,
    bot,
    home,
    gateway,
    person: (options = {}) => personOf(state, places, home.channel, options),
    now: clock.now,
    advance: clock.advance,
    fail: faults.set,
    cutGateway: (forMs = 0, how = 'refuse') => gateway.cut(forMs, how),
    reconnectGateway: gateway.reconnect,
    invalidateSessions: gateway.invalidate,
    duplicateNextDispatch: gateway.duplicateNext,
    kickBot(from) {
      from.botIsMember = false;
      state.dispatch({ name: 'GUILD_DELETE', intents: Intent.Guilds, data: () => ({ id: from.id }) });
    },
    deleteChannel(channel) {
      channel.deleted = true;
      const name = channel.kind === 'thread' ? 'THREAD_DELETE' : 'CHANNEL_DELETE';
      state.dispatch({ name, intents: Intent.Guilds, data: () => channelJson(state, channel) });
    },
    deleteMessage: (message) => removeMessage(state, message),
    deleteMessages: (messages) => removeMessages(state, messages),
    takeFile: (message, name) => takeFile(state, message, name),
    refuseText(text) {
      state.refusedTexts.push(text);
      return {
        lift() {
          state.refusedTexts.splice(state.refusedTexts.indexOf(text), 1);
        },
      };
    },
    allowMessageContent(allowed) {
      state.application.messageContent = allowed;
    },
    commands: () => state.commands,
    messages: (channel) =>
      [...state.messages.values()].filter((it) => !it.deleted && (!channel || it.channel === channel)),
    async close() {
      clock.stop();
      await gateway.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
