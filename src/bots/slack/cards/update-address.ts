/** Changing what a job's record keeps of its address, while others may be at it, too. */
import { type Address, keepAddress, readAddress } from '../address.ts';
import type { Bot } from '../context.ts';

/** The address as the record has it now. @param given used where there is no record any more */
export async function addressNow({ requests }: Bot, id: string, given: Address): Promise<Address> {
  const job = await requests.read(id);
  return job ? readAddress(job.address) : given;
}

/**
 * A card that is posted anew and an upload that is begun each know something the other does not: the change is made to
 * what the record says now.
 * @returns the address as it is from now on
 */
export async function amend(
  { requests }: Bot,
  id: string,
  given: Address,
  change: (now: Address) => Address,
): Promise<Address> {
  const kept = await requests.move(id, (now) => keepAddress(change(readAddress(now))));
  return kept === undefined ? change(given) : readAddress(kept);
}
