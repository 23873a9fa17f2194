/** The buttons of a price: run it or drop it. What was asked in private becomes a card for all when it is run. */
import { type ButtonInteraction, MessageFlags, Routes } from 'discord.js';
import { z } from 'zod';
import { Failure } from '../../../core/domain/failure.ts';
import type { Job } from '../../../core/domain/job.ts';
import { type Address, amend, linkTo, readAddress, tokenOf } from '../address.ts';
import { type Body, cardOf, note, quoteOf } from '../cards/card.ts';
import { editCard } from '../cards/edit-card.ts';
import { show } from '../cards/show.ts';
import { errorKind } from '../errors.ts';
import type { Bot } from '../context.ts';
import { type ActionContext, renewed } from '../requests/action-context.ts';
import { conversationOf, personOf } from '../requests/permissions.ts';
import { words } from '../words/request.ts';

/** @throws Failure with the sentence for the person; the price stays to be agreed to later. */
export async function runQuote({ bot, interaction, id, argument }: ActionContext): Promise<void> {
  const person = personOf(bot, interaction);
  await interaction.deferUpdate();
  const variant = argument === undefined ? {} : { variant: Number(argument) };
  const answer = await bot.requests.run(id, { person, ...variant }).catch(over);
  if (!answer) return;
  if ('quote' in answer) return update(bot, interaction, quoteOf(answer.quote, person.requester));
  const address = readAddress(answer.job.address);
  if (address.priced) return showToAll(bot, interaction, answer.job, address);
  await amend(bot, answer.job.id, (now) => renewed(bot, interaction, now));

  /** The price that has had its time goes with its buttons. */
  async function over(error: unknown): Promise<undefined> {
    if (!(error instanceof Failure) || error.code !== 'quote-gone') throw error;
    await update(bot, interaction, note([error.message]));
  }
}

export async function dropQuote({ bot, interaction, id }: ActionContext): Promise<void> {
  await bot.requests.drop(id, personOf(bot, interaction));
  await interaction.deferUpdate();
  await update(bot, interaction, note([words.dropped]));
}

/** Posts the card. Where that cannot be, the private message becomes the card. */
async function showToAll(
  bot: Bot,
  interaction: ButtonInteraction,
  job: Job,
  { priced: _, ...asked }: Address,
): Promise<void> {
  const token = (message: string) => tokenOf(bot, interaction, message);
  const { member } = conversationOf(bot, interaction);
  const before = { ...asked, askedAt: bot.clock(), member };
  const view = await bot.requests.view(job);
  const body = (neutral: boolean) => cardOf(view, before, { neutral, now: before.askedAt });
  const posted = await follow(bot, interaction, body(false))
    .catch((error: unknown) => {
      if (!['moderated', 'bad-body'].includes(errorKind(error))) throw error;
      return follow(bot, interaction, body(true));
    })
    .catch((error: unknown) => {
      bot.log.warn({ job: job.id, err: error }, 'a card could not be posted and is shown in private');
      return undefined;
    });
  const address: Address = posted
    ? { ...before, card: posted.id, member: member && !posted.hidden, token: token(posted.id) }
    : { ...before, card: interaction.message.id, member: false, token: token('@original') };
  await amend(bot, job.id, () => address);
  if (posted)
    await update(
      bot,
      interaction,
      note([words.onItsWay(linkTo(address.guild, address.channel, address.card))]),
    );
  // It went on while it was shown nowhere.
  const now = await bot.requests.read(job.id);
  const latest = now && (await bot.requests.view(now));
  if (now && latest && (!posted || latest.state !== view.state))
    await show(bot, readAddress(now.address), latest);
}

const messageSchema = z.object({ id: z.string(), flags: z.number().default(0) });

async function follow(
  bot: Bot,
  interaction: ButtonInteraction,
  body: Body,
): Promise<{ id: string; hidden: boolean }> {
  const route = Routes.webhook(bot.applicationId, interaction.token);
  const { id, flags } = messageSchema.parse(await bot.rest.post(route, { body, auth: false }));
  // A server can have all answers to its members seen by them alone.
  return { id, hidden: (flags & MessageFlags.Ephemeral) !== 0 };
}

/** Puts something else in place of the message whose button was pressed. */
async function update(bot: Bot, interaction: ButtonInteraction, body: Body): Promise<void> {
  const { channelId, message } = interaction;
  const token = tokenOf(bot, interaction, '@original');
  await editCard(bot, { token, member: false, channel: channelId, card: message.id }, body);
}
