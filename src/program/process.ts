/** The process: what it was started with, what it prints, and the signals that ask for its end. */
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
 */
export function onEnd(ask: () => void): void {
  let asked: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (asked === undefined) {
        asked = performance.now();
        ask();
      } else if (performance.now() - asked > 1000) process.exit(1);
    });
}
