/** What the job of a chip-in has left over goes back to those who gave, as soon as its price is decided. */
import type { Job } from '../../domain/job.ts';
import { chipOf } from '../../domain/pots/purchase.ts';
import type { Context } from '../context.ts';

type Needed = Pick<Context, 'ledger' | 'queues' | 'log' | 'checkpoint'>;

/** Never rejects: what is left undone is done by housekeeping, which also shows it. */
export async function shareOut(
  context: Needed,
  { id: job, payer }: Pick<Job, 'id' | 'payer'>,
): Promise<void> {
  const id = chipOf(payer);
  if (id === undefined) return;
  try {
    context.checkpoint('about to share out');
    // It may be over before it was noted that it was made.
    await context.ledger.purchases.made(id, job);
    await context.ledger.purchases.share(id);
    context.checkpoint('shared out');
    await context.queues.wakeMaintain();
  } catch (error) {
    context.log.warn({ purchase: id, err: error }, 'what was left over is shared out later');
  }
}
