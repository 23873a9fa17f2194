/** A job's one message: a view as blocks. */
import type { types } from '@slack/bolt';
import { actionsOf } from '../../../chat/next-actions.ts';
import { ownerWords } from '../../../chat/owner/words.ts';
import { otherAuthor } from '../../../chat/request.ts';
import type { View } from '../../../core/view/view.ts';
import { cut } from '../../../core/words/cut.ts';
import { bar, shapes, status } from '../../../core/words/status.ts';
import { type Address, shownAt } from '../address.ts';
import type { Body } from '../context.ts';
import { ids } from '../ids.ts';
import { words } from '../words/request.ts';
import { actionRow, bodyOf, context, escaped, link, pictured, plain, section } from './blocks.ts';

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
    [section(`*${escaped(title)}*\n*QUEUED* ${escaped(status.accepted)}`)],
    escaped(words.card(title, 'QUEUED', status.accepted)),
  );

type How = { first?: boolean };

/**
 * The card of a job: while it goes on, which picture, how far and what cancelling costs; then one line.
 * @param how.first it is posted, not edited in: nobody is named then.
 */
export function cardOf(view: View, address: Address, how: How = {}): Body {
  const { form = 'full', state, line } = view;
  const said = escaped(words.card(view.title, state, line));
  if (form === 'bare') return bodyOf(named([section(`*${state}*`), section(plain(line))], view), said);
  return bodyOf(named(view.over ? folded(view, address, how) : running(view, address, how), view), said);
}

/** Whoever speaks of the card means its job. */
export const named = ([first, ...more]: types.KnownBlock[], { id }: View): types.KnownBlock[] =>
  first ? [{ ...first, block_id: ids.card(id) }, ...more] : [];

const forWhom = ({ requester }: Address, { first = false }: How): string | undefined =>
  first ? undefined : mention(requester);

function running(view: View, address: Address, how: How): types.KnownBlock[] {
  const { state, progress, line, title, sourceName, losses } = view;
  const shown = state === 'PROCESSING' && progress !== undefined ? [`${bar(progress)} ·`] : [];
  const said = [
    words.what(escaped(title), forWhom(address, how)),
    [`*${state}*`, ...shown, escaped(line)].join(' '),
    ...losses.slice(0, 1).map(() => escaped(losses.join(' '))),
  ].join('\n');
  const file = address.origin?.picture;
  return [
    file === undefined ? section(said) : pictured(section(said), file, sourceName ?? title),
    context(factsOf(view, address, how).join(' · ')),
    ...actionRow(actionsOf(view, shownAt(address))),
  ];
}

function factsOf(view: View, address: Address, how: How): string[] {
  const { cancelNote, price, cancelCost, settings, lab } = view;
  const source = whoseIs(view, address, how);
  return [
    ...(source === undefined ? [] : [source]),
    ...[settings, ...(cancelNote === undefined ? [price] : []), cancelCost, lab ? status.lab : undefined]
      .filter((it) => it !== undefined && it !== '')
      .map((it) => escaped(it ?? '')),
  ];
}

/** Its name, leading to the file where Slack keeps it: what somebody linked to is theirs to show. */
export function sourceOf({ sourceName }: Pick<View, 'sourceName'>, { origin }: Address): string | undefined {
  if (sourceName === undefined) return undefined;
  return origin?.file === undefined ? escaped(sourceName) : link(sourceName, origin.url);
}

/** With whoever posted it: named where the card is edited, which notifies nobody. */
function whoseIs(view: View, address: Address, { first = false }: How): string | undefined {
  const name = sourceOf(view, address);
  const author = otherAuthor(shownAt(address), address.requester);
  return name === undefined || author === undefined || first ? name : ownerWords.by(name, mention(author));
}

/** One line, with the reason where there is no result. */
function folded(view: View, address: Address, how: How): types.KnownBlock[] {
  const { state, title, took, price, line } = view;
  const { result } = address;
  const isDone = state === 'COMPLETED';
  const removed = view.removed || result?.removed === true;
  const said = [
    `${shapes[state] ?? ''} *${state}* ${words.folded(escaped(title), whoseIs(view, address, how), forWhom(address, how))}`,
    ...(isDone && took !== undefined ? [took] : []),
    escaped(price),
    ...(isDone ? whereIs(address, removed) : []),
  ].join(' · ');
  // What can be done with a result stands under it, where Slack has taken buttons there.
  const actions = result?.buttons && isDone ? [] : actionsOf(view, shownAt(address));
  return [context(said), ...(isDone ? [] : [section(plain(line))]), ...actionRow(actions)];
}

function whereIs({ channel, result }: Address, removed: boolean): string[] {
  if (removed) return [escaped(words.removedShort)];
  if (!result) return [];
  const { permalink, why } = result;
  // In another place it is not for those who are here.
  if (result.channel !== channel)
    return [escaped(why === undefined ? words.sentDirectly : words.elsewhere(why))];
  return [permalink === undefined ? words.inThread : link(words.resultLink, permalink)];
}

/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
const longestAlt = 1000;

/** The source's own words, and what was done to it. */
export function altOf(result: string, source = ''): string {
  const own = source.trim().replace(/[.\s]*$/, '');
  return cut([...(own ? [own] : []), result].join('. '), longestAlt);
}
