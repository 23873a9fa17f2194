/** Discord's markdown, as far as its clients know it in text displays. */
import { type Html, html, raw } from '../html.ts';
import { ago, type Look } from '../look.ts';

type Rule = { at: RegExp; draw: (found: RegExpExecArray, look: Look) => Html };

/** At the same place the first one counts. */
const rules: readonly Rule[] = [
  { at: /\\([^A-Za-z0-9\s])/, draw: ([, sign = '']) => html`${sign}` },
  { at: /``([^\n]+?)``|`([^`\n]+)`/, draw: ([, two, one]) => html`<code>${two ?? one}</code>` },
  { at: /<@!?(\d+)>/, draw: ([, id = ''], look) => html`<span class="at">@${look.nameOf(id)}</span>` },
  { at: /<@&(\d+)>/, draw: ([, id = ''], look) => html`<span class="at">@${look.nameOf(id)}</span>` },
  { at: /<#(\d+)>/, draw: ([, id = ''], look) => html`<span class="at">#${look.nameOf(id)}</span>` },
  {
    at: /<t:(\d+)(?::\w)?>/,
    draw: ([, at], { now }) => html`<span class="time">${ago(Number(at), now)}</span>`,
  },
  {
    at: /\[((?:\\.|[^\]\\])+)\]\(<?(https?:[^\s)>]+)>?\)/,
    draw: ([, label = '', url], look) => html`<a href="${url}">${inline(label, look)}</a>`,
  },
  { at: /<?(https?:\/\/[^\s<>)]+)>?/, draw: ([, url]) => html`<a href="${url}">${url}</a>` },
  { at: /\*\*(.+?)\*\*(?!\*)/, draw: ([, inside = ''], look) => html`<b>${inline(inside, look)}</b>` },
  { at: /__(.+?)__(?!_)/, draw: ([, inside = ''], look) => html`<u>${inline(inside, look)}</u>` },
  { at: /~~(.+?)~~/, draw: ([, inside = ''], look) => html`<s>${inline(inside, look)}</s>` },
  {
    at: /\|\|(.+?)\|\|/,
    draw: ([, inside = ''], look) => html`<span class="spoiler">${inline(inside, look)}</span>`,
  },
  { at: /\*(\S(?:.*?\S)?)\*/, draw: ([, inside = ''], look) => html`<i>${inline(inside, look)}</i>` },
  {
    at: /(?<!\w)_(\S(?:.*?\S)?)_(?!\w)/,
    draw: ([, inside = ''], look) => html`<i>${inline(inside, look)}</i>`,
  },
];

/** One line. */
export function inline(text: string, look: Look): Html {
  const found = rules
    .flatMap(({ at, draw }) => {
      const match = at.exec(text);
      return match ? [{ match, draw }] : [];
    })
    .sort((a, b) => a.match.index - b.match.index)[0];
  if (!found) return html`${text}`;
  const { match, draw } = found;
  const [before, after] = [text.slice(0, match.index), text.slice(match.index + match[0].length)];
  return html`${before}${draw(match, look)}${inline(after, look)}`;
}

const lineOf = (line: string, look: Look): Html => {
  const [, sign, rest = ''] = /^(#{1,3}|-#|>|[-*]) (.*)$/.exec(line) ?? [];
  switch (sign) {
    case undefined:
      return html`<div class="line">${line === '' ? raw('&nbsp;') : inline(line, look)}</div>`;
    case '-#':
      return html`<div class="small">${inline(rest, look)}</div>`;
    case '>':
      return html`<div class="quote">${inline(rest, look)}</div>`;
    case '-':
    case '*':
      return html`<div class="item">${inline(rest, look)}</div>`;
    default:
      return html`<div class="${`h${sign.length}`}">${inline(rest, look)}</div>`;
  }
};

/** Lines, and blocks of code between them. */
export const markdown = (content: string, look: Look): Html[] =>
  content.split(/```(?:\w*\n)?([\s\S]*?)```/).flatMap((part, index) => {
    if (index % 2 === 1) return [html`<pre>${part.trimEnd()}</pre>`];
    const text = part.replace(/^\n|\n$/g, '');
    return text === '' ? [] : text.split('\n').map((line) => lineOf(line, look));
  });
