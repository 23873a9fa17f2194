/** `/darkroom …`: a request, or a word that is answered at once; without any, the form. */
import type { SlashCommand } from '@slack/bolt';
import { Failure } from '../../../core/domain/failure.ts';
import { nearest } from '../../../core/text/nearest.ts';
import { readText, type TextRequest } from '../../../core/text/request.ts';
import { problem } from '../../../core/words/fields.ts';
import { textWords as coreWords, fillers } from '../../../core/words/text-arguments.ts';
import { actions, escaped } from '../cards/blocks.ts';
import { linesBody } from '../cards/long-text.ts';
import { replyPrivately } from '../cards/reply-privately.ts';
import { answerCheck } from '../commands/check.ts';
import { answerCredits } from '../commands/credits.ts';
import { helpBody } from '../commands/help.ts';
import { answerJobs } from '../commands/jobs.ts';
import { answerUsage } from '../commands/usage.ts';
import type { Body, Bot, Conversation, Handle } from '../context.ts';
import { openForm } from '../form/open.ts';
import { formButton } from '../form/stored.ts';
import { type IncomingText, wordsOf, written } from '../requests/incoming-text.ts';
import { linkTo } from '../requests/message-media.ts';
import { personOf } from '../requests/people.ts';
import { startRequest } from '../requests/start.ts';
import { shortcutName, textWords as words } from '../words/commands.ts';
import { sentenceFor } from '../words/request.ts';

/** The words that are no request, by how they are typed; each gets what stands after it. */
const answers: Readonly<
  Record<string, (bot: Bot, incoming: IncomingText, rest: string) => Promise<Body | undefined>>
> = {
  jobs: answerJobs,
  credits: answerCredits,
  usage: answerUsage,
  check: answerCheck,
};

/** Never rejects: what is wrong is said to the person. */
export const handleText: Handle<SlashCommand> = async (bot, command, team) => {
  const { channel_id: channel, user_id: user, trigger_id: triggerId, text } = command;
  const direct = command.channel_name === 'directmessage';
  const conversation: Conversation = { team, channel, direct, responseUrl: command.response_url };
  const key = `trigger:${triggerId}`;
  // The form's trigger lives three seconds, so nothing is asked of Slack before.
  if (text.trim() === '') return openForm(bot, { team, user, triggerId, conversation });
  try {
    const person = await personOf(bot, { team, user, channel });
    const incoming: IncomingText = { conversation, person, text, key };
    if (!(await answerText(bot, incoming))) await request(bot, incoming);
  } catch (error) {
    await replyPrivately(bot, conversation, user, sentenceFor(bot, error));
  }
};

/**
 * Answers words such as `credits`, `jobs` and `help`, for the one who asks alone; false: it is about something else.
 * Never rejects.
 */
export async function answerText(bot: Bot, incoming: IncomingText): Promise<boolean> {
  const { conversation, person, text } = incoming;
  const { word, rest } = begunWith(text);
  const answer = Object.hasOwn(answers, word) ? answers[word] : undefined;
  const asked = answer ? undefined : readText(written(text), incoming.found?.[0]?.medium);
  if (!answer && !asked?.help) return false;
  try {
    const body = answer ? await answer(bot, incoming, rest) : await help(bot, incoming, asked?.model);
    if (body) await replyPrivately(bot, conversation, person.requester, body);
  } catch (error) {
    const more = await adminsUnread(bot, conversation, error);
    await replyPrivately(bot, conversation, person.requester, [sentenceFor(bot, error), ...more].join(' '));
  }
  return true;
}

/** Without the right to ask who is an admin nobody is one, which admins could not explain to themselves. */
async function adminsUnread(bot: Bot, { team }: Conversation, error: unknown): Promise<string[]> {
  if (!(error instanceof Failure) || error.code !== 'not-admin') return [];
  const access = await bot.accessTo(team).catch(() => undefined);
  const granted = access?.scopes();
  const unread = granted && !(granted.has('users:read') && granted.has('usergroups:read'));
  return unread ? [words.adminsUnread] : [];
}

/** The first word that means something, and what stands after it; `my credits, please` is `credits`. */
function begunWith(text: string): { word: string; rest: string } {
  const said = wordsOf(text);
  const bare = (word: string) => word.replace(/[,.!:]+$/, '').toLowerCase();
  const at = said.findIndex((word) => !fillers.has(bare(word)));
  const rest = said.slice(at + 1);
  return {
    word: bare(said[at] ?? ''),
    rest: rest.every((word) => fillers.has(bare(word))) ? '' : rest.join(' '),
  };
}

async function help(
  bot: Bot,
  { conversation, person }: IncomingText,
  model: TextRequest['model'],
): Promise<Body> {
  const [{ botUser }, admin] = await Promise.all([
    bot.accessTo(conversation.team),
    bot.requests.credits.isAdmin(person),
  ]);
  return helpBody(bot, model, { botUser, admin });
}

/** Begins a job, or says what is missing, with a form in which all that was understood is filled in. */
async function request(bot: Bot, incoming: IncomingText): Promise<void> {
  const { conversation, person, key } = incoming;
  const asked = readText(written(incoming.text));
  const { model, settings, link } = asked;
  const lines = missingIn(bot, incoming, asked);
  if (lines.length === 0 && model && link !== undefined)
    return startRequest(bot, {
      key,
      person,
      conversation,
      model: model.name,
      settings,
      source: linkTo(link),
    });
  const start = {
    model: model?.name,
    settings,
    ...(link === undefined ? {} : { source: linkTo(link) }),
  };
  const body = linesBody(lines, [actions(formButton(words.openForm, start))]);
  await replyPrivately(bot, conversation, person.requester, body);
}

/** What stands in the way of a request, in sentences; nothing does where there are none. */
function missingIn({ command }: Bot, { text }: IncomingText, asked: TextRequest): string[] {
  const { model, settings, link, unknown } = asked;
  const [first = ''] = text.trim().split(/\s+/);
  const meant = unknown.some(({ word }) => word === first) ? nearest(first, Object.keys(answers)) : undefined;
  if (meant !== undefined) return [words.meant(escaped(first), `${command} ${meant}`)];
  if (unknown.length > 0) return [escaped(coreWords.notUnderstood(unknown))];
  const prepared = model?.prepare(settings);
  if (prepared && !prepared.ok)
    return [escaped(new Failure('bad-settings', { problems: prepared.problems.map(problem) }).message)];
  if (!model) return [words.noModel];
  if (link !== undefined) return [];
  return [
    escaped(new Failure('no-source', { medium: model.takes }).message),
    words.shortcutHint(shortcutName),
  ];
}
