/** `npm run jobs`: all jobs that are not over, or everything about one. It changes nothing. */
import { Command } from 'commander';
import { inspectionLines, unfinishedLines } from '../../core/inspect/lines.ts';
import type { Requests } from '../../core/ports/engine.ts';
import { nearest } from '../../core/text/nearest.ts';
import { ArgumentError, parseFlags } from './flags.ts';
import { inspectionJson, unfinishedJson } from './json.ts';
import { terminalWords as words } from './words.ts';

export type JobsAsked = {
  /** All that are not over when left out. */
  id: string | undefined;
  json: boolean;
};

/** @throws ArgumentError */
export function readJobs(args: readonly string[]): JobsAsked {
  const program = new Command().argument('[id]').option('--json').allowExcessArguments(false);
  parseFlags(program, args);
  const [id] = program.args;
  return { id: id?.trim(), json: program.opts<{ json?: true }>().json === true };
}

/** Prints it, as it is now. @throws ArgumentError with one sentence when there is no such job */
export async function jobs(
  { id, json }: JobsAsked,
  { requests, print }: { requests: Pick<Requests, 'inspect' | 'unfinished'>; print: (text: string) => void },
): Promise<0> {
  const say = (lines: () => readonly string[], data: unknown) =>
    print(json ? JSON.stringify(data, null, 2) : lines().join('\n'));
  const now = Date.now();
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
