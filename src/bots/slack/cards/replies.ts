/** What is answered to one person, as messages: sentences, prices, lists, lines. */
import type { types } from '@slack/bolt';
import { quoteActions } from '../../../chat/next-actions.ts';
import type { ListedJob, Notice, Offer } from '../../../chat/reply.ts';
import { status } from '../../../core/words/status.ts';
import { readAddress } from '../address.ts';
import type { Access, Body } from '../context.ts';
import { textWords as words } from '../words/commands.ts';
import { actionRow, bodyOf, context, escaped, header, plain, section } from './blocks.ts';
import { moment } from './card.ts';
import { linesBody, partsOf } from './long-text.ts';
import { drawn } from './mrkdwn.ts';

export const noticeBody = ({ text, actions = [] }: Pick<Notice, 'text' | 'actions'>): Body =>
  bodyOf([section(drawn(text)), ...actionRow(actions)], drawn(text));

/** A price to agree to. Only its person sees and presses it. */
export function quoteBody(quote: Offer): Body {
  const { title, settings, lines, lab } = quote;
  return bodyOf(
    [
      header(title),
      ...(settings === '' ? [] : [context(plain(settings))]),
      section(plain(lines.join('\n'))),
      ...(lab ? [context(plain(status.lab))] : []),
      ...actionRow(quoteActions(quote)),
    ],
    escaped([title, ...lines].join('\n')),
  );
}

/** Jobs with what can be done with each. @param more lines about one that is shown alone, as plain text */
export async function jobsBody(
  access: Access,
  jobs: readonly ListedJob[],
  more: readonly string[],
  empty: string,
): Promise<Body> {
  if (jobs.length === 0) return linesBody([empty]);
  const blocks = jobs.map(async ({ job, view, actions }) => [
    section([...jobLines({ job, view }), ...(await linksOf(access, job.address))].join('\n')),
    ...partsOf(more.map(escaped)).map((part) => section(part)),
    ...actionRow(actions),
  ]);
  return bodyOf((await Promise.all(blocks)).flat());
}

/** `*ESRGAN upscaler* · *COMPLETED* · 3 minutes ago · 0.5 credits`, and the settings below it. */
export const jobLines = ({ job, view }: Pick<ListedJob, 'job' | 'view'>): string[] => [
  words.job(job.id, escaped(view.title), view.state, moment(job.createdAt), view.price),
  ...(view.settings === '' ? [] : [escaped(view.settings)]),
];

/** To the job's own message and to its result. Where the bot cannot see one, neither can most people: then there is no link. */
async function linksOf({ read }: Access, json: ListedJob['job']['address']): Promise<string[]> {
  const { channel, status: ts, result } = readAddress(json);
  const at =
    ts === undefined
      ? undefined
      : await read.chat.getPermalink({ channel, message_ts: ts }).then(
          ({ permalink }) => permalink,
          () => undefined,
        );
  const posted = result?.removed ? undefined : result?.permalink;
  return [
    ...(at === undefined ? [] : [words.statusAt(at)]),
    ...(posted === undefined ? [] : [words.resultAt(posted)]),
  ];
}

/** In letters of one width, whatever stands in people's names. */
export const codeOf = (lines: readonly string[]): types.KnownBlock[] =>
  partsOf(lines.map((line) => escaped(line.replaceAll('`', "'")))).map((part) =>
    section(`\`\`\`${part}\`\`\``),
  );
