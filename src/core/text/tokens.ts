/** Typed text cut into its parts: words, quoted words, settings, links. */

export type Token =
  | { kind: 'word'; text: string }
  | { kind: 'quoted'; text: string }
  | { kind: 'setting'; name: string; text: string }
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
};
/** These are apostrophes, too, so they close only where the word is over. */
const single = "'‘";

/** Between parts: white space, what nobody sees, and the marks of code and bold. */
const between = /[\s\u200b-\u200d\u2060\ufeff`*~|]+/y;
/** `<https://…>` as chats write links, with a label after a bar as one of them does, or the link alone. */
const link = /<(https?:\/\/[^\s<>|]+)(?:\|[^<>]*)?>|(https?:\/\/[^\s<>]+)/iy;
/** A person, a channel, an emoji: addressed to people. */
const mark = /<[@#!:/a][^<>\s]*>/y;
/** `scale=4`, `--scale = 4`, `prompt: "…"`; the colon of a link is none. */
const name = /(?:--|—|–)?([\p{L}][\p{L}\p{N}_-]*)(?:\s*=\s*|:(?!\/\/)\s*)(?=\S)/uy;
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
    if (take(between) || take(mark)) continue;
    const given = take(name);
    if (given) {
      tokens.push({ kind: 'setting', name: given[1] ?? '', text: value() });
      continue;
    }
    const address = takeLink();
    if (address !== undefined) {
      tokens.push({ kind: 'link', text: address });
      continue;
    }
    const words = takeQuoted();
    if (words !== undefined) {
      tokens.push({ kind: 'quoted', text: words });
      continue;
    }
    const word = take(bare)?.[0] ?? text.slice(at++, at);
    const trimmed = word.replace(/^[^\p{L}\p{N}?×]+|[^\p{L}\p{N}?×%]+$/gu, '').replace(/(?<=.)\?+$/, '');
    if (trimmed !== '') tokens.push({ kind: 'word', text: trimmed });
  }
  return tokens;

  function value(): string {
    return takeLink() ?? takeQuoted() ?? (take(bare)?.[0] ?? '').replace(/[,;]+$/, '');
  }

  function takeLink(): string | undefined {
    const found = take(link);
    // Of a bare link the sentence's own punctuation is no part.
    const alone = found?.[2]?.replace(/[.,;!?]+$/, '');
    return found?.[1] ?? (alone?.includes('(') ? alone : alone?.replace(/\)[.,;!?)]*$/, ''));
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
