/** Reading flags, with a sentence for each mistake. */
import { type Command, CommanderError } from 'commander';
import { terminalWords as words } from './words.ts';

/** A mistake on the command line; its message is the sentence. */
export class ArgumentError extends Error {
  override name = 'ArgumentError';
}

/**
 * Parses `args` with a program that has its flags already; its `args` and `opts()` hold the rest afterwards.
 * @param media the name of what stands on its own, without a flag.
 * @throws ArgumentError
 */
export function parseFlags(program: Command, args: readonly string[], media?: string): void {
  program
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} })
    .helpOption(false);
  try {
    program.parse([...args], { from: 'user' });
  } catch (error) {
    throw error instanceof CommanderError ? explained(error, media, program.args) : error;
  }
}

function explained(
  error: CommanderError,
  media: string | undefined,
  given: readonly string[],
): ArgumentError {
  const [, flag = ''] = /'(-[^' ]*)/.exec(error.message) ?? [];
  switch (error.code) {
    case 'commander.unknownOption': {
      if (media !== undefined && flag === `--${media}`) return new ArgumentError(words.mediaAsFlag(flag));
      const [, nearest] = /Did you mean (\S+?)\?/.exec(error.message) ?? [];
      return new ArgumentError(words.unknownFlag(flag, nearest, media !== undefined));
    }
    case 'commander.optionMissingArgument':
      return new ArgumentError(words.noValue(flag));
    case 'commander.excessArguments':
      return new ArgumentError(words.tooMuch(given.at(-1) ?? ''));
    default:
      return new ArgumentError(words.badFlag(error.message.replace(/^error: /, '').replaceAll('\n', ' ')));
  }
}

/** As it was typed, before the model is known whose flags there are. */
export function flagValue(args: readonly string[], flag: string): string | undefined {
  const at = args.findIndex((arg) => arg === flag || arg.startsWith(`${flag}=`));
  const arg = args[at];
  return arg === undefined ? undefined : arg === flag ? args[at + 1] : arg.slice(flag.length + 1);
}
