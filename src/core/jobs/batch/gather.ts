/**
 * The results of a batch are posted together, once. Which of them is written down before the first attempt, and the first of
 * those posts for all: whoever tries after a crash posts the same ones, under the same name, and the platform recognises what
 * it posted. The others follow how that one ended.
 */
import { gathering, isWaiting } from '../../domain/asked/gathering.ts';
import { isBetween, isStep } from '../../domain/asked/recipe.ts';
import type { Job } from '../../domain/job.ts';
import type { Context } from '../context.ts';
import { heldFrom } from '../lease.ts';
import { change, wakeAfter } from '../transitions.ts';
import { wholeOf } from './members.ts';

/** ms. A wake-up that was lost is made good by a look so much later. */
const lookMs = 30_000;

/** Whether its result is posted together with others. */
export const isGathered = ({ platforms }: Pick<Context, 'platforms'>, job: Job): boolean =>
  job.batch !== undefined &&
  !isStep(job) &&
  job.batch.alone === undefined &&
  platforms.get(job.platform)?.deliverAll !== undefined;

/**
 * What becomes of a result that is here: it is posted, with others or without (`post`), it waits for them, or it follows the one
 * that was posted for it.
 */
type Turn = { kind: 'post' } | { kind: 'wait'; until: number } | { kind: 'follow'; poster: Job };

async function turnOf(context: Context, job: Job): Promise<Turn> {
  const { batch } = job;
  const whole = batch && isGathered(context, job) ? await wholeOf(context, batch.id) : undefined;
  if (!batch || !whole) return { kind: 'post' };
  const { clock, batches, store, queues } = context;
  let { posted } = whole;
  if (!posted) {
    const { here, until } = gathering(whole.members, clock());
    if (until !== undefined) return { kind: 'wait', until: Math.min(until, clock() + lookMs) };
    posted = await batches.fix(
      batch.id,
      here.map(({ id }) => id),
    );
  }
  const [first] = posted;
  // What comes after that is posted by itself.
  if (first === undefined || first === job.id || !posted.includes(job.id)) return { kind: 'post' };
  const poster = await store.read(first);
  if (!poster || poster.state === 'done' || poster.state === 'failed')
    return poster ? { kind: 'follow', poster } : { kind: 'post' };
  await queues.wakeDeliver(poster.platform, poster.id);
  return { kind: 'wait', until: clock() + context.timings.leaseMs };
}

/** A fetched job's next step. Answers it as this process holds it, or undefined where it waits. */
export async function nextOf(context: Context, job: Job): Promise<Job | undefined> {
  const turn = await turnOf(context, job);
  const from = ['fetched'] as const;
  if (turn.kind === 'wait') return void (await change(context, job, { from, token: '-', due: turn.until }));
  const hold = heldFrom(context, job.tries);
  if (isBetween(job)) {
    const done = await change(context, job, { from, token: '-', to: 'done', ...hold, remove: ['notBefore'] });
    context.checkpoint('step recorded');
    await wakeAfter(context, job);
    return done;
  }
  if (turn.kind === 'post') return change(context, job, { from, token: '-', to: 'delivering', ...hold });
  const { state, failure, refusals } = turn.poster;
  const to = state === 'done' ? 'done' : 'failed';
  const set = { ...hold.set, refusals, faults: 0, ...(to === 'failed' && { failure }) };
  return change(context, job, { from, token: '-', to, due: hold.due, set, remove: ['notBefore'] });
}

/** All that are posted with this one, in their order; undefined where it is posted by itself. */
export async function postedWith(context: Context, job: Job): Promise<Job[] | undefined> {
  if (!job.batch || !isGathered(context, job)) return undefined;
  const posted = (await context.batches.read(job.batch.id))?.posted ?? [];
  if (posted[0] !== job.id) return undefined;
  const jobs = await Promise.all(posted.map((id) => context.store.read(id)));
  return jobs.flatMap((it) => (it?.result ? [it] : []));
}

/** Somebody may have waited for this one. */
export async function wakeWaiting(context: Context, { batch }: Job): Promise<void> {
  if (!batch || batch.step) return;
  const whole = await wholeOf(context, batch.id);
  const waiting = (whole?.members ?? []).flatMap(({ job }) => (job && isWaiting(job) ? [job] : []));
  const { posted } = whole ?? {};
  // Once it is known who posts, each of them goes on; before that one look does for all.
  for (const job of posted ? waiting : waiting.slice(0, 1))
    await context.queues.wakeDeliver(job.platform, job.id);
}
