/** A TypeScript file taken apart only as far as the rules need it: comments, strings, and the rest. */

export type Code = {
  /** Without comments. */
  uncommented: string;
  /** Without comments and without what stands in strings, templates and regular expressions. */
  bare: string;
  /** What stands in strings, and between the holes of templates, as it is written. */
  strings: readonly string[];
};

const comment = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const quoted = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/y;
const expression = /\/(?![*/])(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
/** From the start of a template, or from the end of a hole, to the next hole or the end. */
const chunk = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{)/y;
/** Up to what may begin or end one of the above. */
const plain = /[^'"`/{}]+/y;
/** What stands before a division; anything else before a `/` makes it a regular expression. */
const value = /[\w$)\]}'"`]\s*$/;
const operator = /\b(?:return|typeof|case|in|of|throw|await|yield|void|delete)\s*$/;

export function readCode(text: string): Code {
  let [at, before] = [0, ''];
  const uncommented: string[] = [];
  const bare: string[] = [];
  const strings: string[] = [];
  const open: string[] = [];
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const keep = (token: string, instead = token): void => {
    uncommented.push(token);
    bare.push(instead);
    if (token.trim() !== '') before = token;
  };
  // A tag that ends, in markup.
  const divides = () => (value.test(before) && !operator.test(before)) || before.endsWith('<');
  const template = (start: string): void => {
    const found = take(chunk);
    if (found === undefined) throw new Error(`a template without an end: ${text.slice(at, at + 60)}`);
    const hole = found.endsWith('${');
    if (hole) open.push('${');
    strings.push(found.slice(0, hole ? -2 : -1));
    keep(start + found, start + (hole ? '${' : '`'));
  };

  while (at < text.length) {
    const char = text[at];
    if (char === '/' && take(comment) !== undefined) continue;
    const string = char === "'" || char === '"' ? take(quoted) : undefined;
    if (string !== undefined) {
      strings.push(string.slice(1, -1));
      keep(string, "''");
      continue;
    }
    const pattern = char === '/' && !divides() ? take(expression) : undefined;
    if (pattern !== undefined) {
      keep(pattern, '/ /');
      continue;
    }
    const token = take(plain) ?? text[at++] ?? '';
    if (token === '{') open.push(token);
    if (token === '`') template(token);
    else if (token === '}' && open.pop() === '${') template(token);
    else keep(token);
  }
  if (open.length > 0) throw new Error(`a bracket without an end: ${text.slice(0, 200)}`);
  return { uncommented: uncommented.join(''), bare: bare.join(''), strings };
}

/** How many brackets are open at a place of `bare`. */
export function depthAt(bare: string, index: number): number {
  const before = bare.slice(0, index);
  const count = (brackets: RegExp) => before.match(brackets)?.length ?? 0;
  return count(/[({[]/g) - count(/[)}\]]/g);
}
