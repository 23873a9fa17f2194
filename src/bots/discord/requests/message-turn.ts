/** What somebody said to the bot in a message, for the conversation: others read the answers, but for direct messages. */

import type { RawFile } from 'discord.js';
import { offeredPresets } from '../../../chat/presets/named.ts';
import { words as chatWords } from '../../../chat/words.ts';
import type { Json } from '../../../core/domain/job.ts';
import { findModel } from '../../../models/index.ts';
import { ownScope } from '../address.ts';
import { choiceBody, choosing } from '../cards/choice.ts';
import { type Body, note } from '../cards/components.ts';
import type { Attached } from '../cards/edit-card.ts';
import { jobsBody, linesBody, linesOf, noticeBody } from '../cards/lines.ts';
import { type Answered, type Incoming, sendDirectly, sendReply } from '../cards/post-message.ts';
import { quoteOf } from '../cards/quote.ts';
import type { Bot, Choosing, Reply, Turn } from '../context.ts';
import { words } from '../words/request.ts';
import { checkPermissions } from './interaction-turn.ts';
import { type Where, whereOf } from './message-author.ts';
import { keptTurn, readTurn } from './opening/kept-turn.ts';
import { openReply } from './opening/opened.ts';
import { postQuestion } from './owner.ts';
import { picturesAt } from './pictures/at.ts';
import { checkDestination, sendDirectlyAgain, sendInReply } from './send-again.ts';
import { ownOr, take, takeAgain } from './source.ts';

export type MessageTurn = Turn & {
  /** Says something that is no reply of the conversation's. @returns the message's id */
  post(body: Body): Promise<string | undefined>;
};

export const messageTurn = (bot: Bot, message: Incoming): MessageTurn =>
  turnIn(bot, message, { key: message.id, whereOf: () => whereOf(bot, message) });

/** In reply to what was asked about, since nothing that was pressed or typed then can be answered any more. */
export function resumedTurn(bot: Bot, kept: Json): Turn {
  const { key, message, where } = readTurn(kept);
  return turnIn(bot, message, { key, whereOf: async () => where });
}

export function turnIn(
  bot: Bot,
  message: Answered,
  at: { key: string; whereOf: () => Promise<Where> },
): MessageTurn {
  const { author, guild_id: guild, channel_id: channel } = message;
  const direct = guild === undefined;
  const requester = author.id;
  let asked: Promise<Where> | undefined;
  // It takes several requests, so only who needs it asks.
  const where = () => {
    asked ??= at.whereOf();
    return asked;
  };
  let cards = 0;
  let count = 0;
  async function post(body: Attached, files: RawFile[] = []): Promise<string | undefined> {
    count += 1;
    return sendReply(bot, message, { body, files, count });
  }

  /** What is for them alone, by direct message. */
  async function alone(body: Attached, files: Parameters<typeof sendDirectly>[3] = []): Promise<void> {
    const told = await sendDirectly(bot, requester, body, files);
    if (!direct) await post(note([told ? words.answeredDirectly : words.closedToDirect]));
  }

  async function choice({ draft, models, question, several }: Extract<Reply, { kind: 'choice' }>) {
    if (models.length === 0) return void (await post(note([linesOf(question)])));
    const picker = { channel, message: '' };
    const presets = await offeredPresets(bot, turn.asker);
    const its = { requester, steps: [], named: several, presets };
    const form: Choosing = { ...choosing(draft, its), picker };
    const id = bot.forms.put(form);
    const posted = await post(choiceBody(bot, id, form, { question, models }));
    // Somebody quick has chosen already.
    const now = bot.forms.get(id);
    if (posted !== undefined && now?.kind === 'choosing')
      bot.forms.set(id, { ...now, picker: { channel, message: posted } });
  }

  async function reply(it: Reply): Promise<void> {
    switch (it.kind) {
      case 'notice':
        return void (await post(noticeBody(it, { forAll: !direct })));
      case 'price':
        return void (await post(quoteOf(it.quote, { requester, spoiler: false }, { forAll: !direct })));
      case 'choice':
        return choice(it);
      case 'jobs':
        return alone(jobsBody(it));
      case 'lines': {
        const { body, files } = await linesBody(it);
        if (it.forAll) return void (await post(body, files));
        return alone(body, files);
      }
    }
  }

  const turn: MessageTurn = {
    key: at.key,
    asker: { platform: bot.platform, scope: guild ?? ownScope(requester), requester },
    conversation: { id: channel, direct },
    drafts: bot.drafts,
    person: async () => (await where()).person,
    moderates: async () => (await where()).moderates,
    async ready(source) {
      checkPermissions((await where()).conversation);
      return source && ownOr(bot, source);
    },
    picturesAt: (message) => picturesAt(bot, message),
    take: (source) => take(bot, source),
    takeAgain: (job) => takeAgain(bot, job),
    async open(opening) {
      const { conversation } = await where();
      cards += 1;
      const key = cards === 1 ? at.key : `${at.key}:${cards}`;
      return openReply(bot, message, { requester, conversation }, { ...opening, key });
    },
    // Prices are agreed to with buttons.
    started: async () => {},
    reply,
    post,
    async form(draft) {
      const model = findModel(draft.model ?? '');
      const question = chatWords.what(1, draft.takes);
      await choice({ kind: 'choice', question, draft, models: model ? [model] : [], several: false });
    },
    again: async () => keptTurn(at.key, message, await where()),
    async askOwner(question) {
      const place = await postQuestion(bot, message, question);
      return place === undefined ? undefined : { place, seen: true };
    },
    // So is a line of text asked for, and so are results taken away, and originals asked for.
    ask: async () => {},
    removeResult: async () => {},
    original: async () => undefined,
    async send(job, view, delivery, to) {
      checkDestination(job, to, (await where()).conversation);
      const it = { job, view, delivery };
      if (to !== 'here') return sendDirectlyAgain(bot, it, requester);
      await sendInReply(bot, message, it);
      return undefined;
    },
  };
  bot.conversations.set(turn, async () => (await where()).conversation);
  return turn;
}
