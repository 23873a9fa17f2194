/** A job's record in words. */
import { findModel } from '../../models/index.ts';
import type { Comparing } from '../domain/comparing.ts';
import { resultNameOf, sourceNameOf } from '../domain/file-names.ts';
import { formOf } from '../domain/form.ts';
import { hasResult, isAtProvider, isInFlight, isOver, isUndelivered, type Job } from '../domain/job.ts';
import { defaultLimits } from '../domain/limits.ts';
import { cameAs } from '../domain/media-record.ts';
import { payerKind } from '../domain/pots/pot.ts';
import { duration } from '../words/amounts.ts';
import { otherSettings, whatIsDone } from '../words/settings.ts';
import { status } from '../words/status.ts';
import { failureSentence } from './ending.ts';
import { tookMs } from './facts.ts';
import { differencesOf, lossesOf } from './losses.ts';
import { newsOf } from './news.ts';
import { fraction, overdueAfter, publishedMs, usual } from './progress.ts';
import type { VersionView } from './versions/standing.ts';
import type { FollowUp, Repair, View, ViewState, Waiting } from './view.ts';

const stateOf = (job: Job): ViewState => {
  switch (job.state) {
    case 'accepted':
    case 'queued':
    case 'submitting':
      return 'QUEUED';
    case 'polling':
      return job.phase === 'processing' || job.phase === 'completed' ? 'PROCESSING' : 'QUEUED';
    case 'fetched':
    case 'delivering':
      return 'PROCESSING';
    case 'done':
      return 'COMPLETED';
    case 'cancelled':
      return 'CANCELLED';
    default:
      return 'FAILED';
  }
};

export function viewOf(
  job: Job,
  context: {
    /** Of runs of its work. */
    durations: readonly number[];
    waiting?: Waiting | undefined;
    next?: readonly FollowUp[];
    repair?: Repair | undefined;
    whenMoving?: Repair | undefined;
    /** Left out, as it is where nobody has set or chosen anything. */
    comparing?: Comparing;
    page?: string | undefined;
    version?: VersionView;
    lab: boolean;
    now: number;
  },
): View {
  const model = findModel(job.model);
  const state = stateOf(job);
  const { durations, now, lab, comparing: { compare, motion } = defaultLimits } = context;
  const average = publishedMs(model, job.work, lab);
  const sourceName = sourceNameOf(job.source);
  const waited = tookMs(job) ?? 0;
  const title = model ? whatIsDone(model, job.settings) : job.model;
  const { result } = job;
  const cancellable = isInFlight(job.state) && !job.cancelRequested;
  const lost = lossesOf(job);
  const moving = result?.type.startsWith('video/') ? cameAs(job.sourceFile?.record) : undefined;
  const elapsed = job.processingAt === undefined ? undefined : (job.completedAt ?? now) - job.processingAt;
  return {
    id: job.id,
    version: job.version,
    state,
    over: isOver(job.state),
    title,
    settings: model ? otherSettings(model, job.settings) : '',
    requester: job.requester,
    sourceName,
    price: priceText(),
    line: line(),
    news: newsOf(job, context.waiting?.position, lost),
    progress: progress(),
    cancellable,
    cancelCost: cancellable ? cancelCost() : undefined,
    cancelNote: isAtProvider(job.state) ? status.cancelNote(job.price) : undefined,
    source: job.sourceFile,
    result,
    resultName: result && resultNameOf(job, result),
    sizes: result && status.sizes(job.sourceFile, result),
    took: result && duration(waited),
    losses: lost,
    differences: differencesOf(job),
    ...(context.whenMoving && { whenMoving: context.whenMoving }),
    ...(moving && { cameAs: moving }),
    ...(model && result && job.sourceFile && compare !== 'off' && { compares: model.takes }),
    ...(motion === 'reduced' && { still: true as const }),
    next: context.next ?? [],
    ...(context.repair && { repair: context.repair }),
    ...(context.page !== undefined && formOf(job) === 'full' && { page: context.page }),
    ...(context.version && { versioned: context.version }),
    removed: job.removed,
    undelivered: isUndelivered(job),
    form: formOf(job),
    alt: status.alt(title, sourceName, result),
    lab,
  };

  function priceText(): string {
    if (job.hold === 'reserved') return status.by(status.atMost(job.price), payerKind(job.payer));
    const charged = job.charged ?? 0;
    return charged === 0 ? status.paid(0) : status.by(status.paid(charged), payerKind(job.payer));
  }

  function cancelCost(): string {
    return isAtProvider(job.state) ? status.cancelCosts(job.price) : status.freeToCancel;
  }

  function line(): string {
    const wait = usual(durations, average);
    if (job.cancelRequested && !isOver(job.state)) return status.cancelling;
    switch (job.state) {
      case 'accepted':
        return status.accepted;
      case 'queued':
        return context.waiting?.behindOwn ? status.behindOwn : status.queued(wait, context.waiting);
      case 'submitting':
        return status.submitting;
      case 'polling':
        if (job.phase === 'completed') return status.fetching;
        if (model && job.submittedAt !== undefined && now - job.submittedAt > overdueAfter(model, wait))
          return status.overdue;
        return job.phase === 'processing' ? status.processing(elapsed ?? 0, wait) : status.handedOver(wait);
      case 'fetched':
      case 'delivering':
        return status.delivering;
      case 'done':
        return [status.done(job.sourceFile, result, waited), ...differencesOf(job), ...lost].join(' · ');
      default:
        return failureSentence(job);
    }
  }

  function progress(): number | undefined {
    if (state === 'COMPLETED') return 1;
    if (hasResult(job.state) || job.phase === 'completed') return 0.97;
    if (state !== 'PROCESSING' || elapsed === undefined) return undefined;
    return fraction(durations, average, elapsed);
  }
}
