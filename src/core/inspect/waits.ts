/** What a job waits for, read off its record: what is to be done with it next, and what stands between. */
import { isOver, type Job } from '../domain/job.ts';

/**
 * What is to be done next.
 * source    the file is fetched, checked and handed to the provider
 * turn      it is paid for
 * submit    the provider answers to the paid request
 * verdict   whoever paid for it died before the answer was recorded: it is called uncertain
 * provider  it is done there
 * result    the result is fetched
 * post      the result is posted
 * notice    its person is told how it ended
 * cancel    it is given up, as was asked for
 */
type Step = 'source' | 'turn' | 'submit' | 'verdict' | 'provider' | 'result' | 'post' | 'notice' | 'cancel';

/**
 * next       a process takes it up
 * held       a process works on it, and holds it until `at` unless it renews
 * died       a process held it, and has not renewed in time; others may have it from `at`
 * later      a fault has passed, and it is tried again at `at`
 * nobody     it has been due since `at`, and no process has looked
 * forgotten  no process will look at it again, which is a defect
 */
type How = 'next' | 'held' | 'died' | 'later' | 'nobody' | 'forgotten';

/** `at` in ms since 1970; with `next`, when it is due. */
export type Waits = { for: Step; how: How; at?: number; position?: number };

/** A process that works looks at what is due at once; only one that is not there lets it lie for so long. In ms. */
const ignoredMs = 30_000;

export type Facts = {
  now: number;
  /** When somebody must look at it, in ms since 1970; undefined when nobody must. */
  due: number | undefined;
  /** Its place in the line, if it stands there. */
  position: number | undefined;
  /** For how long a holder keeps a job; it renews three times as often. */
  leaseMs: number;
};

function stepOf(job: Job, now: number): Step {
  if (isOver(job.state)) return 'notice';
  if (job.cancelRequested && (job.state === 'queued' || job.state === 'polling')) return 'cancel';
  switch (job.state) {
    case 'accepted':
      return 'source';
    case 'queued':
      return 'turn';
    case 'submitting':
      return (job.heldUntil ?? 0) > now ? 'submit' : 'verdict';
    case 'polling':
      return job.phase === 'completed' ? 'result' : 'provider';
    default:
      return 'post';
  }
}

/**
 * Whoever is to renew three times in a lease, and has let half of it pass, is gone. A paid request is held for as long
 * as it may take, and its hold is not renewed.
 */
export const isSilent = ({ state, heldUntil = 0 }: Job, { now, leaseMs }: Facts): boolean =>
  heldUntil - now < (state === 'submitting' ? 0 : leaseMs / 2);

/** Undefined for a job that is over and of which its person knows. */
export function waitsOf(job: Job, facts: Facts): Waits | undefined {
  if (isOver(job.state) && job.notified) return undefined;
  const { now, due, position } = facts;
  const step = stepOf(job, now);
  const { heldUntil, notBefore } = job;
  const how = howItIs();
  const inLine = step === 'turn' && position !== undefined && how.how !== 'later';
  return { for: step, ...how, ...(inLine ? { position } : {}) };

  function howItIs(): Omit<Waits, 'for'> {
    if (heldUntil !== undefined && step !== 'verdict')
      return { how: isSilent(job, facts) ? 'died' : 'held', at: heldUntil };
    if (notBefore !== undefined && notBefore > now) return { how: 'later', at: notBefore };
    return lateness();
  }

  function lateness(): Omit<Waits, 'for'> {
    if (due === undefined) return { how: 'forgotten' };
    return { how: due < now - ignoredMs ? 'nobody' : 'next', at: due };
  }
}
