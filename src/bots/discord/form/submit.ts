/** From a form that is filled in to jobs. */
import { type RepliableInteraction, Routes } from 'discord.js';
import { startAll } from '../../../chat/batch/start.ts';
import { startRequest } from '../../../chat/start.ts';
import type { Bot, Choosing } from '../context.ts';
import { turnOf } from '../requests/interaction-turn.ts';

/**
 * One job for each medium. The first card is the answer, the others follow. A form is run once; where it is refused, what
 * was chosen before it stays to be used, and the refusal opens it as it was.
 */
export async function runForm(
  bot: Bot,
  interaction: RepliableInteraction,
  id: string,
  form: Choosing,
): Promise<void> {
  bot.forms.drop(id);
  const { taken, draft } = form;
  const { model = '', settings, next, kept } = draft;
  const turn = turnOf(bot, interaction, { sent: { ...draft, media: taken } });
  if (kept) await startRequest(bot, turn, { model, settings, next, kept });
  else await startAll(bot, turn, { model, settings, next }, taken);
  // A card was answered with, or its price; what refuses it at once is said to the person alone.
  const { deferred, replied, ephemeral } = interaction;
  if (deferred || (replied && ephemeral === false)) return tidy(bot, form);
  bot.forms.set(id, form);
}

/** Takes the choices away; where that does not work they are of no more use, and harmless. */
export async function tidy({ rest, applicationId, log }: Bot, { steps, picker }: Choosing): Promise<void> {
  const gone = steps.map((token) =>
    rest.delete(Routes.webhookMessage(applicationId, token, '@original'), { auth: false }),
  );
  if (picker?.message) gone.push(rest.delete(Routes.channelMessage(picker.channel, picker.message)));
  for (const one of await Promise.allSettled(gone))
    if (one.status === 'rejected') log.debug({ err: one.reason }, 'choices could not be taken away');
}
