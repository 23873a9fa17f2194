/** What is answered, as a message: all but choices, which are kept first. */
import { ComponentType, codeBlock, type RawFile } from 'discord.js';
import type { ListedJob } from '../../../chat/reply.ts';
import { linkTo, readAddress } from '../address.ts';
import type { Reply } from '../context.ts';
import { words } from '../words/request.ts';
import {
  type Body,
  bodyOf,
  buttonOf,
  container,
  link,
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

/** Buttons stand with so many of the newest; a message holds 40 parts. */
const mostButtons = 8;

/** One that is shown alone has all its buttons; of several each has the one that is most likely wanted. */
export function jobsBody({ jobs, more, empty }: Of<'jobs'>): Body {
  const [first] = jobs;
  if (!first) return bodyOf([text(empty)]);
  if (more) return bodyOf([oneJob(first, more)]);
  const all = jobs.map((it, index) => {
    const said = text([lineOf(it), `-# ${factsOf(it).join(' · ')}`].join('\n'));
    const [action] = index < mostButtons ? it.actions : [];
    if (!action) return said;
    const type = ComponentType.Section as const;
    return { type, components: [said], accessory: buttonOf(action) };
  });
  return bodyOf([container(all)]);
}

/** `Larger picture ×4 of lake.jpg, result`, leading to its card and to its result. */
function lineOf({ view, job }: ListedJob): string {
  const { guild, channel, card, result } = readAddress(job.address);
  const name = view.sourceName ?? job.id;
  const of = words.ofSource(`**${plain(view.title)}**`, link(name, linkTo(guild, channel, card)));
  const there = result && view.state === 'COMPLETED' && !view.removed;
  return there ? `${of}, ${link(words.resultLink, linkTo(guild, result.channel, result.message))}` : of;
}

const factsOf = ({ view, job }: ListedJob): string[] => [
  `${view.state}`,
  moment(job.createdAt),
  view.price,
  `\`${job.id}\``,
];

function oneJob(it: ListedJob, more: readonly string[]) {
  const { view, actions } = it;
  const [line = '', ...others] = more;
  return container([
    text([lineOf(it), plain(line)].join('\n')),
    ...(view.settings === '' ? [] : [small(plain(view.settings))]),
    ...(others.length > 0 ? [longText(others.map(plain), 3_000)] : []),
    small(factsOf(it).join(' · ')),
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
  const parts = table ? [said, text(codeBlock(table.join('\n')), mostTable)] : [said];
  if (!picture) return { body: bodyOf(parts), files: [] };
  const { fileName: name, alt } = picture;
  const description = alt.slice(0, 1024);
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
