/** From a form that is filled in to jobs. */
import { MessageFlags, type RepliableInteraction, Routes } from 'discord.js';
import { readAddress } from '../address.ts';
import { note } from '../cards/card.ts';
import type { Bot, ChatRequest, Kept, Marks } from '../context.ts';
import { conversationOf, missingIn, personOf } from '../requests/permissions.ts';
import { replyPrivately, sentenceFor, startRequest } from '../requests/start.ts';
import { words as frame, Refused } from '../words/request.ts';
import type { Enhance } from './choices.ts';

/**
 * One job for each medium. The first card is the answer, the others follow. A form is run once; one that is refused
 * stays, to be run later or changed.
 */
export async function runForm(
  bot: Bot,
  interaction: RepliableInteraction,
  id: string,
  form: Enhance,
): Promise<void> {
  bot.forms.drop(id);
  const { taken, kept, model = '', settings } = form;
  const person = personOf(bot, interaction);
  const common = { person, conversation: conversationOf(bot, interaction), model, settings };
  const marks = kept && (await marksOf(bot, kept));
  const sources = kept ? [undefined] : taken;
  const open = sources.length === 1 || (await openFor(bot, interaction, common));
  for (const [index, source] of open ? sources.entries() : []) {
    const reply = { kind: index === 0 ? 'answer' : 'follow-up', interaction } as const;
    const key = index === 0 ? interaction.id : `${interaction.id}:${index}`;
    await startRequest(bot, reply, {
      ...common,
      key,
      source,
      ...(kept && { kept }),
      ...(marks && { marks }),
    });
  }
  if (interaction.deferred) await tidy(bot, form);
  else bot.forms.set(id, form);
}

async function marksOf({ requests }: Bot, { job: id }: Kept): Promise<Marks | undefined> {
  const job = await requests.read(id);
  if (!job) return undefined;
  const { alt, spoiler, source } = readAddress(job.address);
  return { alt, spoiler, source };
}

/**
 * Refuses several at once, or makes the answer that the first card takes the place of: a follow-up to an answer that is
 * still empty would become that answer. https://docs.discord.com/developers/interactions/receiving-and-responding#create-followup-message
 */
async function openFor(
  bot: Bot,
  interaction: RepliableInteraction,
  {
    person,
    conversation,
    model,
    settings,
  }: Pick<ChatRequest, 'person' | 'conversation' | 'model' | 'settings'>,
): Promise<boolean> {
  let asks: boolean;
  try {
    const missing = missingIn(conversation);
    if (missing) throw new Refused(frame.missing(missing));
    ({ asks } = await bot.requests.check({ ...person, model, settings }));
  } catch (error) {
    await replyPrivately(bot, interaction, sentenceFor(bot, error));
    return false;
  }
  const inPrivate = asks && conversation.guild !== undefined;
  await interaction.deferReply(inPrivate ? { flags: MessageFlags.Ephemeral } : {});
  const route = Routes.webhookMessage(bot.applicationId, interaction.token, '@original');
  await bot.rest.patch(route, { body: note([frame.reading]), auth: false });
  return true;
}

/** Takes the choices away; where that does not work they are of no more use, and harmless. */
export async function tidy({ rest, applicationId, log }: Bot, { steps, picker }: Enhance): Promise<void> {
  const gone = steps.map((token) =>
    rest.delete(Routes.webhookMessage(applicationId, token, '@original'), { auth: false }),
  );
  if (picker?.message) gone.push(rest.delete(Routes.channelMessage(picker.channel, picker.message)));
  for (const one of await Promise.allSettled(gone))
    if (one.status === 'rejected') log.debug({ err: one.reason }, 'choices could not be taken away');
}
