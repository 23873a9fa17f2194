/** The connection that brings what people do. */
import { Client, Events, GatewayIntentBits, Partials, Status } from 'discord.js';
import type { Log } from '../../../core/log.ts';
import { makeRequest } from './rest.ts';

const { Guilds, GuildMessages, GuildMessageReactions, DirectMessages, MessageContent } = GatewayIntentBits;

/**
 * A client that has not logged in.
 * @param options.content ask for the content of others' messages; Discord closes the connection where that is not allowed.
 */
export function createClient(options: { apiUrl: string; content: boolean; log: Log }): Client {
  const { apiUrl, content, log } = options;
  const client = new Client({
    intents: [
      Guilds,
      GuildMessages,
      GuildMessageReactions,
      DirectMessages,
      ...(content ? [MessageContent] : []),
    ],
    partials: [Partials.Channel],
    // Otherwise interactions are held back until every guild has arrived, for 15 s at most.
    waitGuildTimeout: 0,
    allowedMentions: { parse: [] },
    rest: { api: apiUrl, makeRequest, invalidRequestWarningInterval: 100 },
  });
  client.on(Events.Error, (error) => log.warn({ err: error }, 'the connection to discord'));
  client.on(Events.Invalidated, () => log.fatal('discord no longer accepts this bot: check DISCORD_TOKEN'));
  client.rest.on('invalidRequestWarning', (data) => log.warn(data, 'discord refuses many requests'));
  return client;
}

/** Whether it is connected now, with a session that Discord knows: the library's own `isReady` stays true while it is cut. */
export const isOpen = (client: Client): boolean =>
  client.isReady() && client.ws.shards.every(({ status }) => status === Status.Ready);

/** Resolves when what people do arrives. @throws what Discord says to a wrong token or a wrong intent. */
export async function login(client: Client, token: string): Promise<void> {
  const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()));
  await client.login(token);
  await ready;
}
