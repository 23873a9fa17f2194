/** `npm run enhance -- versions FILE`: what was made of a file here, as an outline. Nothing is sent or spent. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { Command } from 'commander';
import { Failure } from '../../../core/domain/failure.ts';
import { isOver } from '../../../core/domain/job.ts';
import type { Tree } from '../../../core/domain/versions/tree.ts';
import type { Requests } from '../../../core/ports/engine.ts';
import { outlineOf } from '../../../core/view/versions/outline.ts';
import { ArgumentError, parseFlags } from '../flags.ts';
import { personFrom } from '../person.ts';
import { terminalWords as words } from '../words.ts';

/** Undefined where something else is asked for. @param folder where the person is. @throws ArgumentError */
export function readVersions(args: readonly string[], folder: string): { file: string } | undefined {
  const [first, ...rest] = args.filter((it) => it !== '--');
  if (first !== 'versions') return undefined;
  const program = new Command().argument('[file]').allowExcessArguments(false);
  parseFlags(program, rest);
  const [file] = program.args;
  if (file === undefined) throw new ArgumentError(words.versionsOf);
  return { file: resolve(folder, file) };
}

/** @returns 1 where nothing was made of it here. @throws Failure where it is no file that would be taken */
export async function versions(
  { file }: { file: string },
  it: { requests: Requests; user: string; print: (text: string) => void; complain: (text: string) => void },
): Promise<0 | 1> {
  const { requests, user, print, complain } = it;
  const isFile = await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) throw new Failure('file-missing', { file });
  const person = personFrom({ as: undefined, limit: undefined }, user);
  const kept = await requests.keep(createReadStream(file));
  const tree = await requests.versions.ofSource(person, { kind: 'stored', ...kept });
  if (!tree) {
    complain(words.noVersions(basename(file)));
    return 1;
  }
  const { heading, tally, lines } = outlineOf(await standing(requests, tree), { nameOf: (name) => name });
  for (const line of [heading, tally, ...lines]) print(line);
  return 0;
}

async function standing(requests: Requests, tree: Tree) {
  const all = await Promise.all(
    tree.versions.map(async (version) => {
      const job = await requests.read(version.job);
      const gone = !job || job.removed || (isOver(job.state) && job.state !== 'done');
      return { ...version, gone };
    }),
  );
  return { ...tree, standing: all, poster: undefined };
}
