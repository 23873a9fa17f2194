/** Housekeeping, about once a minute in one of the processes: what a crash or a fault left lying is put right. */

import { Failure } from '../domain/failure.ts';
import { hasResult, isAtProvider, isOver, type Job } from '../domain/job.ts';
import type { Limits } from '../domain/limits.ts';
import { periodEnd, periodOf } from '../domain/period.ts';
import type { Notice } from '../store/ledger/usage.ts';
import { notices } from '../words/notices.ts';
import type { Context } from './context.ts';
import { forgetContents } from './kept-contents.ts';
import { heldFiles, tendPurchases } from './pots/tend.ts';
import { removeExpired } from './quote-files.ts';
import { watchBalance } from './real-money/balance.ts';
import { policyOf } from './request/judge.ts';
import { takeBackOpenings } from './request/opening.ts';
import { change, end, wakeNext } from './transitions.ts';

/** How long files are kept, in ms, how many bytes of them, and how long what people and admins did. */
export type Keep = { keepFilesMs: number; maxDataBytes?: number | undefined; historyMs: number };

export async function maintain(context: Context, keep: Keep): Promise<void> {
  // Where a look at a new connection failed.
  await context.durable?.look();
  await sweepFiles(context, keep);
  await closeHolds(context);
  await clearQueue(context);
  await takeBackOpenings(context);
  await lapseConsents(context);
  await tendPurchases(context);
  await watchBalance(context);
  await notifyAdmins(context);
  await forgetContents(context);
  await context.store.forgetOld({ before: context.clock() - keep.historyMs, now: context.clock() });
  await context.durable?.prune(context.clock());
  await context.queues.wakeSweep(context.clock());
}

async function sweepFiles(context: Context, { keepFilesMs, maxDataBytes }: Keep): Promise<void> {
  const { store, files, log, clock } = context;
  const live = await Promise.all((await store.live()).map((id) => store.read(id)));
  const inUse = new Set(
    live.flatMap((job) => [
      job?.source.kind === 'stored' ? job.source.name : undefined,
      job?.sourceFile?.name,
      job?.result?.name,
    ]),
  );
  for (const name of await heldFiles(context)) inUse.add(name);
  const isKept = (name: string) => inUse.has(name);
  for (const job of live) if (job) await endAbandoned(context, job);
  await removeExpired(context, clock(), isKept);
  const removed = await files.sweep({
    lifetimeMs: keepFilesMs,
    mostBytes: maxDataBytes,
    now: clock(),
    isKept,
  });
  if (removed > 0) log.info({ removed }, 'old files removed');
}

/** So many times as long as others are tried. */
const muchLonger = 3;

/** What waits for a platform that no process has connected any more: its files and its name would wait with it for ever. */
async function endAbandoned(context: Context, job: Job): Promise<void> {
  const { platforms, clock, timings, store, keepFilesMs } = context;
  const waited = clock() - job.changedAt;
  if (platforms.has(job.platform) || waited < muchLonger * timings.undeliverableMs) return;
  if (hasResult(job.state)) {
    const failure = new Failure('cannot-deliver', { detail: 'its chat was not connected any more' });
    await end(context, job, 'failed', { failure });
  } else if (isOver(job.state)) {
    await store.noteEnd(job.id, clock() + keepFilesMs);
    await change(context, job, { from: [job.state], due: 'never', set: { notified: true } });
  }
}

/** A hold is never given up by time alone, only when its job is over or gone. */
async function closeHolds({ store, ledger, log }: Context): Promise<void> {
  for (const hold of await ledger.holds()) {
    const job = await store.read(hold.id);
    if (job && !isOver(job.state)) continue;
    if (await ledger.void(hold)) log.error({ job: hold.id }, 'a reservation had outlived its job');
  }
}

async function clearQueue(context: Context): Promise<void> {
  const { queued, running } = await context.store.queue();
  for (const { id } of [...queued, ...running]) {
    const job = await context.store.read(id);
    const waits = job?.state === 'queued';
    const runs = job !== undefined && isAtProvider(job.state) && job.phase !== 'completed';
    if (!waits && !runs) await context.store.leaveQueue(id);
  }
  await wakeNext(context);
}

async function lapseConsents({ people, platforms, clock, log }: Context): Promise<void> {
  for (const id of await people.consents.lapsed(clock())) {
    const consent = await people.consents.read(id);
    const platform = consent && platforms.get(consent.platform);
    // Another process has that platform; or it was answered just now.
    if (consent && !platform?.lapse) continue;
    await platform?.lapse?.(id).catch((error: unknown) => {
      log.warn({ err: error }, 'it could not be told that nobody answered');
    });
  }
}

function noticeText({ limit, ...notice }: Notice, { period_day }: Pick<Limits, 'period_day'>, now: number) {
  if (notice.kind === 'low') return notices.low();
  const refill = periodEnd(periodOf(now, limit === 'COST_PER_MONTH' ? 1 : period_day));
  if (limit === undefined) return notices[notice.kind](notice, refill);
  const until = limit === 'cost_per_day' ? notices.tomorrow : notices.onDay(refill);
  return notices[notice.kind === 'warned' ? 'costWarned' : 'costStopped'](notice, { limit, until });
}

async function notifyAdmins(context: Context): Promise<void> {
  const { ledger, platforms, log, clock } = context;
  for (const { notice, done } of await ledger.notices()) {
    const platform = platforms.get(notice.platform);
    // Another process has that platform.
    if (!platform?.notify) continue;
    const { limits } = await policyOf(context, notice.scope, notice.platform);
    try {
      await platform.notify(notice.scope, limits.admin_channel, noticeText(notice, limits, clock()));
      await done();
    } catch (error) {
      log.warn({ scope: notice.scope, err: error }, 'the admins could not be told of their budget');
    }
  }
}
