/** The program: reads the environment and the arguments, and runs the service or the command that they ask for. */
import { chats } from './bots/index.ts';
import { ArgumentError } from './bots/terminal/flags.ts';
import { Failure, NotConnected } from './core/domain/failure.ts';
import { runCredits, runEnhance, runJobs, runUsage } from './program/commands.ts';
import { runDeploy } from './program/deploy.ts';
import { complain } from './program/process.ts';
import { runService } from './program/service.ts';
import { readSettingsFile } from './settings/file.ts';
import { readSettings, SettingsError } from './settings/settings.ts';

async function run(): Promise<number> {
  // What is set from outside counts more than the file.
  for (const [name, value] of Object.entries(readSettingsFile('.env'))) process.env[name] ??= value;
  const [command, ...args] = process.argv.slice(2);
  const invocation = {
    settings: readSettings(process.env, chats),
    args,
    // npm runs scripts in the project's folder; a person means the folder they are in.
    folder: process.env.INIT_CWD ?? process.cwd(),
    path: process.env.PATH ?? '',
  };
  if (command === 'enhance') return runEnhance(invocation);
  if (command === 'credits') return runCredits(invocation);
  if (command === 'usage') return runUsage(invocation);
  if (command === 'jobs') return runJobs(invocation);
  const [, platform] = /^([a-z]+):deploy$/.exec(command ?? '') ?? [];
  if (platform !== undefined && Object.hasOwn(chats, platform)) return runDeploy(platform, invocation);
  if (command !== undefined)
    throw new ArgumentError(
      `There is no command ${command}; use enhance, credits, usage, jobs, discord:deploy or none.`,
    );
  return runService(invocation);
}

run().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const expected = [Failure, NotConnected, ArgumentError, SettingsError].some(
      (kind) => error instanceof kind,
    );
    const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
    complain(expected ? message : stack);
    process.exit(1);
  },
);
