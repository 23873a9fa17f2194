/** `npm run enhance -- compare BEFORE AFTER`: two files set beside each other, as a chat does it. Nothing is sent or spent. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join, parse, resolve } from 'node:path';
import { Command } from 'commander';
import { Failure } from '../../../core/domain/failure.ts';
import { type ComparisonType, comparisonTypes } from '../../../core/domain/media-record.ts';
import { comparedFiles } from '../../../core/media/comparison/comparison.ts';
import { faithfulTo } from '../../../core/media/comparison/words.ts';
import type { Encoder } from '../../../core/media/encoder.ts';
import { probe } from '../../../core/media/probe/probe.ts';
import { ArgumentError, parseFlags } from '../flags.ts';
import { save, whyNotSaved } from '../save.ts';
import { terminalWords as words } from '../words.ts';

export type CompareAsked = {
  /** Absolute. */
  before: string;
  after: string;
  /** Absolute; left out, it is named after the second. */
  out: string | undefined;
  as: ComparisonType;
  force: boolean;
  json: boolean;
};

/** Undefined where something else is asked for. @param folder where the person is. @throws ArgumentError */
export function readCompare(args: readonly string[], folder: string): CompareAsked | undefined {
  const [first, ...rest] = args.filter((it) => it !== '--');
  if (first !== 'compare') return undefined;
  const program = new Command()
    .argument('[before]')
    .argument('[after]')
    .option('--out <file>')
    .option('--as <type>')
    .option('--force')
    .option('--json')
    .allowExcessArguments(false);
  parseFlags(program, rest);
  const [before, after] = program.args.map((file) => resolve(folder, file));
  const { out, as: given = 'picture', force, json } = program.opts<Record<string, string | undefined>>();
  const as = comparisonTypes.find((type) => type === given);
  if (!as) throw new ArgumentError(words.compareAs(String(given), comparisonTypes));
  if (before === undefined || after === undefined) throw new ArgumentError(words.compareTwo);
  return {
    before,
    after,
    as,
    out: out === undefined ? undefined : resolve(folder, out),
    force: Boolean(force),
    json: Boolean(json),
  };
}

/**
 * Saves it, and prints how faithful the second is to the first.
 * @returns 1 where it could not be saved or made. @throws Failure where a file would not be taken
 */
export async function compareFiles(
  { before, after, out, as, force, json }: CompareAsked,
  {
    encoder,
    print,
    complain,
  }: { encoder: Encoder; print: (text: string) => void; complain: (text: string) => void },
): Promise<0 | 1> {
  for (const file of [before, after]) if (!(await isFile(file))) throw new Failure('file-missing', { file });
  const records = [await probe(before, { encoder, tries }), await probe(after, { encoder, tries })];
  const takes = records.every(({ medium }) => medium === 'image') ? 'image' : 'video';
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-compare-'));
  try {
    const caption = { title: basename(after), name: basename(before), lab: false };
    const signal = new AbortController().signal;
    const made = await comparedFiles({ before, after, takes }, { as, caption, encoder, folder, signal });
    const { dir, name } = parse(after);
    const place = out ?? join(dir, `${name}-${as === 'heat' ? 'changes' : 'compared'}${extname(made.path)}`);
    try {
      const path = await save(made.path, { path: place, force, source: after }, 'comparison');
      const { share, ninth } = made.facts;
      print(json ? JSON.stringify({ path, faithful: share, ninth }, null, 2) : words.saved(path));
      if (!json) print(faithfulTo(made.facts));
      return 0;
    } catch (error) {
      const why = whyNotSaved(error, place);
      if (why === undefined) throw error;
      complain(words.notCompared(why));
      return 1;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A machine that is busy is asked again before it is said. */
const tries = 3;

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (it) => it.isFile(),
    () => false,
  );
