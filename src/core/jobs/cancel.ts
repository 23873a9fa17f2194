/** Giving jobs up: one, or everything that a place has on its way. */
import { Failure } from '../domain/failure.ts';
import { beforeProvider, type Job } from '../domain/job.ts';
import type { Context } from './context.ts';
import { discard } from './quote-files.ts';
import { end, wakeNext } from './transitions.ts';

/** Changes on their way at once; a place may have thousands of jobs. */
const atOnce = 32;

/** See `Requests.cancel`. */
export async function cancel(
  context: Context,
  id: string,
  { onlyFree }: { onlyFree: boolean } = { onlyFree: false },
): Promise<boolean> {
  const asked = await context.store.requestCancel([id], onlyFree ? { from: beforeProvider } : {});
  await endThose(context, asked);
  return asked.length > 0;
}

/** The same for every job of a place, and its quotes are forgotten. Answers how many jobs; may be repeated. */
export async function cancelAll(context: Context, at: { platform: string; scope: string }): Promise<number> {
  const { store, quotes } = context;
  await each(await quotes.quotesOf(at.scope), async (id) => {
    const record = await quotes.quote(id);
    if (record?.command.platform === at.platform) await discard(context, id, record);
  });
  const seen = new Set<string>();
  let given = 0;
  for (;;) {
    // Somebody may have asked for one more while these were given up.
    const ids = (await store.inFlight(at.scope)).filter((id) => !seen.has(id));
    if (ids.length === 0) return given;
    for (const id of ids) seen.add(id);
    // All in one step and before any of them ends: a place that falls free at the provider is taken at once.
    const asked = await store.requestCancel(ids, { platform: at.platform });
    given += asked.length;
    await endThose(context, asked);
  }
}

/**
 * Ends those that were asked to be given up and are not with the provider. While one is being submitted or fetched its
 * holder must not be disturbed; the wish is seen at the next step, and so it is where this process dies before the end.
 */
async function endThose(context: Context, asked: readonly string[]): Promise<void> {
  if (asked.length === 0) return;
  await each(asked, async (id) => {
    const job = await context.store.read(id);
    if (job) await endUnpaid(context, job);
  });
  await context.queues.wakeSweep(context.clock());
  // Some have left the line.
  await wakeNext(context);
}

/** Ends a job that is to be given up before the provider is asked for anything; false when the provider was. */
function endUnpaid(context: Context, job: Job): Promise<boolean> {
  return end(context, job, 'cancelled', { failure: cancelledUnpaid(), from: beforeProvider });
}

export const cancelledUnpaid = () => new Failure('cancelled', { submitted: false });

async function each(ids: readonly string[], act: (id: string) => Promise<void>): Promise<void> {
  for (let from = 0; from < ids.length; from += atOnce)
    await Promise.all(ids.slice(from, from + atOnce).map(act));
}
