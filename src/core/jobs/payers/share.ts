/** What the jobs of a chip-in have left over goes back to those who gave, as soon as the price of the last of them is decided. */
import type { Job } from '../../domain/job.ts';
import { chipOf } from '../../domain/pots/purchase.ts';
import type { Context } from '../context.ts';

type Needed = Pick<Context, 'ledger' | 'batches' | 'queues' | 'log' | 'checkpoint'>;

/** Never rejects: what is left undone is done by housekeeping, which also shows it. */
export async function shareOut(
  context: Needed,
  { id: job, payer, batch }: Pick<Job, 'id' | 'payer' | 'batch'>,
): Promise<void> {
  const id = chipOf(payer);
  if (id === undefined) return;
  try {
    context.checkpoint('about to share out');
    // It may be over before it was noted that it was made; of several others are perhaps still to be made.
    if (await isMade(context, batch)) await context.ledger.purchases.made(id, batch?.id ?? job);
    await context.ledger.purchases.share(id);
    context.checkpoint('shared out');
    await context.queues.wakeMaintain();
  } catch (error) {
    context.log.warn({ purchase: id, err: error }, 'what was left over is shared out later');
  }
}

/** All of it: steps are made together, files one after the other. */
async function isMade({ batches }: Pick<Context, 'batches'>, batch: Job['batch']): Promise<boolean> {
  return !batch || batch.step !== undefined || (await batches.read(batch.id))?.made === true;
}
