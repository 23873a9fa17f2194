/** The command line of `enhance`, derived from the model's fields. */
import { extname, resolve } from 'node:path';
import { Command } from 'commander';
import { mostInBatch } from '../../core/domain/asked/batch.ts';
import { Failure } from '../../core/domain/failure.ts';
import type { MovingType } from '../../core/domain/media-record.ts';
import { findModel, models } from '../../models/index.ts';
import type { Model } from '../../models/model.ts';
import { alsoFrom } from './also-type.ts';
import { ArgumentError, flagValue, parseFlags } from './flags.ts';
import type { Out } from './out.ts';
import type { As } from './person.ts';
import { given, isLink, stemOf, unlike } from './sources.ts';
import { terminalWords as words } from './words.ts';

export type Asked =
  | { kind: 'list'; json: boolean }
  /** Which files can be given. */
  | { kind: 'files' }
  | {
      kind: 'run';
      model: Model;
      /** A file's absolute path or a link; undefined when none was given. */
      source: string | undefined;
      /** Absolute; `exact` when the person named the file, otherwise the result's ending is added. */
      out: Out;
      /** What else is to be run with it; each result is named after its source. */
      others: readonly { source: string; out: Out }[];
      settings: Record<string, string>;
      /** The steps that follow, as they were typed. */
      then: readonly string[];
      person: As;
      /** As what a video is to be saved, too. */
      also: MovingType | undefined;
      /** Run it whatever it costs, without asking. */
      yes: boolean;
      /** Only its price is asked for. */
      quote: boolean;
      json: boolean;
    };

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

/**
 * @param folder where the person is: relative paths start there.
 * @throws ArgumentError, or Failure for an unknown model.
 */
export function readArguments(args: readonly string[], folder: string): Asked {
  const [first, second] = args.filter((it) => it !== '--');
  if ((first === 'help' || first === '--help') && second === 'files') return { kind: 'files' };
  if (first === 'help' && second === undefined) return { kind: 'list', json: false };
  if (args.includes('--list') || args.includes('--help') || args.includes('-h'))
    return { kind: 'list', json: args.includes('--json') };
  const name = flagValue(args, '--model');
  if (name === undefined) throw new ArgumentError(words.noModel(models.map((model) => model.name)));
  const model = findModel(name);
  if (!model) throw new Failure('unknown-model', { given: name, known: models.map((each) => each.name) });

  const program = new Command()
    .argument('[sources...]')
    .option('--model <value>')
    .option('--out <file>')
    .option('--then <step>', '', (value: string, all: string[]) => [...all, value], [] as string[])
    .option('--also <type>')
    .option('--as <person>')
    .option('--limit <credits>')
    .option('--force')
    .option('--yes')
    .option('--quote')
    .option('--json');
  for (const field of model.fields) {
    if (field.kind === 'media') continue;
    // `--preserve_audio` alone means yes.
    program.option(`--${field.name} ${field.kind === 'toggle' ? '[value]' : '<value>'}`);
  }
  parseFlags(program, args, model.media.name);

  const {
    model: _model,
    out,
    then: _then,
    also,
    as,
    limit,
    force = false,
    yes = false,
    quote = false,
    json = false,
    ...flags
  } = program.opts<Record<string, string | true | undefined>>();
  const { then = [] } = program.opts<{ then?: string[] }>();
  const settings = Object.fromEntries(
    Object.entries(flags).map(([key, value]) => [key, value === true ? 'yes' : `${value}`]),
  );
  const [source, ...more] = program.args.map((raw) => given(raw, folder));
  if (more.length >= mostInBatch) throw new ArgumentError(words.tooMany(mostInBatch));
  if (more.length > 0 && (out !== undefined || also !== undefined)) throw new ArgumentError(words.forOne);
  if (quote && more.length > 0) throw new ArgumentError(words.quoteOne);
  if (quote && (yes || also)) throw new ArgumentError(words.quoteOnly);
  if (more.length > 0 && then.length > 0) throw new ArgumentError(words.thenForOne);
  const ending = typeof out === 'string' ? endings[extname(out).toLowerCase()] : undefined;
  if (then.length === 0 && ending && ending.medium !== model.gives)
    throw new ArgumentError(words.wrongEnding(extname(String(out)), model.gives));
  const format = model.fields.find((field) => field.kind === 'choice' && field.role === 'format');
  if (then.length === 0 && format && ending?.format && settings[format.name] === undefined)
    settings[format.name] = ending.format;

  const named = typeof out === 'string' ? resolve(folder, out) : undefined;
  const places = new Set<string>();
  const outFor = (it: string | undefined): Out => {
    const { path, exact } =
      named === undefined
        ? { path: unlike(places, stemFor(it)), exact: false }
        : { path: named, exact: true };
    const own = it === undefined || isLink(it) ? {} : { source: it };
    return { path: resolve(folder, path), exact, ...(force === true ? { force } : {}), ...own };
  };
  const stemFor = (it: string | undefined) => [stemOf(it), model.command, ...then.map(wordOf)].join('-');
  return {
    kind: 'run',
    model,
    source,
    out: outFor(source),
    others: more.map((it) => ({ source: it, out: outFor(it) })),
    settings,
    then,
    also: alsoFrom(also, then.length > 0 ? undefined : model),
    person: { as: textOf(as), limit: textOf(limit) },
    yes: yes === true,
    quote: quote === true,
    json: json === true,
  };
}

/** `upscale-video` of `upscale-video x2`. */
const wordOf = (step: string): string => /[\w-]+/.exec(step)?.[0] ?? 'then';

const textOf = (value: string | true | undefined) => (typeof value === 'string' ? value : undefined);
