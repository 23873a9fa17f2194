/** The platforms, and which of them the settings switch on. A new one is a folder and a line here. */
import type { RequestListener } from 'node:http';
import type { Price } from '../core/credits/prices.ts';
import type { Log } from '../core/log.ts';
import type { Files } from '../core/media/files.ts';
import type { Fit } from '../core/media/fit/fit.ts';
import type { Platform } from '../core/ports/platform.ts';
import type { Dedupe } from '../core/store/dedupe.ts';
import type { LeaderLock } from '../core/store/leader-lock.ts';
import type { Vault } from '../core/store/vault.ts';
import type { SlackOptions } from './slack/index.ts';
import { createTerminal } from './terminal/terminal.ts';

/** What a platform may be made of. */
export type Parts = {
  log: Log;
  files: Pick<Files, 'path'>;
  fit: Fit;
  leaderLock: LeaderLock;
  /** Of a secret. */
  vault: (secret: string) => Vault;
  dedupe: Dedupe;
  maxFileBytes: number;
};

/** How a platform is told to its owner when the program starts. */
export type Connected = {
  title: string;
  line: () => string;
  /** For requests under its `path` on the program's own server. */
  http?: { path: string; listener: RequestListener };
};

type Settings = {
  /** Undefined token: not connected. */
  discord: { token: string | undefined; apiUrl: string };
  slack: Omit<SlackOptions, keyof Parts | 'filePath' | 'fitTo' | 'listens'> | undefined;
  prices: readonly Price[];
  /** Where this process hears people, by the platforms' names. */
  roles: ReadonlySet<string>;
};

/** @param screen where the terminal platform draws. */
export async function platformsFor(
  screen: NodeJS.WriteStream,
  settings: Settings,
  parts: Parts,
): Promise<{ platforms: Platform[]; connected: Connected[] }> {
  const platforms: Platform[] = [createTerminal(screen)];
  const connected: Connected[] = [];
  const { log, files, fit, leaderLock, vault, dedupe, maxFileBytes } = parts;
  const { discord, slack, prices, roles } = settings;
  const filePath = (name: string) => files.path(name);
  const common = { log, maxFileBytes, fitTo: fit.fitTo, filePath, prices, dedupe };
  // Each is loaded only where it is used: they take longer to load than everything else together.
  if (discord.token !== undefined) {
    const { createDiscord } = await import('./discord/index.ts');
    const { token, apiUrl } = discord;
    const gateway = roles.has('discord');
    const made = createDiscord({ ...common, token, apiUrl, gateway, hold: leaderLock.hold });
    platforms.push(made);
    const invite = () => `invite it with ${made.invite() ?? 'the link in the developer portal'}`;
    connected.push({ title: 'Discord', line: () => (gateway ? `connected; ${invite()}` : notListening) });
  }
  if (slack) {
    const { createSlack } = await import('./slack/index.ts');
    const listens = roles.has('slack');
    const made = createSlack({ ...common, ...slack, listens, vault });
    platforms.push(made);
    const { listener } = made;
    connected.push({
      title: 'Slack',
      line: () => (listens ? made.where() : notListening),
      ...(listener && { http: { path: '/slack/', listener } }),
    });
  }
  return { platforms, connected };
}

const notListening = 'edits and posts from here; another process hears people (DARKROOM_ROLES)';
