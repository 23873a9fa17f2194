/** The process: what it was started with, what it prints, and the signals that ask for its end. */
import { within } from '../async/deadline.ts';
import type { Ready } from '../bots/index.ts';
import type { Settings } from '../settings/settings.ts';

export type Invocation = {
  settings: Settings & { platforms: ReadonlyMap<string, Ready> };
  /** After the command. */
  args: readonly string[];
  /** Where the person is. */
  folder: string;
  /** The environment's PATH. */
  path: string;
};

export const say = (text: string) => process.stdout.write(`${text}\n`);
export const complain = (text: string) => process.stderr.write(`${text}\n`);

/**
 * The first signal asks for an end, a later one insists. One Ctrl-C reaches us from the terminal and once more from
 * the program that started us, on a busy machine noticeably later: within a second it is the same one.
 * @param ask answers false where the signal does not count: something is to be known first, and then it is asked anew.
 */
export function onEnd(ask: (signal: 'SIGINT' | 'SIGTERM') => unknown): void {
  let heard = Number.NEGATIVE_INFINITY;
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      // Those that keep coming count from the first of them.
      if (performance.now() - heard <= 1000) return;
      heard = performance.now();
      if (ending) process.exit(1);
      ending = true;
      void Promise.resolve(ask(signal)).then((counts) => {
        if (counts === false) ending = false;
      });
    });
}

/** ms. What is being opened when the end is asked for is let finish so long, and then closed. */
const longestOpeningMs = 3000;

/**
 * What is opened; undefined where the end is asked for first, for instance while something is waited for that never comes.
 * Then the process can end at once.
 */
export async function unlessEnded<T extends { close(): Promise<void> }>(
  opening: Promise<T>,
  ended: Promise<unknown>,
): Promise<T | undefined> {
  const first = await Promise.race([opening, ended.then(() => undefined)]);
  if (first) return first;
  await within(
    longestOpeningMs,
    opening.then((it) => it.close()),
  ).catch(() => undefined);
  return undefined;
}
