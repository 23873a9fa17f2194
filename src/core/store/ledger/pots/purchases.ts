/** What several people, or the pot, pay for: each step is one run of `purchase.lua`, which moves the credits, too. */
import type { Redis } from 'ioredis';
import { dayOf } from '../../../domain/period.ts';
import { potAccount } from '../../../domain/pots/pot.ts';
import { type Purchase, payerOf, sharesOf } from '../../../domain/pots/purchase.ts';
import { keysFor } from '../../keys.ts';
import { readScripts } from '../../lua/scripts.ts';
import type { StoreOptions } from '../../store.ts';
import { type Paying, pledgedFrom, shortFrom } from './answers.ts';
import type { Purchases } from './port.ts';
import { purchaseFrom } from './purchase-record.ts';
import { createTurns } from './turns.ts';

/** ms. So long it can be looked at when it is over; a caller's key is remembered longer than any chat repeats a delivery. */
const keptMs = 40 * 86_400_000;
const keepKeyMs = 2 * 86_400_000;

type Commands = {
  movePurchase(...args: (string | number)[]): Promise<[answer: string, ...amounts: string[]]>;
};
type Of = Pick<Purchase, 'id' | 'kind'> & { scope: string };

export function createPurchases(redis: Redis, options: Omit<StoreOptions, 'log'>): Purchases {
  const { prefix, clock, scripts = readScripts() } = options;
  redis.defineCommand('movePurchase', { lua: scripts.purchase });
  // ioredis adds the command to the object, not to its type.
  const commands = redis as Redis & Commands;
  const keys = keysFor(prefix);

  function move(of: Of, people: readonly string[], wanted: object, once = '', period = '') {
    const escrow = keys.ledger({ scope: of.scope, requester: payerOf(of) });
    const accounts = people.map((requester) => keys.ledger({ scope: of.scope, requester }));
    const names = [
      ...[keys.purchase(of.id), keys.purchases, escrow.scope, escrow.holds],
      ...[escrow.account, escrow.entries, keys.once(once)],
      ...accounts.flatMap(({ account, entries }) => [account, entries]),
    ];
    const now = Math.round(clock());
    const at = { now, period, day: dayOf(now) };
    return commands.movePurchase(
      names.length,
      ...names,
      JSON.stringify({ ...wanted, id: of.id, pot: of.kind === 'pot' || undefined, at, people }),
    );
  }

  const read = async (id: string) => purchaseFrom(id, await redis.hgetall(keys.purchase(id)));
  const capsOf = ({ monthly, perDay }: Paying) => ({
    limit: monthly ?? undefined,
    perDay: perDay ?? undefined,
  });

  /** For as long as others pledge meanwhile. */
  async function withAll(id: string, wanted: (it: Purchase) => object | Promise<object>): Promise<boolean> {
    for (;;) {
      const it = await read(id);
      if (!it) return false;
      const people = it.pledges.map(({ person }) => person);
      const [answer] = await move({ ...it, scope: it.command.scope }, people, await wanted(it));
      if (answer === 'wrong') throw new Error(`what purchase ${id} left over does not add up`);
      if (answer !== 'again') return answer === 'made';
    }
  }

  async function ofOne(id: string, person: string, wanted: object, period = ''): Promise<readonly string[]> {
    const it = await read(id);
    return it ? move({ ...it, scope: it.command.scope }, [person], wanted, '', period) : ['gone'];
  }

  return {
    async open(id, asked, funded) {
      const { kind, price, until, needed, command } = asked;
      const fields = { asked: JSON.stringify(asked), price, until, needed };
      const texts = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
      const wanted = { what: 'open', fields: texts, funded, dueAt: funded ? clock() : until };
      const [answer] = await move({ id, kind, scope: command.scope }, [], wanted);
      return answer === 'made';
    },
    read,
    async pledge(id, person, it) {
      const { amount, key, period } = it;
      return pledgedFrom(await ofOne(id, person, { what: 'pledge', amount, key, caps: capsOf(it) }, period));
    },
    async withdraw(id, person, key) {
      const answer = pledgedFrom(await ofOne(id, person, { what: 'withdraw', key }));
      if (answer.kind !== 'taken' && answer.kind !== 'closed')
        throw new Error(`the script answered ${answer.kind}`);
      return answer;
    },
    async approve(id, person) {
      const [answer] = await ofOne(id, person, { what: 'approve' });
      return answer === 'made' || answer === 'known' ? answer : 'closed';
    },
    end: (id, why, due) => withAll(id, () => ({ what: 'end', why: JSON.stringify(why), due })),
    async made(id, job) {
      await ofOne(id, '', { what: 'made', job });
    },
    share: (id) =>
      withAll(id, async ({ pledges, command, kind }) => {
        const { account } = keys.ledger({ scope: command.scope, requester: payerOf({ id, kind }) });
        // The pot keeps what it did not pay.
        const left = kind === 'pot' ? 0 : Number((await redis.hget(account, 'granted')) ?? 0);
        return { what: 'share', left, shares: sharesOf(pledges, left) };
      }),
    async give({ scope, requester }, it) {
      const print = JSON.stringify([scope, requester, it.amount]);
      const wanted = { what: 'give', amount: it.amount, caps: capsOf(it), keepKeyMs, print };
      const of = { id: potAccount, kind: 'pot', scope } as const;
      const [answer, ...amounts] = await move(of, [requester], wanted, it.key, it.period);
      if (answer === 'made' || answer === 'known' || answer === 'changed') return answer;
      return shortFrom(answer, amounts);
    },
    async at(id, place) {
      await redis.hset(keys.purchase(id), 'place', JSON.stringify(place));
    },
    async show(id, version) {
      await redis.hset(keys.purchase(id), 'shown', version);
    },
    turn: createTurns(redis, keys),
    due: (now) => redis.zrange(keys.purchases, '-inf', now === undefined ? '+inf' : String(now), 'BYSCORE'),
    async later({ id, version: seen }, dueAt) {
      await ofOne(id, '', { what: 'later', seen, dueAt, keptMs });
    },
    async forget(id) {
      await redis.zrem(keys.purchases, id);
    },
  };
}
