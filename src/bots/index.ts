/** The platforms: what each reads from the environment, and how it is connected. A new one is a folder and an entry here. */
import type { Platform } from '../core/ports/platform.ts';
import type { PlatformSettings } from '../settings/values.ts';
import { discordSettings } from './discord/settings.ts';
import type { Connected, ConnectParts, Parts } from './parts.ts';
import { slackSettings } from './slack/settings.ts';
import { createTerminal } from './terminal/index.ts';
import { isLoopback, webSettings } from './web/settings.ts';

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
  { files, fit, ...parts }: Parts & Pick<ConnectParts, 'owner'>,
): Promise<{ platforms: Platform[]; connected: Connected[] }> {
  const platforms: Platform[] = [createTerminal(screen)];
  const connected: Connected[] = [];
  const common = { ...parts, fitTo: fit.fitTo, filePath: (name: string) => files.path(name) };
  for (const [name, { title, how }] of Object.entries(chats)) {
    const made = await ready.get(name)?.connect(common);
    if (made) platforms.push(made.platform);
    const { line = () => `not connected; ${how}`, http, url } = made ?? {};
    connected.push({ name, title, line, ...(http && { http }), ...(url && { url }) });
  }
  return { platforms, connected };
}
