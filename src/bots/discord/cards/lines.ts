/** What is answered, as a message: all but choices, which are kept first. */
import { ComponentType, codeBlock, type RawFile } from 'discord.js';
import type { ListedJob } from '../../../chat/reply.ts';
import { cut } from '../../../core/words/cut.ts';
import { linkTo, readAddress } from '../address.ts';
import type { Reply } from '../context.ts';
import { words } from '../words/request.ts';
import { heading } from './card.ts';
import {
  type Body,
  bodyOf,
  buttonOf,
  container,
  longText,
  moment,
  plain,
  rows,
  small,
  text,
} from './components.ts';
import type { Attached } from './edit-card.ts';
import { drawn, style } from './style.ts';

type Of<Kind extends Reply['kind']> = Extract<Reply, { kind: Kind }>;

export const linesOf = (said: string): string => said.split('\n').map(drawn).join('\n');

/** @param forAll others read it. */
export const noticeBody = (
  { text: said, forAll: publicly, actions = [] }: Of<'notice'>,
  { forAll }: { forAll: boolean },
): Body =>
  bodyOf([text(linesOf(forAll ? (publicly ?? said) : said)), ...rows(actions.map((it) => buttonOf(it)))]);

/** One that is shown alone has its buttons; of several there would be too many. */
export function jobsBody({ jobs, more, empty }: Of<'jobs'>): Body {
  const [first] = jobs;
  if (first && more) return bodyOf([oneJob(first, more)]);
  const lines = jobs.map((it) => {
    const { id, state, title, price } = it.view;
    const facts = [moment(it.job.createdAt), price, cardLink(it)];
    return `\`${id}\` **${state}** ${plain(title)} · ${facts.join(' · ')}`;
  });
  return bodyOf([longText(lines.length > 0 ? lines : [empty])]);
}

function cardLink({ job }: ListedJob): string {
  const { guild, channel, card } = readAddress(job.address);
  return words.cardAt(linkTo(guild, channel, card));
}

function oneJob(it: ListedJob, more: readonly string[]) {
  const { view, job, actions } = it;
  const { result, guild } = readAddress(job.address);
  const facts = [view.price, moment(job.createdAt)];
  const links = [
    cardLink(it),
    ...(result && !view.removed ? [words.resultAt(linkTo(guild, result.channel, result.message))] : []),
  ];
  const [line = '', ...others] = more;
  return container([
    text(heading(view, false)),
    text(`**${view.state}** · ${plain(line)}`),
    text(links.join(' · ')),
    ...(others.length > 0 ? [longText(others.map(plain), 3_000)] : []),
    small(facts.join(' · ')),
    ...rows(actions.map((action) => buttonOf(action))),
  ]);
}

/** Discord cuts nothing: what is longer than a message is counted. */
export async function linesBody({
  lines,
  table,
  picture,
}: Of<'lines'>): Promise<{ body: Attached; files: RawFile[] }> {
  const said = longText(lines(style).map(drawn));
  const parts = table ? [said, text(codeBlock(cut(table.join('\n'), mostTable)), mostTable + 8)] : [said];
  if (!picture) return { body: bodyOf(parts), files: [] };
  const { fileName: name, alt } = picture;
  const description = cut(alt, 1024);
  const shown = {
    type: ComponentType.MediaGallery as const,
    items: [{ media: { url: `attachment://${name}` }, description }],
  };
  return {
    body: { ...bodyOf([...parts, shown]), attachments: [{ id: '0', filename: name, description }] },
    files: [{ name, data: Buffer.from(await picture.png()), contentType: 'image/png' }],
  };
}

/** Characters; beside it stands a line. */
const mostTable = 3_000;
