/** What somebody did with a command, a button, a menu or a form, for the conversation. */
import { MessageFlags, type RepliableInteraction } from 'discord.js';
import { offeredPresets } from '../../../chat/presets/named.ts';
import { Refusal } from '../../../chat/reply.ts';
import { choiceBody, choosing } from '../cards/choice.ts';
import { jobsBody, linesBody, noticeBody } from '../cards/lines.ts';
import { quoteOf } from '../cards/quote.ts';
import type { Bot, Conversation, Draft, Found, Pressed, Reply, Turn } from '../context.ts';
import { words } from '../words/request.ts';
import { answerLater, isFresh, replacePressed, whisper } from './answer.ts';
import { mediaIn } from './message-media.ts';
import { answeredBy, keptTurn } from './opening/kept-turn.ts';
import { openAnswer } from './opening/opened.ts';
import { postQuestion } from './owner.ts';
import { conversationOf, isModerator, missingIn, personOf } from './permissions.ts';
import { picturesAt } from './pictures/at.ts';
import { rawOf } from './raw-message.ts';
import { removeResult } from './remove-result.ts';
import { checkDestination, sendDirectlyAgain, sendHere, sendOriginal } from './send-again.ts';
import { ownOr, take, takeAgain } from './source.ts';
import { started } from './started.ts';

/** Of a button of ours. */
export type Press = {
  interaction: Pressed;
  /** The job that the pressed message shows. */
  job: string | undefined;
  /**
   * It is private, and was there to be asked once: whether it is to be done all the same, or what else can be done with a
   * result that now goes. The answer takes its place.
   */
  isQuestion: boolean;
  /** Opens a form, or asks for a line of text; nothing may have been answered before it. */
  form: (draft: Draft) => Promise<void>;
  ask: Turn['ask'];
};

/** @param from.press left out for what is no button. @param from.sent what a form said, where it is one */
export function turnOf(
  bot: Bot,
  interaction: RepliableInteraction,
  { press, sent }: { press?: Press; sent?: Draft } = {},
): Turn {
  const person = personOf(bot, interaction);
  const conversation = conversationOf(bot, interaction);
  const { platform, scope, requester } = person;
  const asked = { requester, conversation };
  const where = { person, moderates: false, conversation };
  const answered = (source: Found | undefined) => answeredBy(source, conversation, requester);
  const turn: Turn = {
    key: interaction.id,
    asker: { platform, scope, requester },
    conversation: { id: conversation.channel, direct: conversation.direct },
    drafts: bot.drafts,
    ...(sent && { sent }),
    ...(press && { pressed: { message: press.interaction.message.id, job: press.job } }),
    person: async () => person,
    moderates: async () => isModerator(interaction),
    async ready(source) {
      checkPermissions(conversation);
      return source && ownOr(bot, source);
    },
    picturesAt: (message) => picturesAt(bot, message),
    take: (source) => take(bot, source),
    takeAgain: (job) => takeAgain(bot, job),
    open: (opening) => openAnswer(bot, interaction, asked, opening),
    async started(job) {
      if (press) await started(bot, press.interaction, job);
    },
    reply: (reply) => answer(bot, interaction, { reply, press, asker: turn.asker, conversation }),
    async form(draft) {
      await press?.form(draft);
    },
    again: async (source) => (conversation.member ? keptTurn(turn.key, answered(source), where) : undefined),
    async askOwner(question) {
      const place = conversation.member
        ? await postQuestion(bot, answered(question.source), question)
        : undefined;
      return place === undefined ? undefined : { place, seen: false };
    },
    async ask(question) {
      await press?.ask(question);
    },
    async removeResult(job) {
      if (!press) throw new Refusal(words.cannotRemove);
      await removeResult(bot, job, { interaction: press.interaction, shows: press.job === job.id });
    },
    original: (delivery) => sendOriginal(bot, interaction, delivery),
    async send(job, view, delivery, to) {
      checkDestination(job, to, conversation);
      const it = { job, view, delivery };
      if (to === 'here') return void (await sendHere(bot, interaction, it));
      if (isFresh(interaction)) await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      return sendDirectlyAgain(bot, it, requester);
    },
  };
  bot.conversations.set(turn, async () => conversation);
  return turn;
}

/** @throws Refusal where a result could not be posted */
export function checkPermissions(conversation: Conversation): void {
  const missing = missingIn(conversation);
  if (missing) throw new Refusal(words.missing(missing));
}

async function answer(
  bot: Bot,
  interaction: RepliableInteraction,
  its: { reply: Reply; press: Press | undefined; asker: Turn['asker']; conversation: Conversation },
): Promise<void> {
  const { reply, press, asker, conversation } = its;
  const { requester } = asker;
  const say = (body: Parameters<typeof whisper>[2]) => whisper(bot, interaction, body);
  switch (reply.kind) {
    case 'notice': {
      const body = noticeBody(reply, { forAll: false });
      if (press && (reply.replaces || press.isQuestion)) return replacePressed(bot, press.interaction, body);
      // What the message that was pressed will show by itself is not said.
      if (!(reply.quiet && press?.job !== undefined)) return say(body);
      if (isFresh(interaction)) await press.interaction.deferUpdate();
      return;
    }
    case 'price': {
      if (!press) return say(quoteOf(reply.quote, { requester, spoiler: false }, { forAll: false }));
      const { message } = press.interaction;
      const forAll = !message.flags.has(MessageFlags.Ephemeral) && !conversation.direct;
      // The price that it takes the place of shows of which picture it is.
      const [{ url: picture, spoiler } = { url: undefined, spoiler: false }] = mediaIn(rawOf(message));
      const body = quoteOf(reply.quote, { requester, picture, spoiler }, { forAll });
      return replacePressed(bot, press.interaction, body);
    }
    case 'choice': {
      const presets = await offeredPresets(bot, asker);
      const steps = [interaction.token];
      const form = choosing(reply.draft, { requester, steps, named: reply.several, presets });
      return say(choiceBody(bot, bot.forms.put(form), form, reply));
    }
    case 'jobs':
      return say(jobsBody(reply));
    case 'lines': {
      if (!reply.picture) return say((await linesBody(reply)).body);
      const later = await answerLater(bot, interaction, { hidden: !reply.forAll });
      await later(() => linesBody(reply));
      return;
    }
  }
}
