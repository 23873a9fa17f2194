/** What stands on the Home tab: credits, jobs, how to begin, and for admins how the workspace is set up. */
import type { types } from '@slack/bolt';
import { newestJobs } from '../../../chat/commands/job-list.ts';
import { limitProblems } from '../../../chat/commands/setup-check.ts';
import { potLine } from '../../../chat/pot/words.ts';
import type { Statement } from '../../../core/credits/statements.ts';
import { limitLines } from '../../../core/credits/words/limits.ts';
import { statementLines } from '../../../core/credits/words/statement.ts';
import type { Person } from '../../../core/domain/command.ts';
import { cut } from '../../../core/words/cut.ts';
import { readAddress } from '../address.ts';
import { actionRow, button, escaped, header, plain, row, section } from '../cards/blocks.ts';
import { partsOf } from '../cards/long-text.ts';
import { styled } from '../cards/mrkdwn.ts';
import { jobLines } from '../cards/replies.ts';
import { missingScopes } from '../commands/check.ts';
import { waysIn } from '../commands/traits.ts';
import type { Access, Bot, Team } from '../context.ts';
import { ids, type TabButton } from '../ids.ts';
import { setupWords as words } from '../words/setup.ts';

const listed = 5;
/** https://docs.slack.dev/reference/block-kit/block-elements/image-element */
const longestAlt = 2000;
/** https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object */
const picturesOnly = /^image\/(?:png|jpeg|gif)$/;

/** So many files are remembered. */
const mostKnown = 10_000;

/** @param pictures show results, too: one that is gone makes Slack refuse all of it */
export async function homeBlocks(
  bot: Bot,
  access: Access,
  person: Person,
  pictures: boolean,
): Promise<types.KnownBlock[]> {
  const { credits } = bot.requests;
  const [statement, admin, pot, jobs] = await Promise.all([
    credits.statement(person),
    credits.isAdmin(person),
    bot.requests.purchases.pot(person),
    jobBlocks(bot, access, person, pictures),
  ]);
  return [
    header(words.credits),
    ...creditBlocks(statement),
    section(plain(potLine(pot))),
    { type: 'divider' },
    header(words.jobs),
    ...jobs,
    { type: 'divider' },
    header(words.start),
    section(styled((style) => waysIn(bot, style), access.botUser).join('\n')),
    ...row([button({ id: ids.tab('new'), label: words.newForm, value: 'new', style: 'primary' })]),
    ...(admin ? await adminBlocks(bot, access.team, person) : []),
  ];
}

function creditBlocks(statement: Statement): types.KnownBlock[] {
  const { limit, allowance } = statement;
  const left = limit === null || limit === 0 ? undefined : Math.min(1, Math.max(0, allowance / limit));
  return [
    ...(left === undefined ? [] : [section(`${bar(left)}  ${words.left(Math.floor(left * 100))}`)]),
    ...partsOf(styled((style) => statementLines(statement, style))).map((part) => section(part)),
  ];
}

/** `▰▰▰▰▱▱▱▱`; anything at all is seen. */
function bar(part: number): string {
  const width = 16;
  const full = part === 0 ? 0 : Math.max(1, Math.floor(part * width));
  return `${'▰'.repeat(full)}${'▱'.repeat(width - full)}`;
}

async function jobBlocks(
  bot: Bot,
  access: Access,
  person: Person,
  pictures: boolean,
): Promise<types.KnownBlock[]> {
  const found = await newestJobs(bot.chat, person, listed);
  if (found.length === 0) return [section(words.noJobs)];
  const blocks = found.map(async (it): Promise<types.KnownBlock[]> => {
    const { job, view, actions } = it;
    const { result } = readAddress(job.address);
    const there = result?.removed || view.removed || view.state !== 'COMPLETED' ? undefined : result;
    const text = section([...jobLines(it), escaped(view.line)].join('\n'));
    const shown = pictures && there && picturesOnly.test(view.result?.type ?? '');
    const ready = shown && (await isProcessed(bot, access, there.file));
    return [ready ? { ...text, accessory: thumbnail(there.file, view.alt) } : text, ...actionRow(actions)];
  });
  return (await Promise.all(blocks)).flat();
}

/** Slack has looked at it, and does not do so again. */
async function isProcessed(bot: Bot, { read }: Access, file: string): Promise<boolean> {
  const { processed: known } = bot.memory;
  if (known.has(file)) return true;
  const type = await read.files.info({ file }).then(
    ({ file: found }) => found?.mimetype ?? '',
    () => '',
  );
  if (!picturesOnly.test(type)) return false;
  if (known.size >= mostKnown) known.clear();
  known.add(file);
  return true;
}

const thumbnail = (file: string, alt: string): types.ImageElement => ({
  type: 'image',
  slack_file: { id: file },
  alt_text: cut(alt, longestAlt),
});

async function adminBlocks(bot: Bot, team: Team, person: Person): Promise<types.KnownBlock[]> {
  const policy = await bot.requests.credits.policy(person);
  const problems = [...(await missingScopes(bot, team)), ...limitProblems(bot.chat, policy)];
  const form = (name: TabButton, label: string) => button({ id: ids.tab(name), label, value: name });
  return [
    { type: 'divider' },
    header(words.admin),
    ...(problems.length > 0
      ? [
          section(`*${words.missing}*`),
          ...partsOf(styled((style) => problems.map((it) => `• ${it(style)}`))).map((part) => section(part)),
        ]
      : []),
    // A workspace may have any number of rules and blocks; the command shows them all.
    ...partsOf(styled((style) => limitLines(policy, style, bot.clock())))
      .slice(0, 5)
      .map((part) => section(part)),
    ...row([form('limits', words.limits), form('budget', words.budget), form('grant', words.grant)]),
  ];
}
