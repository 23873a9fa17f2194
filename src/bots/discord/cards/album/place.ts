/** One of several that is posted by itself, such as one that came late: it stands where the card of all is. */
import { type Address, readAddress } from '../../address.ts';
import type { Bot } from '../../context.ts';

/** @param address of its own. Never in the card itself, which shows the others. */
export async function placed(
  { requests }: Pick<Bot, 'requests'>,
  id: string,
  address: Address,
): Promise<Address> {
  const job = await requests.read(id);
  const lead = job?.batch && (await requests.read(job.batch.id));
  if (!lead) return address;
  const { token: _, priced: __, ...own } = address;
  const { card, member, channel } = readAddress(lead.address);
  return { ...own, card, member, channel };
}
