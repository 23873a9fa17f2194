/** What is said to the bot as to somebody, and asks for nothing. */
import { asides, fillers, talkWords } from '../words/text-arguments.ts';
import { spelled } from './known-words.ts';
import { tokensOf } from './tokens.ts';

/** `question`: what it can do. */
export type Talk = 'greeting' | 'thanks' | 'question';

/** Undefined for everything that says more than that. Never throws. */
export function talkIn(text: string): Talk | undefined {
  const tokens = tokensOf(text);
  if (tokens.length === 0 || tokens.length > 12) return undefined;
  if (tokens.some(({ kind }) => kind !== 'word')) return undefined;
  const words = tokens.map((token) => spelled(token.text));
  const { greetings, thanks, small, questions } = talkWords;
  const only = (known: (word: string) => boolean, least: ReadonlySet<string>) =>
    words.every(known) && words.some((word) => least.has(word));
  if (only((word) => thanks.has(word) || small.has(word), thanks)) return 'thanks';
  if (questions.some((question) => question.test(words.join(' ')))) return 'question';
  const around = (word: string) =>
    greetings.has(word) || fillers.has(word) || asides.has(word) || small.has(word);
  return only((word) => around(word) || word === 'good', greetings) ? 'greeting' : undefined;
}
