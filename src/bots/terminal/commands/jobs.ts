/** `npm run jobs`: all jobs that are not over, or everything about one; with `--out` it saves a result that could not be saved. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { isUndelivered } from '../../../core/domain/job.ts';
import { inspectionLines, unfinishedLines } from '../../../core/inspect/lines.ts';
import type { Requests } from '../../../core/ports/engine.ts';
import { nearest } from '../../../core/text/nearest.ts';
import { ArgumentError, parseFlags } from '../flags.ts';
import type { Terminal } from '../index.ts';
import { inspectionJson, unfinishedJson } from '../json.ts';
import { checkOut, type Out } from '../out.ts';
import { terminalWords as words } from '../words.ts';
import { endOf, savedPath } from './saved.ts';

export type JobsAsked = {
  /** All that are not over when left out. */
  id: string | undefined;
  json: boolean;
  /** Where its result is to be saved; absolute. */
  out: Out | undefined;
};

/** @throws ArgumentError */
export function readJobs(args: readonly string[], folder: string): JobsAsked {
  const program = new Command()
    .argument('[id]')
    .option('--json')
    .option('--out <file>')
    .option('--force')
    .allowExcessArguments(false);
  parseFlags(program, args);
  const [id] = program.args;
  const { json, out, force } = program.opts<{ json?: true; out?: string; force?: true }>();
  if (out !== undefined && id === undefined) throw new ArgumentError(words.noJob('', undefined));
  return {
    id: id?.trim(),
    json: json === true,
    out:
      out === undefined
        ? undefined
        : { path: resolve(folder, out), exact: true, ...(force ? { force } : {}) },
  };
}

/**
 * Hands a result over once more that could not be saved, at another place. Nothing is charged for it.
 * @throws ArgumentError with one sentence where there is none, or it cannot be saved there
 */
export async function saveResult(
  { id = '', out }: JobsAsked & { out: Out },
  { requests, terminal, print }: { requests: Requests; terminal: Terminal; print: (text: string) => void },
): Promise<0> {
  const job = await requests.read(id);
  const here = job && job.platform === terminal.name && isUndelivered(job);
  if (!here) throw new ArgumentError(words.nothingToSave(id));
  const to = { ...out, source: terminal.sourceAt(job.address) };
  await checkOut(to);
  await requests.move(id, () => terminal.addressFor(to));
  if ((await requests.deliverAgain(id)) !== 'delivering') throw new ArgumentError(words.nothingToSave(id));
  const over = await requests.settled(id);
  terminal.finishLine();
  const path = savedPath(over, to, terminal);
  if (path === undefined) throw new ArgumentError(endOf(over));
  print(words.saved(path));
  return 0;
}

/** Prints it, as it is now. @throws ArgumentError with one sentence when there is no such job */
export async function jobs(
  { id, json }: Omit<JobsAsked, 'out'>,
  {
    requests,
    clock,
    print,
  }: {
    requests: Pick<Requests, 'inspect' | 'unfinished'>;
    clock: () => number;
    print: (text: string) => void;
  },
): Promise<0> {
  const say = (lines: () => readonly string[], data: unknown) =>
    print(json ? JSON.stringify(data, null, 2) : lines().join('\n'));
  const now = clock();
  if (id === undefined) {
    const all = await requests.unfinished();
    say(() => unfinishedLines(all, now), all.map(unfinishedJson));
    return 0;
  }
  const found = await requests.inspect(id);
  if (!found) {
    const others = await requests.unfinished();
    throw new ArgumentError(
      words.noJob(
        id,
        nearest(
          id,
          others.map((job) => job.id),
        ),
      ),
    );
  }
  say(() => inspectionLines(found, now), inspectionJson(found));
  return 0;
}
