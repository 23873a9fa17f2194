/** The real discord.js against the loopback Discord, for a file of tests. Everything is closed after each test. */
import {
  Client,
  type ClientOptions,
  DiscordAPIError,
  Events,
  GatewayIntentBits,
  MessageFlags,
  Partials,
  REST,
} from 'discord.js';
import { afterEach } from 'vitest';
import { type Discord, type DiscordOptions, startDiscord } from './discord.ts';

const { Guilds, GuildMessages, DirectMessages } = GatewayIntentBits;

/** Call once per file. */
export function useDiscord() {
  const opened: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of opened.splice(0).reverse()) await close();
  });
  return {
    /** With the bot's own REST, which tries everything once. */
    async start(options: DiscordOptions = {}): Promise<{ discord: Discord; rest: REST }> {
      const discord = await startDiscord(options);
      opened.push(() => discord.close());
      const rest = new REST({ api: discord.url, retries: 0 }).setToken(discord.token);
      return { discord, rest };
    },
    /** A client that is ready. */
    async login(discord: Discord, options: Partial<ClientOptions> = {}): Promise<Client<true>> {
      const client = new Client({
        intents: [Guilds, GuildMessages, DirectMessages],
        partials: [Partials.Channel],
        waitGuildTimeout: 0,
        rest: { api: discord.url },
        ...options,
      });
      opened.push(() => client.destroy());
      const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
      await client.login(discord.token);
      return ready;
    },
  };
}

/** The status and the code that a request is refused with, e.g. `404 10008`. */
export async function refused(request: Promise<unknown>): Promise<string> {
  const error = await request.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DiscordAPIError)) throw new Error(`not refused: ${error}`);
  return `${error.status} ${error.code}`;
}

/** A body of Components V2: a container with a text, and what else is given. */
export const card = (content: string, more: readonly object[] = []) => ({
  flags: MessageFlags.IsComponentsV2,
  components: [{ type: 17, components: [{ type: 10, content }, ...more] }],
});
/** An action row. */
export const row = (...buttons: object[]) => ({ type: 1, components: buttons });
/** A button whose custom id is `id:` and its label, unless `more` says otherwise. */
export const button = (label: string, more: object = {}) => ({
  type: 2,
  style: 1,
  label,
  custom_id: `id:${label}`,
  ...more,
});
/** A gallery of one picture that is sent along. */
export const gallery = (name: string, description?: string) => ({
  type: 12,
  items: [{ media: { url: `attachment://${name}` }, ...(description ? { description } : {}) }],
});
