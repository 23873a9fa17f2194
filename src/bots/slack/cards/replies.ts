/** What is answered to one person, as messages: sentences, prices, lists, lines. */
import type { types } from '@slack/bolt';
import { quoteActions } from '../../../chat/quote-actions.ts';
import type { ListedJob, Notice, Offer } from '../../../chat/reply.ts';
import { status } from '../../../core/words/status.ts';
import { readAddress } from '../address.ts';
import type { Access, Body } from '../context.ts';
import { ids } from '../ids.ts';
import { textWords as words } from '../words/commands.ts';
import { words as requestWords } from '../words/request.ts';
import { actionRow, bodyOf, button, context, escaped, link, pictured, section } from './blocks.ts';
import { moment, sourceOf } from './card.ts';
import { linesBody, partsOf } from './long-text.ts';
import { drawn } from './mrkdwn.ts';

export const noticeBody = ({ text, actions = [] }: Pick<Notice, 'text' | 'actions'>): Body =>
  bodyOf([section(drawn(text)), ...actionRow(actions)], drawn(text));

/** A price to agree to. Only its person sees and presses it. @param file of the source, where Slack shows it */
export function quoteBody(quote: Offer, file?: string): Body {
  const { title, settings, sourceName, lines, lab } = quote;
  const said = section([`*${escaped(title)}*`, ...lines.map(escaped)].join('\n'));
  const facts = [sourceName, settings, lab ? status.lab : undefined]
    .filter((it) => it !== undefined && it !== '')
    .map((it) => escaped(it ?? ''));
  return bodyOf(
    [
      file === undefined ? said : pictured(said, file, sourceName ?? title),
      ...(facts.length === 0 ? [] : [context(facts.join(' · '))]),
      ...actionRow(quoteActions(quote)),
    ],
    escaped([title, ...lines].join('\n')),
  );
}

/** Jobs with what can be done with each: of several the one that is most likely wanted. @param more lines about one that is shown alone, as plain text */
export async function jobsBody(
  access: Access,
  jobs: readonly ListedJob[],
  more: readonly string[],
  empty: string,
): Promise<Body> {
  const [first] = jobs;
  if (!first) return linesBody([empty]);
  if (more.length === 0) return bodyOf(jobs.map(oneOf));
  const { job, actions } = first;
  return bodyOf([
    section([...jobLines(first), ...(await linkTo(access, job.address))].join('\n')),
    ...partsOf(more.map(escaped)).map((part) => section(part)),
    ...actionRow(actions),
  ]);
}

function oneOf(it: ListedJob): types.SectionBlock {
  const [action] = it.actions;
  const said = section(jobLines(it).join('\n'));
  if (!action) return said;
  return { ...said, accessory: button({ ...action, id: ids.action(action), value: action.id }) };
}

/** `Larger picture ×4 of lake.jpg, result`, and how it stands. */
export function jobLines({ job, view, reason }: Pick<ListedJob, 'job' | 'view' | 'reason'>): string[] {
  const address = readAddress(job.address);
  const { result } = address;
  const there =
    view.state === 'COMPLETED' && !view.removed && !result?.removed ? result?.permalink : undefined;
  const state = `*${view.state}*${reason ? ` (${escaped(reason.briefly)})` : ''}`;
  return [
    words.ofSource(`*${escaped(view.title)}*`, sourceOf(view, address)) +
      (there === undefined ? '' : `, ${link(requestWords.resultLink, there)}`),
    [state, moment(job.createdAt), escaped(view.price), `\`${job.id}\``].join(' · '),
  ];
}

/** To the job's own message. Where the bot cannot see it, neither can most people: then there is no link. */
async function linkTo({ read }: Access, json: ListedJob['job']['address']): Promise<string[]> {
  const { channel, status: ts } = readAddress(json);
  if (ts === undefined) return [];
  const at = await read.chat.getPermalink({ channel, message_ts: ts }).then(
    ({ permalink }) => permalink,
    () => undefined,
  );
  return at === undefined ? [] : [words.statusAt(at)];
}

/** In letters of one width, whatever stands in people's names. */
export const codeOf = (lines: readonly string[]): types.KnownBlock[] =>
  partsOf(lines.map((line) => escaped(line.replaceAll('`', "'")))).map((part) =>
    section(`\`\`\`${part}\`\`\``),
  );
