/** The link that somebody typed or pasted, whatever a chat, a language or a habit has put around it. */

/** `[label](` and the marks of brackets, bars, bold and code that stand before a link. */
const opening = String.raw`(\[[^[\]\n]{0,300}\]\(\s{0,9})?([([{*~|${'`'}_<]{0,9})`;
/** `<https://…>`, or with a label behind a bar as one chat writes it: the link to its last letter. */
const angled = new RegExp(String.raw`${opening}<(https?:\/\/[^\s<>|]+)(?:\|[^<>\n]*)?>`, 'iy');
/** Up to white space, an angle bracket or the bars of a spoiler. */
const loose = new RegExp(String.raw`${opening}<?(https?:\/\/(?:(?!\|\|)[^\s<>])+)`, 'iy');
/** What may follow a link behind a label: a title, and the bracket. */
const closing = /(?:\s{1,9}(?:"[^"\n]*"|'[^'\n]*'))?\s{0,9}\)/y;

/** The link that begins here, marks first, and where it ends. Never throws. */
export function linkAt(text: string, at: number): { link: string; end: number } | undefined {
  angled.lastIndex = at;
  loose.lastIndex = at;
  const whole = angled.exec(text);
  const found = whole ?? loose.exec(text);
  if (!found) return undefined;
  const [all, label, marks = '', address = ''] = found;
  closing.lastIndex = at + all.length;
  const end = closing.lastIndex + (label === undefined ? 0 : (closing.exec(text)?.[0].length ?? 0));
  return { link: whole ? address : bare(address, marks), end };
}

const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Without the sentence's own punctuation, and what closes a mark that was opened before it. */
function bare(address: string, marks: string): string {
  const count = (of: string, mark: string) => of.split(mark).length;
  let link = address;
  for (;;) {
    const last = link.at(-1) ?? '';
    const partner = pairs[last];
    const outside = partner
      ? count(link, last) > count(link, partner)
      : /[.,;:!?'"’”»“]/.test(last) || (last !== '' && marks.includes(last));
    if (!outside) return link;
    link = link.slice(0, -1);
  }
}

/**
 * What was given as a link: the link in it; `example.org/a.png` is one without its beginning. What holds none stays as it
 * is, to be refused by its name.
 */
export function linkIn(given: string): string {
  const text = given.trim();
  for (let at = 0; at < text.length; at += 1) {
    const found = linkAt(text, at);
    if (found) return found.link;
  }
  const plain = bare(text.replace(/^[\p{P}|`<~]+/u, ''), text.charAt(0)).replace(/[>|]+$/, '');
  return /^(?:[a-z\d-]+\.)+[a-z]{2,}\/[^\s<>]+$/i.test(plain) ? `https://${plain}` : text;
}
