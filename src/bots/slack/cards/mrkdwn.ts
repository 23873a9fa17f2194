/** Lines of plain text as Slack's mrkdwn: what is a name or a link in them stays one, and everything else is text. */
import type { Style } from '../../../chat/reply.ts';
import { momentUtc } from '../../../core/words/amounts.ts';
import { asItIs } from '../../../core/words/names.ts';
import { escaped } from './blocks.ts';

/** Control characters, which core's words let nobody's text bring along. */
const [open, close] = ['\u0001', '\u0002'];
/** Of people's text. */
export const unmarked = (text: string): string => text.replaceAll(open, ' ').replaceAll(close, ' ');

const named = (pattern: RegExp, sign: string) => (id: string) =>
  pattern.test(id) ? `${open}${sign}${id}${close}` : asItIs(id);

const style = {
  person: named(/^[UW][A-Z0-9]{5,}$/, '@'),
  group: named(/^S[A-Z0-9]{5,}$/, '!subteam^'),
  channel: named(/^[CGD][A-Z0-9]{5,}$/, '#'),
  bold: (text: string) => `*${text}*`,
  code: (text: string) => `\`${text}\``,
  link: (label: string, url: string) => `${open}${url}|${label}${close}`,
  // In the reader's own time zone. https://docs.slack.dev/messaging/formatting-message-text#date-formatting
  moment: (at: number) =>
    `${open}!date^${Math.floor(at / 1000)}^{date_short_pretty}, {time}|${momentUtc(at)}${close}`,
} satisfies Style;

/** @param botUser `U…` of the bot itself. Names notify nobody where only one person sees the message. */
export const styleFor = (botUser: string) => ({ ...style, me: style.person(botUser) });

export const drawn = (line: string): string => escaped(line).replaceAll(open, '<').replaceAll(close, '>');

/** Lines that name people, groups and channels. */
export const styled = (make: (style: Style) => readonly string[], botUser = ''): string[] =>
  make(styleFor(botUser)).map(drawn);
