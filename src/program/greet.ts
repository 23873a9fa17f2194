/** What an owner reads when the program has started. */
import type { Connected } from '../bots/parts.ts';
import type { Darkroom } from '../darkroom.ts';
import type { Settings } from '../settings/settings.ts';
import { say } from './process.ts';

/** Where to look comes first. */
export function greet(darkroom: Darkroom, settings: Settings, connected: readonly Connected[]): void {
  for (const { url } of connected) {
    const at = url?.();
    if (at !== undefined) say(at);
  }
  say('Darkroom is running.');
  say(`  Redis     ${darkroom.redis}`);
  const weakness = darkroom.weakness();
  if (weakness !== undefined) say(`            ${weakness}`);
  say(`  Provider  ${darkroom.provider}`);
  say(`  Files     ${settings.dataDir}, kept for ${settings.keepFilesMs / 3_600_000} hours`);
  say('  Terminal  npm run enhance -- photo.jpg --model esrgan --scale 4 --out big.png');
  for (const { title, line } of connected) say(`  ${title.padEnd(9)} ${line()}`);
  if (Number(process.versions.node.split('.')[0]) < 22)
    say(`  Node      ${process.versions.node} no longer gets security fixes; 22 or newer is better`);
}
