/** Block Kit as this adapter uses it: text that is ours as mrkdwn, text of people as plain text or escaped. */
import type { types } from '@slack/bolt';
import type { Action } from '../../../chat/action.ts';
import { words } from '../../../chat/words.ts';
import { cut } from '../../../core/words/cut.ts';
import type { Body } from '../context.ts';
import { ids } from '../ids.ts';

/** https://docs.slack.dev/reference/block-kit/blocks, and for `text` https://docs.slack.dev/reference/methods/chat.update */
const longest = {
  section: 3000,
  header: 150,
  label: 75,
  text: 3900,
  row: 25,
  alt: 2000,
  overflow: 5,
} as const;

/** Text of people or programs as mrkdwn, so that none of it is a mention or a link. https://docs.slack.dev/messaging/formatting-message-text#escaping */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Half of what stands between `<` and `>`, or after `&`. */
export const torn = /<[^<>]*$|&[a-z]{0,4}$/;
const short = (text: string, most: number): string => cut(text, most, { torn });

/** A text in which nothing is markup, for what people or programs wrote. */
export const plain = (text: string): types.PlainTextElement => ({
  type: 'plain_text',
  text: text || ' ',
  emoji: false,
});
export const label = (text: string): types.PlainTextElement => plain(short(text, longest.label));

type Text = string | types.PlainTextElement;
const textOf = (text: Text): types.PlainTextElement | types.MrkdwnElement =>
  typeof text === 'string'
    ? { type: 'mrkdwn', text: short(text, longest.section) || ' ' }
    : { ...text, text: short(text.text, longest.section) };

/** @param text mrkdwn, or `plain(…)`; at most 3000 characters are shown. */
export const section = (text: Text): types.SectionBlock => ({ type: 'section', text: textOf(text) });

/** @param url of Slack's own, of a message that people can see, or of a page of ours. */
export const link = (text: string, url: string): string => `<${escaped(url)}|${escaped(text)}>`;

/** A section with a picture at its side that Slack hosts. */
export const pictured = (block: types.SectionBlock, file: string, alt: string): types.SectionBlock => ({
  ...block,
  accessory: { type: 'image', slack_file: { id: file }, alt_text: cut(alt, longest.alt) || ' ' },
});

/** A line in large letters. */
export const header = (text: string): types.HeaderBlock => ({
  type: 'header',
  text: plain(short(text, longest.header)),
});

/** A line in small letters. @param texts mrkdwn or `plain(…)`, one to ten */
export const context = (...texts: Text[]): types.ContextBlock => ({
  type: 'context',
  elements: texts.map(textOf),
});

/** @param it `value`: at most 2000 characters, as a rule a job's or a quote's id. `confirm`: what is asked before it counts. */
export function button(
  it: Pick<Action, 'id' | 'label' | 'style' | 'confirm'> & { value: string },
): types.Button {
  const { id, confirm, style, value } = it;
  return {
    type: 'button',
    action_id: id,
    text: label(it.label),
    value,
    ...(style ? { style } : {}),
    ...(confirm
      ? {
          confirm: {
            title: plain(short(confirm.title, 100)),
            text: plain(short(confirm.text, 300)),
            confirm: plain(short(confirm.yes, 30)),
            deny: plain(short(confirm.no, 30)),
          },
        }
      : {}),
  };
}

/**
 * What can be done, as a row of buttons; each carries all it needs, so it works after a restart as before. What has less
 * room stands in a menu at its end, where nothing can be asked before: that is done when it is chosen.
 */
export function actionRow(all: readonly Action[]): types.ActionsBlock[] {
  const often = all.filter(({ seldom }) => !seldom);
  // Of more than the menu takes the first are buttons: the last are what nobody should press by chance.
  const last = often.filter(({ more }) => more).slice(-longest.overflow);
  const buttons = often.filter((it) => !last.includes(it));
  const seldom = all.filter((it) => it.seldom);
  const [first] = last;
  const tucked =
    first && last.length + seldom.length > longest.overflow
      ? [...last.slice(1 - longest.overflow), { act: 'more' as const, id: first.id, label: words.more }]
      : [...seldom, ...last];
  const options = tucked.map(({ act, argument, id, label: said, confirm }: Action) => {
    const asked = confirm || argument === undefined ? { act } : { act, argument };
    return { text: label(said), value: ids.option(asked, id) };
  });
  return row([
    ...buttons.map((action) => button({ ...action, id: ids.action(action), value: action.id })),
    ...(options.length === 0 ? [] : [{ type: 'overflow' as const, action_id: ids.overflow, options }]),
  ]);
}

/** @param elements one or more; what has no room in a row is left out. */
export const actions = (...elements: types.ActionsBlockElement[]): types.ActionsBlock => ({
  type: 'actions',
  elements: elements.slice(0, longest.row),
});

/** Buttons as a row; none is no row. */
export const row = (elements: readonly types.ActionsBlockElement[]): types.ActionsBlock[] =>
  elements.length === 0 ? [] : [actions(...elements)];

/**
 * A message. What stands in notifications, and for whoever reads no blocks, is made of the blocks' texts when it is left
 * out. @param text mrkdwn, escaped
 */
export const bodyOf = (blocks: types.KnownBlock[], text?: string): Body => ({
  text: short(text ?? blocks.flatMap(said).join('\n'), longest.text) || ' ',
  blocks,
});

/** A message of one paragraph. @param mrkdwn escaped */
export const note = (mrkdwn: string): Body => bodyOf([section(mrkdwn)], mrkdwn);

const asMrkdwn = (it: { type: string; text: string }) => (it.type === 'mrkdwn' ? it.text : escaped(it.text));

function said(block: types.KnownBlock): string[] {
  switch (block.type) {
    case 'section':
      return block.text ? [asMrkdwn(block.text)] : [];
    case 'header':
      return [asMrkdwn(block.text)];
    case 'context':
      return [block.elements.flatMap((it) => ('text' in it ? [asMrkdwn(it)] : [])).join(' ')];
    default:
      return [];
  }
}
