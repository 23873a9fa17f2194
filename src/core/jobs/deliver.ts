/** The last step: the result is posted and the card says how it ended; or only the card, when there is no result. */
import type { Publisher } from '../card-updates/publisher.ts';
import { Failure } from '../domain/failure.ts';
import { triesInFull } from '../domain/form.ts';
import { isOver, type Job } from '../domain/job.ts';
import { keptPath } from '../media/files.ts';
import { mostLooks } from '../media/own-trouble.ts';
import type { Platform } from '../ports/platform.ts';
import { nextOf, postedWith, wakeWaiting } from './batch/gather.ts';
import type { Beside } from './comparing/beside.ts';
import type { Context } from './context.ts';
import { heldFrom, withHeld, withLease } from './lease.ts';
import { type Posting, post } from './post.ts';
import { noted } from './recovery/noted.ts';
import { change, end, retryLater, wakeAfter } from './transitions.ts';

type Showing = Posting & { publisher: Pick<Publisher, 'show'>; beside: Pick<Beside, 'want' | 'post'> };

/** @param held as it is on record, where this process holds it for this step already */
export async function deliverStep(context: Context, id: string, showing: Showing, held?: Job): Promise<void> {
  const { store, clock } = context;
  // The wake-up that runs this cannot be added again before it ends, so what follows at once is done here.
  let own = held;
  for (let seen = 0; ; ) {
    const job = own ?? (await store.read(id));
    const platform = job && context.platforms.get(job.platform);
    if (!job || !platform || job.notified || job.version === seen) return;
    if (job.notBefore !== undefined && job.notBefore > clock()) return;
    seen = job.version;
    const take = own ? withHeld : withLease;
    own = undefined;
    if (isOver(job.state)) {
      let told = false;
      await take(context, job, async (it, token) => {
        told = await notify(context, it, token, showing);
      });
      if (told) return;
    } else if (job.state === 'delivering')
      await take(context, job, async (it, token) => {
        own = await deliver(context, platform, it, token, showing);
      });
    else if (job.state === 'fetched') {
      own = await nextOf(context, job);
      if (!own) return;
    } else return;
  }
}

/** Answers the job as this process holds it for its last step. */
async function deliver(
  context: Context,
  platform: Platform,
  job: Job,
  token: string,
  showing: Showing,
): Promise<Job | undefined> {
  const { result } = job;
  if (!result) throw new Error('a fetched job has no result');
  const { publisher } = showing;
  const together = await postedWith(context, job);
  // A quick job would be over before its card ever said PROCESSING; and a card that cannot be edited stops nothing.
  await publisher
    .show(job, { once: true })
    .catch((error: unknown) => context.log.warn({ job: job.id, err: error }, 'the card could not be edited'));
  context.checkpoint('about to post');
  try {
    // What stands on record now is what tells a second post from the first.
    await context.persist();
    await post(context, platform, job, { ...showing, together });
    context.checkpoint('posted');
  } catch (error) {
    const given = error instanceof Failure;
    // Since it was to be posted, for the first time or again.
    const tooLong = context.clock() - job.changedAt > context.timings.undeliverableMs;
    const lost = job.faults >= mostLooks && (await keptPath(context.files.path, result)) === undefined;
    if (!given && !tooLong && !lost) {
      await retryLater(context, job, { token, error });
      return undefined;
    }
    const failure = given
      ? error
      : new Failure(
          'cannot-deliver',
          { detail: lost ? 'its file is not here any more' : 'it was tried for a day' },
          { cause: error },
        );
    await end(context, job, 'failed', { token, failure });
    return undefined;
  }
  await showing.beside.want(job);
  const hold = heldFrom(context, 0);
  const done = await change(context, job, {
    from: ['delivering'],
    token,
    to: 'done',
    due: hold.due,
    // Where the words of a result were refused, those of its card are left out, too.
    set: { ...hold.set, faults: 0, refusals: Math.min(job.refusals, triesInFull) },
    remove: ['notBefore'],
  });
  context.checkpoint('post recorded');
  if (together) await wakeWaiting(context, job);
  return done;
}

/** Whether that is on record. */
async function notify(
  context: Context,
  job: Job,
  token: string,
  { publisher, card, beside }: Showing,
): Promise<boolean> {
  if (job.removed && job.result) await context.files.remove(job.result.name);
  try {
    // As long as others of its batch go on, their card is drawn again with each change.
    if (!job.batch || isOver((await card.of(job)).state)) await publisher.show(job);
    context.checkpoint('notified');
  } catch (error) {
    const tooLong = context.clock() - job.changedAt > context.timings.undeliverableMs;
    if (!(error instanceof Failure) && !tooLong) {
      await retryLater(context, job, { token, error });
      return false;
    }
    context.log.error({ job: job.id, err: error }, 'the person could not be told');
  }
  await context.store.noteEnd(job.id, context.clock() + context.keepFilesMs);
  const told = await change(context, job, {
    from: [job.state],
    token,
    to: job.state,
    due: 'never',
    set: { notified: true, tries: 0 },
    remove: ['token', 'heldUntil', 'notBefore'],
  });
  await noted(context, { what: 'over', id: job.id });
  await wakeWaiting(context, job);
  // Whoever was to do so may have died.
  await wakeAfter(context, job);
  // Nothing of the job waits for it; what does not come to its end here is found by housekeeping.
  if (job.state === 'done') void beside.post(job.id);
  return told !== undefined;
}
