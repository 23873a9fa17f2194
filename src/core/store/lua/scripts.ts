/** The Lua scripts beside this file. Each is one step in Redis: all of it happens, or nothing. */
import { readFileSync } from 'node:fs';

export type Scripts = { create: string; transition: string; account: string; claim: string };

/** One script by itself. */
export const readScript = (name: string): string =>
  readFileSync(new URL(`./${name}.lua`, import.meta.url), 'utf8');

/** @param edit is for tests that put a mistake into the ledger to see that it is found. */
export function readScripts(edit: (source: string, name: string) => string = (source) => source): Scripts {
  const script = (name: string) => edit(readScript(name), name);
  const ledger = script('ledger');
  return {
    create: `${ledger}\n${script('create')}`,
    transition: `${ledger}\n${script('transition')}`,
    account: `${ledger}\n${script('account')}`,
    claim: script('claim'),
  };
}
