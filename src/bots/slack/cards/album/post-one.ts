/** One result by itself. Of several, as when it came late, it stands in the thread of their card. */
import type { Delivery } from '../../../../core/ports/platform.ts';
import type { View } from '../../../../core/view/view.ts';
import { type Address, readAddress } from '../../address.ts';
import type { Bot } from '../../context.ts';
import { post } from '../post-result.ts';

/** @throws as `post` */
export async function postOne(bot: Bot, address: Address, view: View, delivery: Delivery): Promise<void> {
  const job = await bot.requests.read(view.id);
  const lead = job?.batch && (await bot.requests.read(job.batch.id));
  const status = lead && readAddress(lead.address).status;
  await post({ bot, view, delivery, address: status === undefined ? address : { ...address, status } });
}
