/** What a platform is told of its commands. */
import { chats } from '../bots/index.ts';
import { ArgumentError } from '../bots/terminal/flags.ts';
import { SettingsError } from '../settings/settings.ts';
import { type Invocation, say } from './process.ts';

export async function runDeploy(name: string, { settings, args }: Invocation): Promise<number> {
  const ready = settings.platforms.get(name);
  if (!ready) throw new SettingsError(`This needs ${chats[name]?.title ?? name}: ${chats[name]?.how}`);
  if (!ready.deploy) throw new ArgumentError(`There is nothing to deploy for ${chats[name]?.title ?? name}.`);
  return ready.deploy(args, say);
}
