/** Lines in which people are named and words stand out: written as plain text with marks that nobody's text brings along. */
import type { Style } from '../../../chat/reply.ts';
import { momentUtc } from '../../../core/words/amounts.ts';

/** Control characters, which are taken out of everybody's text. */
const [open, part, close] = ['\u0001', '\u0003', '\u0002'];
const marked = new RegExp(`${open}([a-z])${part}([^${open}${close}]*)${close}`, 'g');
const marks = new RegExp(`[${open}${part}${close}]`, 'g');

const mark = (kind: string, ...parts: readonly string[]) =>
  `${open}${[kind, ...parts.map((it) => it.replace(marks, ' '))].join(part)}${close}`;

/** As messages keep them; who is meant is looked up when they are drawn. */
export const lineStyle: Style = {
  person: (id) => mark('p', id),
  group: (id) => id,
  channel: (id) => `#${id}`,
  bold: (text) => mark('b', text),
  code: (text) => mark('c', text),
  link: (label, url) => mark('l', url, label),
  moment: (at) => mark('t', String(at)),
  me: 'Darkroom',
};

/** Of people's text. */
export const unmarked = (text: string): string => text.replace(marks, ' ');

/** Without the marks, for who hears it in one go. */
export const plainLine = (line: string, names: ReadonlyMap<string, string>): string =>
  line.replace(marked, (_, kind: string, rest: string) => {
    const [first = '', second = ''] = rest.split(part);
    if (kind === 'p') return `@${names.get(first) ?? first}`;
    if (kind === 't') return momentUtc(Number(first));
    return kind === 'l' ? second : first;
  });

/** Who is named in it, by their ids. */
export const namedIn = (line: string): string[] =>
  [...line.matchAll(marked)].flatMap(([, kind, id]) => (kind === 'p' && id !== undefined ? [id] : []));

/** @param it.names of people, by their ids */
export function Line({ line, names }: { line: string; names: ReadonlyMap<string, string> }) {
  const parts = [];
  let from = 0;
  for (const found of line.matchAll(marked)) {
    const [whole, kind, rest = ''] = found;
    parts.push(line.slice(from, found.index), drawn(kind, rest.split(part), names));
    from = found.index + whole.length;
  }
  parts.push(line.slice(from));
  return <>{parts}</>;
}

function drawn(
  kind: string | undefined,
  [first = '', second = '']: string[],
  names: ReadonlyMap<string, string>,
) {
  switch (kind) {
    case 'p':
      return <span class="handle">@{names.get(first) ?? first}</span>;
    case 'b':
      return <strong>{first}</strong>;
    case 'c':
      return <code class="mono">{first}</code>;
    case 'l':
      return /^https?:/.test(first) ? (
        <a href={first} rel="noreferrer noopener" target="_blank">
          {second}
        </a>
      ) : (
        second
      );
    case 't':
      return (
        <time datetime={new Date(Number(first)).toISOString()} data-moment>
          {momentUtc(Number(first))}
        </time>
      );
    default:
      return <>{first}</>;
  }
}
