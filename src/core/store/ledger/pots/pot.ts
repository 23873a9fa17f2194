/** The pot of a scope as it is. */
import type { Redis } from 'ioredis';
import { type PotRules, potAccount, potRulesFrom } from '../../../domain/pots/pot.ts';
import type { Pledge } from '../../../domain/pots/purchase.ts';
import type { Keys } from '../../keys.ts';
import type { Entries } from '../entries.ts';
import type { Policies } from '../policies.ts';

/** Thousandths of a credit; `gave`: the newest first. */
export type PotStatement = { available: number; rules: PotRules; gave: (Pledge & { at: number })[] };

/** So many entries are looked through for who gave, and so many of them are told. */
const looked = 100;
const told = 5;

export async function potOf(
  redis: Redis,
  keys: Keys,
  { entries, policy }: Pick<Entries & Policies, 'entries' | 'policy'>,
  scope: string,
): Promise<PotStatement> {
  const owner = { scope, requester: potAccount };
  const available = Number((await redis.hget(keys.ledger(owner).account, 'granted')) ?? 0);
  const given = (await entries(owner, looked)).filter(({ kind }) => kind === 'give');
  return {
    available,
    rules: potRulesFrom(await policy(scope)),
    gave: given.slice(0, told).map(({ person = '', granted: amount, at }) => ({ person, amount, at })),
  };
}
