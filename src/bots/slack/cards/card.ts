/** A job's one message: a view as blocks. */
import type { types } from '@slack/bolt';
import type { View } from '../../../core/view/view.ts';
import { status } from '../../../core/words/status.ts';
import { models } from '../../../models/index.ts';
import type { Address } from '../address.ts';
import type { Body } from '../context.ts';
import { words } from '../words/request.ts';
import { bodyOf, button, context, escaped, header, picture, plain, row, section } from './blocks.ts';

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

/** What can be done with a result; it carries the job's id, so it works as long as the job's record is kept. */
const nextButtons = (job: string, medium: 'image' | 'video'): types.Button[] =>
  models
    .filter(({ takes }) => takes === medium)
    .map(({ name, command }) =>
      button({ action: `next:${name}`, label: words.next(command), value: job, style: 'primary' }),
    );

const changeButton = (job: string) => button({ action: 'change', label: words.change, value: job });

/** The same once more, as it was or changed. */
const againButtons = (job: string): types.Button[] => [
  button({ action: 'again', label: words.again, value: job }),
  changeButton(job),
];

export const cancelButton = ({ id, cancelNote }: Pick<View, 'id' | 'cancelNote'>): types.Button =>
  button({
    action: 'cancel',
    label: words.cancel,
    value: id,
    ...(cancelNote === undefined
      ? {}
      : {
          confirm: {
            title: words.cancelTitle,
            text: cancelNote,
            yes: words.cancelYes,
            no: words.cancelNo,
          },
        }),
  });

const removeButton = (job: string) =>
  button({
    action: 'remove',
    label: words.remove,
    value: job,
    style: 'danger',
    confirm: {
      title: words.removeTitle,
      text: words.removeText,
      yes: words.removeYes,
      no: words.removeNo,
    },
  });

/**
 * The message before there is a job: what the job will say first. It names nobody, since a post that names somebody
 * notifies them.
 */
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
    ...row(buttonsOf(view, address)),
  ];
  return bodyOf(blocks, escaped(words.card(title, state, line)));
}

function buttonsOf(view: View, { result }: Address): types.Button[] {
  const { id, state } = view;
  if (view.cancellable) return [cancelButton(view)];
  if (state === 'FAILED' || state === 'CANCELLED')
    return [
      ...(view.result && !result ? [button({ action: 'resend', label: words.resend, value: id })] : []),
      ...againButtons(id),
    ];
  if (state !== 'COMPLETED') return [];
  const medium = view.result?.type.startsWith('video/') ? 'video' : 'image';
  return [
    ...nextButtons(id, medium),
    changeButton(id),
    ...(result && !result.removed ? [removeButton(id)] : []),
  ];
}

function resultBlocks({ state, alt }: View, { channel, result, marks }: Address): types.KnownBlock[] {
  if (state !== 'COMPLETED' || !result) return [];
  if (result.removed) return [section(plain(words.removed))];
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

/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
const longestAlt = 1000;

/** The source's own words, and what was done to it. */
export function altOf(result: string, source = ''): string {
  const own = source.trim().replace(/[.\s]*$/, '');
  return [...(own ? [own] : []), result].join('. ').slice(0, longestAlt);
}
