/** A job's one message: a view as blocks. */
import type { types } from '@slack/bolt';
import { actionsOf } from '../../../chat/next-actions.ts';
import type { View } from '../../../core/view/view.ts';
import { status } from '../../../core/words/status.ts';
import { type Address, shownAt } from '../address.ts';
import type { Body } from '../context.ts';
import { words } from '../words/request.ts';
import { actionRow, bodyOf, context, escaped, header, picture, plain, section } from './blocks.ts';

/** `▰▰▰▱▱▱▱▱▱▱▱▱ 31 %` */
function bar(progress: number): string {
  const reached = Math.min(1, Math.max(0, progress));
  const full = Math.floor(reached * 12);
  return `${'▰'.repeat(full)}${'▱'.repeat(12 - full)} ${Math.floor(reached * 100)} %`;
}

/** A person; where it is posted, not edited in, it notifies them. */
export const mention = (user: string): string => `<@${user}>`;

/** As time goes by, in each reader's own time zone. @param ms since 1970. https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
export function moment(ms: number): string {
  const fallback = words.askedAt(new Date(ms).toISOString().slice(0, 16).replace('T', ' '));
  return `<!date^${Math.floor(ms / 1000)}^{ago}|${fallback}>`;
}

/** The message before there is a job, where it is not known in time what that will say first. */
export const openingOf = (title: string): Body =>
  bodyOf(
    [header(title), section('*QUEUED*'), section(plain(status.accepted))],
    escaped(words.card(title, 'QUEUED', status.accepted)),
  );

/**
 * The card of a job.
 * @param options.first it is posted, not edited in: nobody is named then.
 */
export function cardOf(view: View, address: Address, { first = false }: { first?: boolean } = {}): Body {
  const { state, progress, line, title, settings } = view;
  const facts = [
    ...(first ? [] : [words.asked(mention(address.requester), moment(address.askedAt))]),
    escaped(view.price),
    ...(view.lab ? [escaped(status.lab)] : []),
  ];
  const showsBar = state === 'PROCESSING' && progress !== undefined;
  const blocks: types.KnownBlock[] = [
    header(title),
    ...(settings === '' ? [] : [context(plain(settings))]),
    section(`*${state}*${showsBar ? `  ${bar(progress)}` : ''}`),
    section(plain(line)),
    ...resultBlocks(view, address),
    context(facts.join(' · ')),
    ...(view.cancellable && view.cancelNote !== undefined ? [context(plain(view.cancelNote))] : []),
    ...actionRow(actionsOf(view, shownAt(address))),
  ];
  return bodyOf(blocks, escaped(words.card(title, state, line)));
}

function resultBlocks(
  { state, alt, removed }: View,
  { channel, result, marks }: Address,
): types.KnownBlock[] {
  if (state !== 'COMPLETED' || !result) return [];
  if (removed || result.removed) return [section(plain(words.removed))];
  const { permalink, why, change } = result;
  const link = permalink === undefined ? words.inThread : `<${escaped(permalink)}|${words.result}>`;
  return [
    // In another place it is not for those who are here.
    ...(result.channel === channel
      ? [section(link), ...(result.shown ? [picture(result.file, altOf(alt, marks?.alt))] : [])]
      : [section(plain(why === undefined ? words.sentDirectly : words.elsewhere(why)))]),
    ...(change === undefined ? [] : [context(plain(change))]),
  ];
}

/** The words that come with the file; they tell the requester. @param now ms since 1970 */
export function commentOf(view: View, address: Address, now: number, change: string | undefined): string {
  // The view says this only once the result is posted.
  const done = status.done(view.source, view.result, now - address.askedAt);
  const line = view.state === 'COMPLETED' ? view.line : done;
  const facts = [line, view.price, ...(view.lab ? [status.lab] : [])].map(escaped);
  return [
    words.answers(mention(address.requester), escaped(view.title)),
    facts.join(' · '),
    ...(change === undefined ? [] : [escaped(change)]),
  ].join('\n');
}

/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
const longestAlt = 1000;

/** The source's own words, and what was done to it. */
export function altOf(result: string, source = ''): string {
  const own = source.trim().replace(/[.\s]*$/, '');
  return [...(own ? [own] : []), result].join('. ').slice(0, longestAlt);
}
