/** The platforms, and which of them the settings switch on. A new one is a folder and a line here. */
import type { Log } from '../core/log.ts';
import type { Files } from '../core/media/files.ts';
import type { Fit } from '../core/media/fit.ts';
import type { Platform } from '../core/platform.ts';
import type { Guard } from '../core/store/guard.ts';
import { createTerminal } from './terminal/terminal.ts';

/** What a platform may be made of. */
export type Parts = {
  log: Log;
  files: Pick<Files, 'path'>;
  fit: Fit;
  guard: Guard;
  maxFileBytes: number;
};

/** How a platform is told to its owner when the program starts. */
export type Connected = { title: string; line: () => string };

/**
 * @param screen where the terminal platform draws.
 * @param discord undefined token: not connected.
 */
export async function platformsFor(
  screen: NodeJS.WriteStream,
  settings: { discord: { token: string | undefined; apiUrl: string } },
  parts: Parts,
): Promise<{ platforms: Platform[]; connected: Connected[] }> {
  const terminal = createTerminal(screen);
  const { token, apiUrl } = settings.discord;
  if (token === undefined) return { platforms: [terminal], connected: [] };
  const { log, files, fit, guard, maxFileBytes } = parts;
  // Loaded only where it is used: it takes longer to load than everything else together.
  const { createDiscord } = await import('./discord/discord.ts');
  const discord = createDiscord({
    ...{ token, apiUrl, log, maxFileBytes, fitTo: fit.fitTo, hold: guard.hold },
    filePath: (name) => files.path(name),
  });
  const line = () => `connected; invite it with ${discord.invite() ?? 'the link in the developer portal'}`;
  return { platforms: [terminal, discord], connected: [{ title: 'Discord', line }] };
}
