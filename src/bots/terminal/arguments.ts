/** The command line of `enhance`, derived from the model's fields. */
import { basename, extname, resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import { Failure } from '../../core/errors.ts';
import { findModel, models } from '../../models/index.ts';
import type { Model } from '../../models/model.ts';
import { terminalWords as words } from './words.ts';

export type Asked =
  | { kind: 'list'; json: boolean }
  | {
      kind: 'run';
      model: Model;
      /** A file's absolute path or a link; undefined when none was given. */
      source: string | undefined;
      /** Absolute; `exact` when the person named the file, otherwise the result's ending is added. */
      out: { path: string; exact: boolean };
      settings: Record<string, string>;
      json: boolean;
    };

/** A mistake on the command line; its message is the sentence. */
export class ArgumentError extends Error {
  override name = 'ArgumentError';
}

const endings: Readonly<Record<string, { medium: 'image' | 'video'; format?: string }>> = {
  '.jpg': { medium: 'image', format: 'jpeg' },
  '.jpeg': { medium: 'image', format: 'jpeg' },
  '.png': { medium: 'image', format: 'png' },
  '.webp': { medium: 'image', format: 'webp' },
  '.mp4': { medium: 'video' },
  '.mov': { medium: 'video' },
  '.webm': { medium: 'video' },
  '.mkv': { medium: 'video' },
};

/** Whether a source is fetched rather than read. */
export const isLink = (source: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(source);

/**
 * @param folder where the person is: relative paths start there.
 * @throws ArgumentError, or Failure for an unknown model.
 */
export function readArguments(args: readonly string[], folder: string): Asked {
  if (args.includes('--list') || args.includes('--help') || args.includes('-h'))
    return { kind: 'list', json: args.includes('--json') };
  const name = flagValue(args, '--model');
  if (name === undefined) throw new ArgumentError(words.noModel(models.map((model) => model.name)));
  const model = findModel(name);
  if (!model) throw new Failure('unknown-model', { given: name, known: models.map((each) => each.name) });

  const program = new Command()
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} })
    .helpOption(false)
    .argument('[source]')
    .option('--model <value>')
    .option('--out <file>')
    .option('--json');
  for (const field of model.fields) {
    if (field.kind === 'media') continue;
    // `--preserve_audio` alone means yes.
    program.option(`--${field.name} ${field.kind === 'toggle' ? '[value]' : '<value>'}`);
  }
  try {
    program.parse([...args], { from: 'user' });
  } catch (error) {
    throw error instanceof CommanderError ? explained(error, model, program.args) : error;
  }

  const {
    model: _model,
    out,
    json = false,
    ...flags
  } = program.opts<Record<string, string | true | undefined>>();
  const settings = Object.fromEntries(
    Object.entries(flags).map(([key, value]) => [key, value === true ? 'yes' : `${value}`]),
  );
  const [given] = program.args;
  const source = given === undefined || isLink(given) ? given : resolve(folder, given);
  const ending = typeof out === 'string' ? endings[extname(out).toLowerCase()] : undefined;
  if (ending && ending.medium !== model.gives)
    throw new ArgumentError(words.wrongEnding(extname(String(out)), model.gives));
  const format = model.fields.find((field) => field.kind === 'choice' && field.role === 'format');
  if (format && ending?.format && settings[format.name] === undefined) settings[format.name] = ending.format;

  // A link's query is no part of a name; a file's name may well hold a ? or a #.
  const place = source !== undefined && isLink(source) ? (source.split(/[?#]/)[0] ?? '') : (source ?? '');
  const stem = basename(place, extname(place)) || 'result';
  const path = resolve(folder, typeof out === 'string' ? out : `${stem}-${model.command}`);
  return {
    kind: 'run',
    model,
    source,
    out: { path, exact: typeof out === 'string' },
    settings,
    json: json === true,
  };
}

function flagValue(args: readonly string[], flag: string): string | undefined {
  const at = args.findIndex((arg) => arg === flag || arg.startsWith(`${flag}=`));
  const arg = args[at];
  return arg === undefined ? undefined : arg === flag ? args[at + 1] : arg.slice(flag.length + 1);
}

function explained(error: CommanderError, model: Model, sources: readonly string[]): ArgumentError {
  const [, flag = ''] = /'(-[^' ]*)/.exec(error.message) ?? [];
  switch (error.code) {
    case 'commander.unknownOption': {
      if (flag === `--${model.media.name}`) return new ArgumentError(words.mediaAsFlag(flag));
      const [, nearest] = /Did you mean (\S+?)\?/.exec(error.message) ?? [];
      return new ArgumentError(words.unknownFlag(flag, nearest));
    }
    case 'commander.optionMissingArgument':
      return new ArgumentError(words.noValue(flag));
    case 'commander.excessArguments':
      return new ArgumentError(words.tooMany(sources.at(-1) ?? ''));
    default:
      return new ArgumentError(words.badFlag(error.message.replace(/^error: /, '').replaceAll('\n', ' ')));
  }
}
