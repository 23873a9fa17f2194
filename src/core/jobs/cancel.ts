/** Giving jobs up: one, or everything that a place has on its way. */
import { Failure } from '../domain/failure.ts';
import { atProvider, beforeProvider } from '../domain/job.ts';
import type { Context } from './context.ts';
import { discard } from './quotes.ts';
import { change, end } from './transitions.ts';

/** Changes on their way at once; a place may have thousands of jobs. */
const atOnce = 32;

/** Asks for the job to be given up; false when it is over, unknown, or past the point of no return. */
export async function cancel(context: Context, id: string): Promise<boolean> {
  const job = await context.store.read(id);
  if (!job) return false;
  const failure = new Failure('cancelled', { submitted: job.submittedAt !== undefined });
  if (await end(context, job, 'cancelled', { failure, from: beforeProvider })) return true;
  // While it is being submitted or fetched its holder must not be disturbed; the wish is seen at the next step.
  return change(context, job, {
    from: atProvider,
    due: context.clock(),
    set: { cancelRequested: true },
  });
}

/** The same for every job of a place, and its quotes are forgotten. Answers how many jobs; may be repeated. */
export async function cancelAll(context: Context, at: { platform: string; scope: string }): Promise<number> {
  const { store, notes } = context;
  await each(await notes.quotesOf(at.scope), async (id) => {
    const record = await notes.quote(id);
    if (record?.command.platform === at.platform) await discard(context, id, record);
  });
  const seen = new Set<string>();
  let given = 0;
  for (;;) {
    // Somebody may have asked for one more while these were given up.
    const ids = (await store.inFlight(at.scope)).filter((id) => !seen.has(id));
    if (ids.length === 0) return given;
    await each(ids, async (id) => {
      seen.add(id);
      if ((await store.read(id))?.platform === at.platform && (await cancel(context, id))) given += 1;
    });
  }
}

async function each(ids: readonly string[], act: (id: string) => Promise<void>): Promise<void> {
  for (let from = 0; from < ids.length; from += atOnce)
    await Promise.all(ids.slice(from, from + atOnce).map(act));
}
