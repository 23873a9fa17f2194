/** What stands on the Home tab: credits, jobs, how to begin, and for admins how the workspace is set up. */
import type { types } from '@slack/bolt';
import type { Statement } from '../../../core/credits/statements.ts';
import { statementLines } from '../../../core/credits/words/statement.ts';
import type { Person } from '../../../core/domain/command.ts';
import type { View } from '../../../core/view/view.ts';
import { models } from '../../../models/index.ts';
import { button, escaped, header, row, section } from '../cards/blocks.ts';
import { cancelButton } from '../cards/card.ts';
import { partsOf } from '../cards/long-text.ts';
import { knownProblems } from '../commands/check.ts';
import { jobLines, newestJobs } from '../commands/job-list.ts';
import { named } from '../commands/mrkdwn-names.ts';
import { policyLines } from '../commands/policy-lines.ts';
import type { Access, Bot, Team } from '../context.ts';
import { shortcutName, textWords } from '../words/commands.ts';
import { words as frame } from '../words/request.ts';
import { setupWords as words } from '../words/setup.ts';

const listed = 5;
/** https://docs.slack.dev/reference/block-kit/block-elements/image-element */
const longestAlt = 2000;
/** https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object */
const picturesOnly = /^image\/(?:png|jpeg|gif)$/;

/** The files that can be shown, as far as they were asked about; so many are remembered. */
const processed = new WeakMap<Bot, Set<string>>();
const mostKnown = 10_000;

/** @param pictures show results, too: one that is gone makes Slack refuse all of it */
export async function homeBlocks(
  bot: Bot,
  access: Access,
  person: Person,
  pictures: boolean,
): Promise<types.KnownBlock[]> {
  const { credits } = bot.requests;
  const [statement, admin, jobs] = await Promise.all([
    credits.statement(person),
    credits.isAdmin(person),
    jobBlocks(bot, access, person, pictures),
  ]);
  return [
    header(words.credits),
    ...creditBlocks(statement),
    { type: 'divider' },
    header(words.jobs),
    ...jobs,
    { type: 'divider' },
    header(words.start),
    section(textWords.ways(bot.command, shortcutName, `<@${access.botUser}>`)),
    ...row([button({ action: 'home:new', label: words.newForm, value: 'new', style: 'primary' })]),
    ...(admin ? await adminBlocks(bot, access.team, person) : []),
  ];
}

function creditBlocks(statement: Statement): types.KnownBlock[] {
  const { limit, allowance } = statement;
  const left = limit === null || limit === 0 ? undefined : Math.min(1, Math.max(0, allowance / limit));
  return [
    ...(left === undefined ? [] : [section(`${bar(left)}  ${words.left(Math.floor(left * 100))}`)]),
    ...partsOf(named((names) => statementLines(statement, names))).map((part) => section(part)),
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
  const found = await newestJobs(bot, person, listed);
  if (found.length === 0) return [section(words.noJobs)];
  const blocks = found.map(async ({ job, view, address: { result } }): Promise<types.KnownBlock[]> => {
    const there = result?.removed || view.state !== 'COMPLETED' ? undefined : result;
    const link = there?.permalink === undefined ? [] : [textWords.resultAt(there.permalink)];
    const text = section([jobLines(job, view), escaped(view.line), ...link].join('\n'));
    const shown = pictures && there && picturesOnly.test(view.result?.type ?? '');
    const ready = shown && (there.shown || (await isProcessed(bot, access, there.file)));
    return [ready ? { ...text, accessory: thumbnail(there.file, view.alt) } : text, ...row(jobButtons(view))];
  });
  return (await Promise.all(blocks)).flat();
}

/** Slack has looked at it, and does not do so again. */
async function isProcessed(bot: Bot, { read }: Access, file: string): Promise<boolean> {
  const known = processed.get(bot) ?? new Set<string>();
  processed.set(bot, known);
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
  alt_text: alt.slice(0, longestAlt),
});

/** The tab is in no channel, so what runs anew opens the form, which asks for one. */
function jobButtons(view: View): types.Button[] {
  const { id, state, result } = view;
  const over = state === 'COMPLETED' || state === 'FAILED' || state === 'CANCELLED';
  const medium = result?.type.startsWith('video/') ? 'video' : 'image';
  const next = state === 'COMPLETED' ? models.filter(({ takes }) => takes === medium) : [];
  const to = (name: string, label: string) => button({ action: `home:${name}`, label, value: id });
  return [
    ...next.map(({ name, command }) => to(`next:${name}`, frame.next(command))),
    ...(over ? [to('again', frame.again)] : []),
    ...(view.cancellable ? [{ ...cancelButton(view), action_id: 'v1:home:cancel' }] : []),
  ];
}

async function adminBlocks(bot: Bot, team: Team, person: Person): Promise<types.KnownBlock[]> {
  const policy = await bot.requests.credits.policy(person);
  const problems = await knownProblems(bot, team, policy);
  const form = (name: string, label: string) => button({ action: `home:${name}`, label, value: name });
  return [
    { type: 'divider' },
    header(words.admin),
    ...(problems.length > 0
      ? [
          section(`*${words.missing}*`),
          ...partsOf(problems.map((it) => `• ${it}`)).map((part) => section(part)),
        ]
      : []),
    // A workspace may have any number of rules and blocks; the command shows them all.
    ...partsOf(policyLines(bot, policy))
      .slice(0, 5)
      .map((part) => section(part)),
    ...row([form('limits', words.limits), form('budget', words.budget), form('grant', words.grant)]),
  ];
}
