/** The platforms: what each reads from the environment, and how it is connected. A new one is a folder and an entry here. */
import type { RequestListener } from 'node:http';
import type { Price } from '../core/credits/prices.ts';
import type { Comparisons } from '../core/jobs/files/comparisons.ts';
import type { Log } from '../core/log.ts';
import type { Files } from '../core/media/files.ts';
import type { Fit } from '../core/media/fit/fit.ts';
import type { AsMoving } from '../core/media/moving/moving.ts';
import type { Platform } from '../core/ports/platform.ts';
import type { Dedupe } from '../core/store/dedupe.ts';
import type { LeaderLock } from '../core/store/leader/leader-lock.ts';
import type { Rooms } from '../core/store/rooms/rooms.ts';
import type { Vault } from '../core/store/vault.ts';
import type { PlatformSettings } from '../settings/values.ts';
import { discordSettings } from './discord/settings.ts';
import { slackSettings } from './slack/settings.ts';
import { createTerminal } from './terminal/index.ts';
import { isLoopback, webSettings } from './web/settings.ts';

/** What a platform may be made of. */
export type Parts = {
  log: Log;
  /** ms since 1970, by the clock that all processes share. */
  clock: () => number;
  files: Pick<Files, 'path'>;
  fit: Fit;
  asMoving: AsMoving;
  comparisons: Pick<Comparisons, 'of'>;
  leaderLock: LeaderLock;
  /** Of a secret. */
  vault: (secret: string) => Vault;
  dedupe: Dedupe;
  /** For conversations that are ours to keep: what is said, the files in it, and what people's names are signed with. */
  rooms: Rooms;
  openPosted: () => Promise<Files>;
  secret: (name: string) => Promise<Buffer>;
  keepFilesMs: number;
  mostPostedBytes: number;
  /** The owner's own. */
  prices: readonly Price[];
  maxFileBytes: number;
};

/** How a platform is told to its owner when the program starts. */
export type Connected = {
  title: string;
  line: () => string;
  /** Where people can go with a browser. */
  url?: () => string | undefined;
  /** For requests under its `path` on the program's own server. */
  http?: { path: string; listener: RequestListener };
};

type ConnectParts = Omit<Parts, 'files' | 'fit'> & {
  filePath: (name: string) => string;
  fitTo: Fit['fitTo'];
};

/** A platform whose settings are there. */
export type Ready = {
  connect(parts: ConnectParts): Promise<{ platform: Platform } & Pick<Connected, 'line' | 'http' | 'url'>>;
  /** What has to be done once, outside of the service, such as registering commands. Answers the exit code. */
  deploy?: (args: readonly string[], say: (line: string) => void) => Promise<number>;
};

type Chat = PlatformSettings<Ready> & {
  title: string;
  /** What to set where it is not connected. */
  how: string;
};

/** @param it.connect `listens`: take part in conversations, else only edit and post */
const chat = <Settings>(it: {
  title: string;
  how: string;
  settings: PlatformSettings<Settings>;
  connect: (settings: Settings, parts: ConnectParts, listens: boolean) => ReturnType<Ready['connect']>;
  deploy?: (settings: Settings, ...rest: Parameters<NonNullable<Ready['deploy']>>) => Promise<number>;
}): Chat => ({
  title: it.title,
  how: it.how,
  names: it.settings.names,
  read(set, listens) {
    const { made, mistakes } = it.settings.read(set, listens);
    if (made === undefined) return { made: undefined, mistakes };
    const { connect, deploy } = it;
    const ready: Ready = {
      async connect(parts) {
        const { line, ...rest } = await connect(made, parts, listens);
        return { ...rest, line: listens ? line : () => silent };
      },
      ...(deploy && { deploy: (args, say) => deploy(made, args, say) }),
    };
    return { made: ready, mistakes };
  },
});
const silent = 'edits and posts from here; another process hears people (DARKROOM_ROLES)';

/** By their names, which stand in roles, records and settings. Each is loaded only where it is connected. */
export const chats: Readonly<Record<string, Chat>> = {
  web: chat({
    title: 'Web page',
    how: 'set WEB_PORT',
    settings: webSettings,
    async connect(settings, parts, listens) {
      const { createWeb } = await import('./web/index.ts');
      const isOpen = !isLoopback(settings.host);
      const platform = createWeb({ ...parts, ...settings, isOpen, listens });
      return { platform, line: () => platform.where(), url: () => platform.url() };
    },
  }),
  discord: chat({
    title: 'Discord',
    how: 'set DISCORD_TOKEN',
    settings: discordSettings,
    async connect({ guild: _, ...settings }, parts, gateway) {
      const { createDiscord } = await import('./discord/index.ts');
      const platform = createDiscord({ ...parts, ...settings, gateway, hold: parts.leaderLock.hold });
      return { platform, line: () => platform.where() };
    },
    async deploy(settings, args, say) {
      const { deployCommands } = await import('./discord/commands/deploy.ts');
      return deployCommands({ ...settings, check: args.includes('--check'), say });
    },
  }),
  slack: chat({
    title: 'Slack',
    how: 'set SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or see the README',
    settings: slackSettings,
    async connect(settings, parts, listens) {
      const { createSlack } = await import('./slack/index.ts');
      const platform = createSlack({ ...parts, ...settings, listens });
      const { listener } = platform;
      const http = listener && { http: { path: '/slack/', listener } };
      return { platform, line: () => platform.where(), ...http };
    },
  }),
};

/** @param screen where the terminal platform draws. @param ready what `readSettings` made of `chats` */
export async function platformsFor(
  screen: NodeJS.WriteStream,
  ready: ReadonlyMap<string, Ready>,
  { files, fit, ...parts }: Parts,
): Promise<{ platforms: Platform[]; connected: Connected[] }> {
  const platforms: Platform[] = [createTerminal(screen)];
  const connected: Connected[] = [];
  const common = { ...parts, fitTo: fit.fitTo, filePath: (name: string) => files.path(name) };
  for (const [name, { title, how }] of Object.entries(chats)) {
    const made = await ready.get(name)?.connect(common);
    if (made) platforms.push(made.platform);
    const { line = () => `not connected; ${how}`, http, url } = made ?? {};
    connected.push({ title, line, ...(http && { http }), ...(url && { url }) });
  }
  return { platforms, connected };
}
