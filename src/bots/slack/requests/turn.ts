/** What somebody did in Slack, as the conversation takes it. */
import { words } from '../../../chat/words.ts';
import type { Person } from '../../../core/domain/command.ts';
import type { Json } from '../../../core/domain/job.ts';
import { bytes as size } from '../../../core/words/amounts.ts';
import { replyPrivately } from '../cards/reply-privately.ts';
import { showFirst } from '../cards/show.ts';
import type { Bot, Conversation, Draft, Turn } from '../context.ts';
import { formWords } from '../words/form.ts';
import { words as slackWords } from '../words/request.ts';
import { openCard } from './opening.ts';
import { keptTurn, readTurn } from './owner/kept-turn.ts';
import { postQuestion } from './owner/question.ts';
import { personOf } from './people.ts';
import { picturesAt } from './pictures/at.ts';
import { type At, reply } from './reply.ts';
import { removeResult, sendResult } from './results.ts';
import { readySource, take, takeAgain } from './source.ts';

export function turnOf(bot: Bot, at: At): Turn {
  const { conversation, user, key, pressed, sent, homeless, below } = at;
  const { team, channel, direct } = conversation;
  const place: Conversation = below === undefined ? conversation : { ...conversation, thread: below };
  const sourceAt = { team, channel, user };
  let person: Promise<Person> | undefined;

  return {
    key,
    asker: { platform: bot.platform, scope: team.id, requester: user },
    conversation: { id: channel, direct },
    drafts: bot.drafts,
    ...(pressed && { pressed }),
    ...(sent && { sent }),
    ...(homeless && { homeless }),
    person() {
      person ??= personOf(bot, { team, user, ...(homeless ? {} : { channel }) });
      return person;
    },
    // Slack knows no moderators: admins decide everywhere in their workspace.
    moderates: async () => false,
    ready: (source) => readySource(bot, sourceAt, source),
    picturesAt: (message) => picturesAt(bot, team, message),
    take: (source) => take(bot, team, source),
    takeAgain: (job) => takeAgain(bot, job),
    open: (opening) => openCard(bot, { key, user, conversation: place }, opening),
    async started(job) {
      const notice = { kind: 'notice', text: words.onItsWay, replaces: true } as const;
      await Promise.all([showFirst(bot, job), reply(bot, at, notice)]);
    },
    reply: (said) => reply(bot, at, said),
    form: (draft) => at.form?.(draft) ?? reply(bot, at, offerOf(draft)),
    again: async () => keptTurn({ key, user, conversation, below }),
    async askOwner(question) {
      const there = question.source?.message;
      const thread = place.thread ?? (there?.channel === channel ? there.ts : undefined);
      const posted = await postQuestion(bot, { ...place, ...(thread !== undefined && { thread }) }, question);
      return posted === undefined ? undefined : { place: posted, seen: false };
    },
    ask: async (question) => at.ask?.(question),
    removeResult: (job) => removeResult(bot, job),
    // What only one person sees can hold no file, and what Slack refuses for its size it refuses everywhere.
    original: async ({ bytes }) => slackWords.originalRefused(size(bytes)),
    async send(job, view, delivery, to) {
      const body = await sendResult(bot, { user, conversation }, { job, view, delivery, to });
      await replyPrivately(bot, conversation, user, body);
      return undefined;
    },
  };
}

/** In any process, when somebody has allowed what it asked for. */
export function resumedTurn(bot: Bot, kept: Json): Turn {
  const { key, user, place, below } = readTurn(kept);
  return turnOf(bot, { key, user, conversation: place, below });
}

const offerOf = (draft: Draft) =>
  ({ kind: 'choice', question: formWords.useForm, draft, models: [], several: false }) as const;
