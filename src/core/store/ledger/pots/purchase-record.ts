/** What Redis has of a purchase. */
import { z } from 'zod';
import type { Purchase, PurchaseAsked, WhyOver } from '../../../domain/pots/purchase.ts';

const lotsSchema = z.array(z.object({ at: z.number(), allowance: z.number(), granted: z.number() }));

const states = z.enum(['open', 'funded', 'made', 'over']);

/** Of a field such as `pledge <person>`, the second part. */
const namedIn = (hash: Readonly<Record<string, string>>, kind: string): [name: string, text: string][] =>
  Object.entries(hash).flatMap(([field, text]) =>
    field.startsWith(`${kind} `) ? [[field.slice(kind.length + 1), text]] : [],
  );

export function purchaseFrom(id: string, hash: Readonly<Record<string, string>>): Purchase | undefined {
  if (hash.asked === undefined) return undefined;
  const pledges = namedIn(hash, 'pledge').map(([person, text]) => {
    const lots = lotsSchema.parse(JSON.parse(text));
    const amount = lots.reduce((sum, { allowance, granted }) => sum + allowance + granted, 0);
    return { person, amount, at: lots[0]?.at ?? 0 };
  });
  pledges.sort((one, other) => one.at - other.at || (one.person < other.person ? -1 : 1));
  const parsed = (text: string | undefined) => (text === undefined ? undefined : JSON.parse(text));
  return {
    // Only purchases.ts writes these.
    ...(JSON.parse(hash.asked) as PurchaseAsked),
    id,
    state: states.parse(hash.state),
    pledges: pledges.map(({ person, amount }) => ({ person, amount })),
    pledged: Number(hash.pledged),
    approvals: namedIn(hash, 'approval').map(([person]) => person),
    job: hash.job,
    why: parsed(hash.why) as WhyOver | undefined,
    back: hash.back === undefined ? undefined : Number(hash.back),
    place: parsed(hash.place),
    version: Number(hash.version),
    shown: Number(hash.shown ?? 0),
  };
}
