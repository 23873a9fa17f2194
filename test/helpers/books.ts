/** Whether the ledger's books are right, by adding everything up anew. */

import type { Owner } from '../../src/core/store/ledger/account.ts';
import type { Ledger } from '../../src/core/store/ledger/ledger.ts';

const always = { period: '2000-01-01', monthly: null, keepLimit: true } as const;

/** What is wrong with the accounts of these people; nothing is expected to be on its way any more. */
export async function mistakesInBooks(ledger: Ledger, owners: readonly Owner[]): Promise<string[]> {
  const mistakes: string[] = [];
  const holds = await ledger.holds();
  for (const owner of owners) {
    const account = await ledger.account(owner, always);
    const entries = await ledger.entries(owner);
    for (const bucket of ['allowance', 'granted'] as const) {
      const sum = entries.reduce((total, entry) => total + entry[bucket], 0);
      if (sum !== account[bucket])
        mistakes.push(`${owner.requester}: ${bucket} ${account[bucket]}, entries ${sum}`);
    }
    const open = holds.filter(
      ({ requester, scope }) => requester === owner.requester && scope === owner.scope,
    );
    if (open.length > 0) mistakes.push(`${owner.requester}: ${open.length} holds are open`);
    if (account.reserved !== 0) mistakes.push(`${owner.requester}: ${account.reserved} still reserved`);
    const paid = entries.reduce((total, entry) => total + (entry.charged ?? 0), 0);
    // Without a grant and with one period, what was used is what was paid.
    if (account.granted === 0 && account.used !== paid)
      mistakes.push(`${owner.requester}: ${account.used} used, ${paid} paid`);
  }
  return mistakes;
}
