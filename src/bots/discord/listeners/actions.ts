/** Buttons: each carries all it needs in its custom id, so it works after a restart as before. */
import type { ModalSubmitInteraction } from 'discord.js';
import { type Act, sure } from '../../../chat/action.ts';
import { sendAgain } from '../../../chat/acts/resend.ts';
import { pressed } from '../../../chat/job-actions.ts';
import { Refusal } from '../../../chat/reply.ts';
import type { Question } from '../../../chat/turn.ts';
import { findModel } from '../../../models/index.ts';
import { amend, readAddress } from '../address.ts';
import { choosing } from '../cards/choice.ts';
import { show } from '../cards/show.ts';
import type { Bot, Draft, Pressed } from '../context.ts';
import { openModal } from '../form/modal.ts';
import { answerIn, questionModal } from '../form/question.ts';
import type { CustomId } from '../ids.ts';
import { showsJob } from '../requests/earlier-job.ts';
import { turnOf } from '../requests/interaction-turn.ts';
import { rawOf } from '../requests/raw-message.ts';
import { renewed } from '../requests/started.ts';
import { words } from '../words/request.ts';

/** What is answered with nothing new; all else decides first whether others see the answer, or opens a form. */
const acknowledgedFirst: readonly Act[] = [
  'cancel',
  'resend',
  'remove',
  'run',
  'drop',
  'ask',
  'grant',
  'consent',
  'privacy',
  'upvote',
  'pick',
  'fold',
  'unfold',
  'chip',
  'pledge',
  'pot',
];

/** A line of text can be asked for only by the first answer. */
const asksForText = (act: Act, argument: string | undefined) => act === 'pledge' && argument === 'other';

/** @throws what could not even be said */
export async function handleButton(
  bot: Bot,
  interaction: Pressed,
  { act, id, argument }: Extract<CustomId, { kind: 'act' }>,
): Promise<void> {
  const shows = await showsJob(bot, rawOf(interaction.message), id);
  if (acknowledgedFirst.includes(act) && !asksForText(act, argument)) await interaction.deferUpdate();
  // With the token that ended a result can be posted where nothing else reaches the card.
  if (act === 'resend' && shows) await amend(bot, id, (now) => renewed(bot, interaction, now));
  const press = {
    interaction,
    job: shows ? id : undefined,
    isQuestion:
      !shows &&
      interaction.message.flags.has('Ephemeral') &&
      (act === 'remove' || (act === 'cancel' && argument === sure)),
    form: (draft: Draft) => openForm(bot, interaction, draft),
    ask: (question: Question) => interaction.showModal(questionModal(question)),
  };
  const turn = turnOf(bot, interaction, { press });
  await pressed(bot, turn, { act, id, ...(argument !== undefined && { argument }) });
}

/** A line of text that was asked for. */
export async function handleAnswer(
  bot: Bot,
  interaction: ModalSubmitInteraction,
  { act, id, argument }: Extract<CustomId, { kind: 'act' }>,
): Promise<void> {
  const text = answerIn(interaction);
  const done = { act, id, text, ...(argument !== undefined && { argument }) };
  await pressed(bot, turnOf(bot, interaction), done);
}

async function openForm(bot: Bot, interaction: Pressed, draft: Draft): Promise<void> {
  const model = findModel(draft.model ?? '');
  if (!model) throw new Refusal(words.gone);
  const form = { ...choosing(draft, { requester: interaction.user.id, steps: [] }), taken: draft.media };
  await openModal(bot, interaction, { form, model });
}

/** Shows how it goes on, and goes on showing it for a quarter of an hour. @throws Refusal */
export async function refresh(
  bot: Bot,
  interaction: Pressed,
  { id }: Extract<CustomId, { kind: 'refresh' }>,
): Promise<void> {
  await interaction.deferUpdate();
  const job = await bot.requests.read(id);
  const isCard = job?.platform === bot.platform && readAddress(job.address).card === interaction.message.id;
  if (!job || !isCard) throw new Refusal(words.gone);
  const address = await amend(bot, id, (now) => renewed(bot, interaction, now));
  if (!address) throw new Refusal(words.gone);
  const view = await bot.requests.card(job);
  await show(bot, address, view);
  // It was ready when nothing could be posted any more; now it can.
  if (view.undelivered && job.requester === interaction.user.id)
    await sendAgain(bot, turnOf(bot, interaction), { id }, 'here');
}
