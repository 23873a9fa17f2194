/** A price that was agreed to: what was asked in private becomes a card for all. */
import type { Job } from '../../../core/domain/job.ts';
import { type Address, amend, linkTo, readAddress, tokenOf } from '../address.ts';
import { note } from '../cards/components.ts';
import { drawnCard, isRefused, show } from '../cards/show.ts';
import type { Bot, Pressed } from '../context.ts';
import { words } from '../words/request.ts';
import { follow, replacePressed } from './answer.ts';
import { conversationOf } from './permissions.ts';

/** The card that was pressed, reached by the new token for another quarter of an hour. */
export function renewed(
  bot: Pick<Bot, 'interactions' | 'clock'>,
  interaction: Pressed,
  address: Address,
): Address {
  if (interaction.message.id !== address.card) return address;
  return { ...address, token: tokenOf(bot, interaction, '@original') };
}

/** Pressed twice, there is still one card. */
export async function started(bot: Bot, interaction: Pressed, job: Job): Promise<void> {
  const address = readAddress(job.address);
  const isCard = address.card === interaction.message.id && !address.priced;
  if (isCard) return void (await amend(bot, job.id, (now) => renewed(bot, interaction, now)));
  if (await bot.once(`card of ${job.id}`)) await showToAll(bot, interaction, job, address);
}

/** Posts the card. Where that cannot be, the private message becomes the card. */
async function showToAll(
  bot: Bot,
  interaction: Pressed,
  job: Job,
  { priced: _, ...asked }: Address,
): Promise<void> {
  const token = (message: string) => tokenOf(bot, interaction, message);
  const { member } = conversationOf(bot, interaction);
  const before = { ...asked, askedAt: bot.clock(), member };
  const view = await bot.requests.card(job);
  const body = (neutral: boolean) => drawnCard(view, before, { neutral, now: before.askedAt });
  const posted = await follow(bot, interaction, body(false), { hides: false })
    .catch((error: unknown) => {
      if (!isRefused(error)) throw error;
      return follow(bot, interaction, body(true), { hides: false });
    })
    .catch((error: unknown) => {
      bot.log.warn({ job: job.id, err: error }, 'a card could not be posted and is shown in private');
      return undefined;
    });
  const address: Address = posted
    ? { ...before, card: posted.id, member: member && !posted.hidden, token: token(posted.id) }
    : { ...before, card: interaction.message.id, member: false, token: token('@original') };
  await amend(bot, job.id, () => address);
  if (posted) {
    const link = linkTo(address.guild, address.channel, address.card);
    await replacePressed(bot, interaction, note([words.startedAt(link)]));
  }
  // It went on while it was shown nowhere.
  const now = await bot.requests.read(job.id);
  const latest = now && (await bot.requests.card(now));
  if (now && latest && (!posted || latest.news !== view.news))
    await show(bot, readAddress(now.address), latest);
}
