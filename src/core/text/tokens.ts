/** Typed text cut into its parts: words, quoted words, settings, links. */
import { linkAt } from './links.ts';

export type Token =
  | { kind: 'word'; text: string }
  | { kind: 'quoted'; text: string }
  /** `as`: how its value was written. */
  | { kind: 'setting'; name: string; text: string; as: 'word' | 'quoted' | 'link' }
  | { kind: 'link'; text: string };

/** What keyboards and languages put around words, and what may end it. */
const closers: Readonly<Record<string, string>> = {
  '"': '"',
  '“': '”“"',
  '”': '”',
  '„': '“”"',
  '«': '»',
  '»': '«',
  "'": "'",
  '‘': '’',
  '「': '」',
  '『': '』',
  '＂': '＂',
};
const isLink = (words: string) => /^https?:\/\/\S+$/i.test(words);
/** These are apostrophes, too, so they close only where the word is over. */
const single = "'‘";

/** Between parts: white space, what nobody sees, and the marks of code and bold. */
const between = /[\s\u200b-\u200d\u2060\ufeff]+|[`*~|]/y;
/** A person, a channel, an emoji, also as one chat writes it, `:pray:`: addressed to people. */
const mark = /<[@#!:/a][^<>\s]*>|:[a-z\d_+'-]{1,60}:(?::skin-tone-\d:)?(?=[\s:]|$)/y;
/** `scale=4`, `--scale = 4`, `prompt: "…"`, `scale：4`; the colon of a link is none. */
const name =
  /(?:--|—|–|－－)?([\p{L}][\p{L}\p{N}_-]*)(?:\s*[=＝]\s*|[:：](?!\/\/)\s*|[^\S\n][:：]\s+)(?=\S)/uy;
const bare = /[^\s\u200b-\u200d\u2060\ufeff`]+/y;

/** Never throws; a quote that is not closed goes on to the end. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text) ?? undefined;
    if (found) at += found[0].length;
    return found;
  };
  while (at < text.length) {
    const address = takeLink();
    if (address !== undefined) {
      tokens.push({ kind: 'link', text: address });
      continue;
    }
    if (take(between) || take(mark)) continue;
    const given = take(name);
    if (given) {
      const { kind: as, text: value } = valueHere();
      tokens.push({ kind: 'setting', name: given[1] ?? '', text: value, as });
      continue;
    }
    const words = takeQuoted();
    if (words !== undefined) {
      tokens.push(isLink(words) ? { kind: 'link', text: words } : { kind: 'quoted', text: words });
      continue;
    }
    const word = take(bare)?.[0] ?? text.slice(at++, at);
    const trimmed = word.replace(/^[^\p{L}\p{N}?×]+|[^\p{L}\p{N}?×%]+$/gu, '').replace(/(?<=.)\?+$/, '');
    if (trimmed !== '') tokens.push({ kind: 'word', text: trimmed });
  }
  return tokens;

  function valueHere(): { kind: 'link' | 'quoted' | 'word'; text: string } {
    const address = takeLink();
    if (address !== undefined) return { kind: 'link', text: address };
    const words = takeQuoted();
    if (words !== undefined) return { kind: 'quoted', text: words };
    return { kind: 'word', text: (take(bare)?.[0] ?? '').replace(/[,;，；、]+$/, '') };
  }

  function takeLink(): string | undefined {
    const found = linkAt(text, at);
    if (found) at = found.end;
    return found?.link;
  }

  function takeQuoted(): string | undefined {
    const open = text[at] ?? '';
    const ends = closers[open];
    if (ends === undefined) return undefined;
    let words = '';
    for (let next = at + 1; next < text.length; next += 1) {
      const letter = text[next] ?? '';
      const after = text[next + 1] ?? '';
      if (letter === '\\' && (after === '\\' || ends.includes(after)) && after !== '') {
        words += after;
        next += 1;
      } else if (ends.includes(letter) && (!single.includes(open) || /^$|[\s,;.!?)]/.test(after))) {
        at = next + 1;
        return words;
      } else words += letter;
    }
    if (single.includes(open)) return undefined;
    at = text.length;
    return words;
  }
}
