/** Lines of plain text as Discord's markdown, with people, roles and channels shown by name; they notify nobody. */
import type { Style } from '../../../chat/reply.ts';
import { asItIs } from '../../../core/words/names.ts';
import { plain } from './components.ts';

/** Control characters around what is no plain text; core's words let nobody's text bring them along. */
const [open, between, close] = ['\u0001', '\u0003', '\u0002'];
const marked = (kind: keyof typeof forms, ...parts: string[]): string =>
  `${open}${kind}${parts.join(between)}${close}`;

/** How each is written. */
const forms = {
  '@': (id: string) => `<@${id}>`,
  '&': (id: string) => `<@&${id}>`,
  '#': (id: string) => `<#${id}>`,
  b: (said: string) => `**${plain(said)}**`,
  c: (said: string) => code(said),
  l: (label: string, url = '') => `[${plain(label)}](${url})`,
  // In the reader's own time zone. https://docs.discord.com/developers/reference#message-formatting
  t: (seconds: string) => `<t:${seconds}:f>`,
} as const;

const named = (kind: keyof typeof forms) => (id: string) =>
  /^\d{17,20}$/.test(id) ? marked(kind, id) : asItIs(id);

export const style: Style = {
  person: named('@'),
  group: named('&'),
  channel: named('#'),
  bold: (said) => marked('b', said),
  code: (said) => marked('c', said),
  link: (label, url) => marked('l', label, url),
  moment: (at) => marked('t', String(Math.floor(at / 1000))),
};

const code = (said: string) => `\`${said.replaceAll('`', "'")}\``;

/** What a style has marked, and what stands in backticks because it is typed. */
const special = new RegExp(`${open}([@&#bclt])([^${open}${close}]*)${close}|\`([^\`\\n]+)\``, 'g');

/** One line with its marks as markdown, and all else as it is read. */
export function drawn(line: string): string {
  let written = '';
  let from = 0;
  for (const found of line.matchAll(special)) {
    const [whole, kind, inside = '', typed] = found;
    const [first = '', second] = inside.split(between);
    const form = Object.entries(forms).find(([name]) => name === kind)?.[1];
    written += plain(line.slice(from, found.index));
    written += form ? form(first, second) : code(typed ?? '');
    from = found.index + whole.length;
  }
  return written + plain(line.slice(from));
}
