/** What an action comes with: a press on a button of ours. */
import type { ButtonInteraction } from 'discord.js';
import type { Job } from '../../../core/domain/job.ts';
import { type Address, tokenOf } from '../address.ts';
import type { Bot } from '../context.ts';
import { Refused, words } from '../words/request.ts';
import { personOf } from './permissions.ts';

/** `id`: of a job or a quote, from the button's custom id, as the `argument`. */
export type ActionContext = {
  bot: Bot;
  interaction: ButtonInteraction;
  id: string;
  argument: string | undefined;
};

/** @throws Refused when nothing is known of it, or it is of another place. */
export async function known({
  bot,
  interaction,
  id,
}: Pick<ActionContext, 'bot' | 'interaction' | 'id'>): Promise<Job> {
  const job = await bot.requests.read(id);
  const { scope } = personOf(bot, interaction);
  if (job?.platform !== 'discord' || job.scope !== scope) throw new Refused(words.gone);
  return job;
}

/** The card that was pressed, reached by the new token for another quarter of an hour. */
export function renewed(bot: Bot, interaction: ButtonInteraction, address: Address): Address {
  if (interaction.message.id !== address.card) return address;
  return { ...address, token: tokenOf(bot, interaction, '@original') };
}
