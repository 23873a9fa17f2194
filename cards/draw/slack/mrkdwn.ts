/** Slack's mrkdwn. https://docs.slack.dev/messaging/formatting-message-text */
import type { types } from '@slack/bolt';
import { type Html, html, joined, raw } from '../html.ts';
import { ago, type Look } from '../look.ts';

type Rule = { at: RegExp; draw: (found: RegExpExecArray, look: Look) => Html };

/** Text in which three signs are escaped. */
const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
const edge = String.raw`(?<![\w\\])`;
const pair = (sign: string) => new RegExp(`${edge}[${sign}](\\S|\\S.*?\\S)[${sign}](?!\\w)`);
const within =
  (tag: string) =>
  ([, inside = '']: RegExpExecArray, look: Look) =>
    html`${raw(`<${tag}>`)}${inline(inside, look)}${raw(`</${tag}>`)}`;

const rules: readonly Rule[] = [
  { at: /`([^`\n]+)`/, draw: ([, inside = '']) => html`<code>${unescaped(inside)}</code>` },
  { at: /<@(\w+)>/, draw: ([, id = ''], look) => html`<span class="at">@${look.nameOf(id)}</span>` },
  {
    at: /<#(\w+)(?:\|[^>]*)?>/,
    draw: ([, id = ''], look) => html`<span class="at">#${look.nameOf(id)}</span>`,
  },
  {
    at: /<!subteam\^(\w+)(?:\|[^>]*)?>/,
    draw: ([, id = ''], look) => html`<span class="at">@${look.nameOf(id)}</span>`,
  },
  { at: /<!date\^(\d+)\^[^>]*>/, draw: ([, at], { now }) => html`${ago(Number(at), now)}` },
  {
    at: /<(https?:[^|>]+)(?:\|([^>]+))?>/,
    draw: ([, url = '', label]) => html`<a href="${unescaped(url)}">${unescaped(label ?? url)}</a>`,
  },
  { at: pair('*'), draw: within('b') },
  { at: pair('_'), draw: within('i') },
  { at: pair('~'), draw: within('s') },
];

function inline(text: string, look: Look): Html {
  const found = rules
    .flatMap(({ at, draw }) => {
      const match = at.exec(text);
      return match ? [{ match, draw }] : [];
    })
    .sort((a, b) => a.match.index - b.match.index)[0];
  if (!found) return html`${unescaped(text)}`;
  const { match, draw } = found;
  const [before, after] = [text.slice(0, match.index), text.slice(match.index + match[0].length)];
  return html`${unescaped(before)}${draw(match, look)}${inline(after, look)}`;
}

const line = (text: string, look: Look): Html => {
  const quote = /^(?:&gt;|>) ?(.*)$/.exec(text);
  return quote ? html`<span class="quote">${inline(quote[1] ?? '', look)}</span>` : inline(text, look);
};
const lines = (text: string, draw: (one: string) => Html): Html[] =>
  joined(text.split('\n').map(draw), raw('<br>'));

const mrkdwn = (text: string, look: Look): Html[] =>
  text.split(/```\n?([\s\S]*?)```/).flatMap((part, index) => {
    if (index % 2 === 1) return [html`<pre>${unescaped(part).trimEnd()}</pre>`];
    return part === '' ? [] : lines(part, (one) => line(one, look));
  });

/** Either kind of text. */
export const textOf = (it: types.PlainTextElement | types.MrkdwnElement, look: Look): Html[] =>
  it.type === 'mrkdwn' ? mrkdwn(it.text, look) : lines(it.text, (one) => html`${one}`);
