/** The Lua scripts beside this file. Each is one step in Redis: all of it happens, or nothing. */
import { readFileSync } from 'node:fs';

export type Scripts = {
  create: string;
  transition: string;
  account: string;
  purchase: string;
  claim: string;
};

/** One script by itself. */
export const readScript = (name: string): string =>
  readFileSync(new URL(`./${name}.lua`, import.meta.url), 'utf8');

/** @param edit is for tests that put a mistake into the ledger to see that it is found. */
export function readScripts(edit: (source: string, name: string) => string = (source) => source): Scripts {
  const script = (name: string) => edit(readScript(name), name);
  const ledger = script('ledger');
  return {
    // Record, account and scope, wherever each script has them among its keys.
    create: withHashes([1, 6, 8], `${ledger}\n${script('create')}`),
    transition: withHashes([1, 5, 7], `${ledger}\n${script('transition')}`),
    account: withHashes([7, 1, 3], `${ledger}\n${script('account')}`),
    // Whose accounts it changes is known only when it is called.
    purchase: withoutComments(`${ledger}\n${edit(readScript('pots/purchase'), 'purchase')}`),
    claim: script('claim'),
  };
}

/** However the script ends, what it changed in these of its keys is written then (see hashes.lua). */
function withHashes(held: readonly number[], script: string): string {
  const keys = held.map((index) => `KEYS[${index}]`).join(', ');
  const [open, end] = [
    `local redis, write = held({${keys}})\nlocal function run()`,
    'end\nlocal answer = run()\nwrite()\nreturn answer',
  ];
  return [withoutComments(readScript('hashes')), open, withoutComments(script), end].join('\n');
}

/** They are sent along with a script that a Redis does not know yet, and the embedded one reads them each time. */
const withoutComments = (script: string): string => script.replace(/^\s*--.*\n/gm, '');
