/** What people say instead of a command: `make this larger`, `4k`, `bring it to life`. */
import type { Medium } from '../../models/fields.ts';
import { largerWords } from '../../models/larger-words.ts';
import type { Model } from '../../models/model.ts';
import { cautions, sizes, sizeWord, vagueWords } from '../words/text-arguments.ts';
import { fieldNamed, isPassed as isAside, spelled } from './known-words.ts';
import { isNumber } from './numbers.ts';
import type { Token } from './tokens.ts';

/** A size that was named, in pixels of the longer side. */
export type Goal = { size: string; pixels: number };

export type Common = {
  /** Each of them may be meant; of those that take the medium, if any does. */
  models: readonly Model[];
  goal: Goal | undefined;
  /** What is to be said before anything runs. */
  caution: string | undefined;
  /** What was said is too little to run anything by. */
  vague: boolean;
  /** The words that this took no meaning from. */
  rest: Token[];
};

/** @param among the models that may be meant: one that was named, or all. */
export function commonIn(
  tokens: readonly Token[],
  among: readonly Model[],
  medium: Medium | undefined,
): Common {
  const only = among.length === 1 ? among[0] : undefined;
  const taken = new Set<number>();
  const takes = (phrase: string): boolean => {
    const at = placeOf(tokens, phrase.split(' '), taken);
    for (const index of at ?? []) taken.add(index);
    return at !== undefined;
  };
  const size = Object.keys(sizes).find(takes);
  const wordsOf = (model: Model) => [...(model.words ?? []), ...(only && enlarges(only) ? largerWords : [])];
  const said = [...new Set(among.flatMap(wordsOf))].filter((it) => !isPassed(it) && takes(it));
  const vague = tokens.filter((token, at) => {
    const next = tokens[at + 1];
    // `quality 80` is a setting, and of a model that was named `quality` is one without its value.
    const isSetting = (next && isNumber(saidIn(next))) || (only && fieldNamed(only, saidIn(token)));
    const isVague = isWord(token, vagueWords) && !isSetting;
    if (isVague) taken.add(at);
    return isVague;
  });
  const meant = said.length > 0 ? said : size === undefined ? weakIn(tokens, among, medium) : [sizeWord];
  const able = among.filter((model) => wordsOf(model).some((it) => meant.includes(it)));
  const fitting = able.filter((model) => medium === undefined || model.takes === medium);
  const [first] = able;
  const some = fitting.length > 0 ? fitting : able;
  return {
    // Where nobody knows what it is, the first that could be meant and those that take the same.
    models: medium === undefined ? some.filter((model) => model.takes === first?.takes) : some,
    goal: size === undefined ? undefined : { size, pixels: sizes[size] ?? 0 },
    caution: said.map((it) => cautions[it]).find((it) => it !== undefined),
    vague: said.length === 0 && size === undefined && (vague.length > 0 || meant.length > 0),
    rest: tokens.filter((_, at) => !taken.has(at)),
  };
}

/** Where it is named, it is what `larger` means, even if another comes to mind first. */
function enlarges(model: Model): boolean {
  const usual = model.prepare({});
  return usual.ok && (model.expect?.(usual.settings, { width: 1, height: 1 }).width ?? 1) > 1;
}

const saidIn = (token: Token): string => (token.kind === 'word' ? token.text : '');
const isWord = (token: Token, known: ReadonlySet<string>) =>
  token.kind === 'word' && known.has(spelled(token.text));

/** Passed over where it stands alone, whatever else it may mean. */
const isPassed = (word: string): boolean => isAside(word) && !vagueWords.has(word);

/** `video`, of a picture: said by the way as a rule, so it counts only where it cannot be what the thing is. */
function weakIn(tokens: readonly Token[], among: readonly Model[], medium: Medium | undefined): string[] {
  if (medium === undefined) return [];
  const weak = among
    .filter(({ takes }) => takes === medium)
    .flatMap(({ words = [] }) => words.filter(isPassed));
  return weak.filter((word) => tokens.some((token) => isWord(token, new Set([word]))));
}

/** Where the words of a phrase stand, one after another with small words between, or in one: `slow-motion`, `slowmo`. */
function placeOf(
  tokens: readonly Token[],
  phrase: readonly string[],
  taken: ReadonlySet<number>,
): number[] | undefined {
  const words = phrase.filter((word) => !isPassed(word) || phrase.every(isPassed));
  const wordAt = (at: number) => {
    const token = tokens[at];
    return token?.kind === 'word' && !taken.has(at) ? spelled(token.text) : undefined;
  };
  for (const start of tokens.keys()) {
    const first = wordAt(start);
    if (first === undefined) continue;
    if (first === phrase.join('-') || (phrase.length > 1 && first === phrase.join(''))) return [start];
    const places: number[] = [];
    for (let at = start; at < tokens.length && places.length < words.length; at += 1) {
      const word = wordAt(at);
      if (word === words[places.length]) places.push(at);
      else if (word === undefined || places.length === 0 || !isPassed(word)) break;
    }
    if (places.length === words.length && words.length > 0) return places;
  }
  return undefined;
}
