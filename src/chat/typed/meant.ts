/** What typed words begin with, and whether they are for the bot at all. */
import { presetIn } from '../../core/text/preset-name.ts';
import { readText } from '../../core/text/request.ts';
import { partsOf } from '../../core/text/steps.ts';
import { asides, fillers, praise } from '../../core/words/text-arguments.ts';

/** The words that are commands, not requests. */
export const commandNames = [
  'jobs',
  'credits',
  'usage',
  'check',
  'preferences',
  'try',
  'presets',
  'privacy',
  'versions',
  'rules',
  'pot',
] as const;
export type CommandName = (typeof commandNames)[number];
export const isCommand = (word: string): word is CommandName => commandNames.some((it) => it === word);

/** The words of it; what a platform puts in brackets is never cut. */
const wordsOf = (text: string): string[] => text.match(/(?:<[^<>]*>|[^\s<])+/gu) ?? [];

/** The first word that means something, and what stands after it; `my credits, please` is `credits`. */
export function begunWith(text: string): { word: string; rest: string[] } {
  const all = wordsOf(text);
  const bare = (word: string) => word.replace(/[,.!:]+$/, '').toLowerCase();
  const isPassed = (word: string) => fillers.has(bare(word)) || asides.has(bare(word));
  const at = all.findIndex((word) => !isPassed(word));
  const rest = all.slice(at + 1);
  return { word: bare(all[at] ?? ''), rest: rest.every((word) => fillers.has(bare(word))) ? [] : rest };
}

/**
 * Whether a message that answers one of ours, and does not name us, is for us: all but what people say to a result in
 * passing, such as thanks, emoji, or that it looks larger. @param files it brings some
 */
export function isMeant(text: string, files: boolean): boolean {
  if (files || isRequest(text)) return true;
  const all = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const known = (word: string) => praise.has(word) || fillers.has(word) || asides.has(word);
  if (all.every((word) => word.length < 2 || known(word))) return false;
  return !all.some((word) => seeming.has(word)) || readText(text).unknown.length > 0;
}

/** With these something is said of a result, not asked for. */
const seeming: ReadonlySet<string> = new Set(
  'look looks looked is are was were seems came feels turned'.split(' '),
);

/** Whether all of it is a request or a command, or it begins like a request. */
export function isRequest(text: string): boolean {
  const { word, rest } = begunWith(text);
  if (isCommand(word) && rest.length === 0) return true;
  const [first = '', ...more] = partsOf(text);
  const { preset, rest: left } = presetIn(first);
  const { model, help, unknown, plain } = readText(left);
  if (more.length > 0)
    return (model !== undefined || preset !== undefined) && more.some((part) => readText(part).model);
  if (preset !== undefined && unknown.length === 0) return true;
  const begin = readText(text.trim().split(/\s+/)[0] ?? '');
  const begins = begin.model !== undefined && begin.plain;
  // Common words are not enough: `that looks larger` is said about a result.
  return help || (model !== undefined && ((plain && unknown.length === 0) || begins));
}
