/** What a process that died, or time, has left of what several pay for is seen to. */
import type { Purchase } from '../../domain/pots/purchase.ts';
import { filesOf, payerOf } from '../../domain/pots/purchase.ts';
import type { Context } from '../context.ts';
import { noteMade, requestOf } from './run.ts';

/** ms. What goes on is looked at again. */
const againMs = 15_000;

/** Names of files that are kept for what is not paid for yet. */
export async function heldFiles({ ledger }: Pick<Context, 'ledger'>): Promise<string[]> {
  const all = await Promise.all((await ledger.purchases.due()).map((id) => ledger.purchases.read(id)));
  return all.flatMap((it) => (it && it.state !== 'over' ? filesOf(it) : []));
}

export async function tendPurchases(context: Context): Promise<void> {
  const { ledger, clock, log } = context;
  for (const id of await ledger.purchases.due(clock())) {
    try {
      await tend(context, id);
    } catch (error) {
      log.warn({ purchase: id, err: error }, 'what several pay for could not be seen to yet');
    }
  }
}

async function tend(context: Context, id: string): Promise<void> {
  const { ledger, store, platforms } = context;
  const { purchases } = ledger;
  const it = await purchases.read(id);
  if (!it) return purchases.forget(id);
  if (it.state === 'open') await purchases.end(id, 'lapsed', true);
  if (it.state === 'funded') await goOn(context, it);
  if (it.state === 'made') await purchases.share(id);
  await platforms.get(it.command.platform)?.purchase?.(id);
  const now = await purchases.read(id);
  if (now?.state === 'over') await forgetFile(context, now);
  await settleTime(context, now);
  if (now?.state === 'made' && now.job !== undefined && !(await store.read(now.job)))
    context.log.error({ purchase: id, job: now.job }, 'the job of what several paid for is gone');
}

/** Its job may be made already; what could not be made within its time goes back. */
async function goOn(context: Context, it: Purchase): Promise<void> {
  const { store, ledger } = context;
  const made = await store.read((await store.jobOfRequest(`${it.command.platform}:${requestOf(it)}`)) ?? '');
  const isWhole = !it.several?.batch || (made?.batch && (await context.batches.read(made.batch.id))?.made);
  if (made?.payer === payerOf(it) && isWhole) await noteMade(context, it, made);
  else await ledger.purchases.end(it.id, 'lapsed', true);
}

/** When it is looked at again: what cannot be seen yet is its platform's to show. */
export async function settleTime({ ledger, clock }: Context, it: Purchase | undefined): Promise<void> {
  if (!it) return;
  const { state, until, shown, version } = it;
  if (state === 'over' && shown >= version) await ledger.purchases.later(it);
  else if (state === 'open' && shown >= version) await ledger.purchases.later(it, until);
  else await ledger.purchases.later(it, clock() + againMs);
}

/** Nobody will run it. */
async function forgetFile({ store, files }: Context, it: Purchase): Promise<void> {
  const { platform } = it.command;
  if (it.job !== undefined) return;
  if ((await store.jobOfRequest(`${platform}:${requestOf(it)}`)) !== undefined) return;
  for (const name of filesOf(it)) await files.remove(name);
}
