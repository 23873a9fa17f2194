/** What a person sees of a job. Core decides what is said; a platform decides how it looks. */
import { findModel } from '../../models/index.ts';
import { sentence } from '../domain/failure.ts';
import {
  hasResult,
  isAtProvider,
  isInFlight,
  isOver,
  isUndelivered,
  type Job,
  type MediaFile,
} from '../domain/job.ts';
import { type FailureCode, failures, money } from '../words/failures/failures.ts';
import { status } from '../words/status.ts';
import { fraction, usual } from './progress.ts';

export type ViewState = 'QUEUED' | 'PROCESSING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';

export type View = {
  id: string;
  version: number;
  state: ViewState;
  /** Nothing more will come of it by itself. */
  over: boolean;
  /** e.g. `ESRGAN upscaler`. */
  title: string;
  /** The settings that were chosen, e.g. `scale 4 · quality 95`. */
  settings: string;
  requester: string;
  /** What it costs at most, or what it cost. */
  price: string;
  /** One sentence: what is going on, or how it ended. */
  line: string;
  /** What of it is to be seen at once when it changes, besides the state: the kind of line, the place in line, what cancelling costs. */
  news: string;
  /** 0 to 1; undefined when nothing honest can be said. */
  progress: number | undefined;
  /** It can still be cancelled. */
  cancellable: boolean;
  /** What cancelling costs all the same, once the provider has the job. */
  cancelNote: string | undefined;
  source: MediaFile | undefined;
  result: MediaFile | undefined;
  /** The result was taken away; what is said of it stays. */
  removed: boolean;
  /** There is a result that could not be posted: it can be tried again while its file is kept. */
  undelivered: boolean;
  /** What the result shows, for people who cannot see it. */
  alt: string;
  /** Results come from the lab, not from a model. */
  lab: boolean;
};

/** Where a queued job stands. */
export type Waiting = {
  /** 1 is next. */
  position: number;
  /** Until its turn, if every job ahead takes as long as its model usually does; undefined where nobody knows. */
  startsInMs: number | undefined;
  /** Its person has as many with the provider as they may. */
  behindOwn?: true;
};

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

/** The sentence of a job that ended without a result. */
export function failureSentence(job: Job): string {
  const code = job.failure?.code ?? job.state;
  const known = (name: string): name is FailureCode => Object.hasOwn(failures, name);
  // A record written by a newer version may hold a code that this one does not know.
  const charged = moneySentence(job);
  return known(code)
    ? sentence({ code, facts: job.failure?.facts ?? {} }, charged)
    : `${status.failed} ${charged}`;
}

/** What became of the price, as the ledger has it. */
function moneySentence({ hold, charged = 0, price }: Job): string {
  if (hold === 'reserved') return money.reserved(price);
  return charged > 0 ? money.charged(charged) : money.nothing;
}

export function viewOf(
  job: Job,
  context: { durations: readonly number[]; waiting?: Waiting | undefined; lab: boolean; now: number },
): View {
  const model = findModel(job.model);
  const state = stateOf(job);
  const { durations, now, lab } = context;
  // The provider's published times are not the lab's.
  const publishedMs = lab ? undefined : model?.usualMs;
  const elapsed = job.processingAt === undefined ? undefined : (job.completedAt ?? now) - job.processingAt;
  return {
    id: job.id,
    version: job.version,
    state,
    over: isOver(job.state),
    title: model?.title ?? job.model,
    settings: status.settings(model?.fields ?? [], job.settings),
    requester: job.requester,
    price: job.hold === 'reserved' ? status.atMost(job.price) : status.paid(job.charged ?? 0),
    line: line(),
    news: JSON.stringify([
      job.state,
      job.phase,
      job.cancelRequested,
      context.waiting?.behindOwn || (context.waiting?.position ?? 0),
    ]),
    progress: progress(),
    cancellable: isInFlight(job.state) && !job.cancelRequested,
    cancelNote: isAtProvider(job.state) ? status.cancelNote(job.price) : undefined,
    source: job.sourceFile,
    result: job.result,
    removed: job.removed,
    undelivered: isUndelivered(job),
    alt: status.alt(model?.title ?? job.model, job.result),
    lab,
  };

  function line(): string {
    const wait = usual(durations, publishedMs);
    if (job.cancelRequested && !isOver(job.state)) return status.cancelling;
    switch (job.state) {
      case 'accepted':
        return status.accepted;
      case 'queued':
      case 'submitting':
        return context.waiting?.behindOwn ? status.behindOwn : status.queued(wait, context.waiting);
      case 'polling':
        if (job.phase === 'completed') return status.fetching;
        if (model && job.submittedAt !== undefined && now - job.submittedAt > model.deadlineMs)
          return status.overdue;
        return job.phase === 'processing' ? status.processing(elapsed ?? 0, wait) : status.handedOver(wait);
      case 'fetched':
      case 'delivering':
        return status.delivering;
      case 'done':
        return status.done(job.sourceFile, job.result, (job.completedAt ?? now) - job.createdAt);
      default:
        return failureSentence(job);
    }
  }

  function progress(): number | undefined {
    if (state === 'COMPLETED') return 1;
    if (hasResult(job.state) || job.phase === 'completed') return 0.97;
    if (state !== 'PROCESSING' || elapsed === undefined) return undefined;
    return fraction(durations, publishedMs, elapsed);
  }
}
