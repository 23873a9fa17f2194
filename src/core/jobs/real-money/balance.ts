/** What is left on the owner's account at the provider: looked at before an expensive job, and now and then while jobs run. */
import { dayOf } from '../../domain/period.ts';
import { lookAtAccount } from '../../provider/account.ts';
import type { SeenAccount } from '../../store/ledger/provider.ts';
import type { Context } from '../context.ts';

/** Thousandths of a credit: from here on a job is expensive, as it is where it could take a tenth of what is left. */
const expensive = 10_000;
const part = 10;
/** ms. So old what is known may be before such a job, before any other, while jobs run, and where the key was refused. */
const freshMs = 20_000;
const knownMs = 10 * 60_000;
const everyMs = 5 * 60_000;
const refusedMs = 60_000;
/** Thousandths of a credit, one run of the dearest model; or what was taken in so many days, where that is more. */
const little = 200_000;
const days = 2;

const dollar = 100_000;
const lastLook = ({ lookedAt = 0, balance }: SeenAccount): number => Math.max(lookedAt, balance?.at ?? 0);

/**
 * Thousandths of a credit; undefined where nobody knows, which stops nothing: the provider refuses by itself what it cannot
 * take. `isRefused`: it does not take the key, so that nothing can be paid for.
 */
export type Left = { balance: number | undefined; isRefused?: true };

/** @param bound what the provider takes for the job at most */
export async function leftFor(context: Context, bound: number): Promise<Left> {
  const now = context.clock();
  let seen = await context.ledger.seenAccount();
  if (isToBeSeen(seen, bound, now)) seen = await look(context, seen);
  const { balance, trouble } = seen;
  if (trouble === 'key') return { balance: undefined, isRefused: true };
  return {
    balance: balance && now - balance.at < knownMs ? Math.floor(balance.dollars * dollar) : undefined,
  };
}

function isToBeSeen(seen: SeenAccount, bound: number, now: number): boolean {
  const age = now - lastLook(seen);
  if (seen.trouble === 'key') return age > refusedMs;
  // A job was refused since then, as there was not enough.
  if ((seen.refusedAt ?? 0) > lastLook(seen)) return true;
  const { dollars = Number.POSITIVE_INFINITY } = seen.balance ?? {};
  return age > freshMs && (bound >= expensive || bound * part >= dollars * dollar);
}

/** One process asks at a time; the others go by what is known. */
async function look({ ledger, provider, log }: Context, before: SeenAccount): Promise<SeenAccount> {
  const seen = await ledger.looking(() => lookAtAccount(provider, ledger));
  if (seen?.trouble) log.warn({ trouble: seen.trouble }, 'the provider does not say what its account holds');
  return seen ?? before;
}

/** As a part of the housekeeping. */
export async function watchBalance(context: Context): Promise<void> {
  const { lab, ledger, store, clock, log } = context;
  if (lab) return;
  const { running } = await store.queue();
  const [first] = running;
  if (!first) return;
  let seen = await ledger.seenAccount();
  if (clock() - lastLook(seen) > everyMs) seen = await look(context, seen);
  const left = seen.balance && seen.balance.dollars * dollar;
  if (left === undefined) return;
  const low = Math.max(little, await ledger.taken(dayOf(clock() - days * 86_400_000)));
  const isLow = left < low;
  if (!(await ledger.isNews(isLow)) || !isLow) return;
  log.warn({ credits: left / 1000 }, 'little is left on the account at the provider');
  const job = await store.read(first.id);
  if (job)
    await ledger.notice({
      platform: job.platform,
      scope: job.scope,
      kind: 'low',
      spent: Math.round(left),
      budget: low,
    });
}
