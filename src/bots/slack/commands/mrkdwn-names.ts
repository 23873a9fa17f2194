/** Lines of core's plain text as Slack's mrkdwn, with people, groups and channels shown by name. */
import { asItIs, type Names } from '../../../core/words/names.ts';
import { escaped } from '../cards/blocks.ts';

/** Control characters, which core's words let nobody's text bring along. */
const [open, close] = ['\u0001', '\u0002'];
const marked = (pattern: RegExp, sign: string) => (id: string) =>
  pattern.test(id) ? `${open}${sign}${id}${close}` : asItIs(id);

const names: Required<Names> = {
  person: marked(/^[UW][A-Z0-9]{5,}$/, '@'),
  group: marked(/^S[A-Z0-9]{5,}$/, '!subteam^'),
  channel: marked(/^[CGD][A-Z0-9]{5,}$/, '#'),
};

/**
 * Lines in which ids are names and everything else is text. Names notify nobody where only one person sees the message.
 * @param make gets how to write an id.
 */
export const named = (make: (names: Required<Names>) => readonly string[]): string[] =>
  make(names).map((line) => escaped(line).replaceAll(open, '<').replaceAll(close, '>'));
