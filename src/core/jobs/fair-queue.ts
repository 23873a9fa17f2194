/** Who is next. Where the provider takes only so many jobs at once, people take turns, not jobs. */
import type { QueueEntry } from '../store/store.ts';
import type { Waiting } from '../view/view.ts';

/**
 * The queue in the order in which it is served: everybody's first job before anybody's second, and within a round the
 * older one first. What somebody already has at the provider counts as served, so who waits with one job is never
 * behind the tenth of another.
 */
export function fairOrder(queued: readonly QueueEntry[], running: readonly QueueEntry[]): QueueEntry[] {
  const served = new Map<string, number>();
  const count = (person: string) => {
    const before = served.get(person) ?? 0;
    served.set(person, before + 1);
    return before;
  };
  for (const { person } of running) count(person);
  return queued
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    .map((entry) => ({ entry, round: count(entry.person) }))
    .sort((a, b) => a.round - b.round)
    .map(({ entry }) => entry);
}

/** Those who may be submitted now. @param atMost jobs at the provider at once; undefined is without limit. */
export function nextToSubmit(
  { queued, running }: { queued: readonly QueueEntry[]; running: readonly QueueEntry[] },
  atMost: number | undefined,
): QueueEntry[] {
  const order = fairOrder(queued, running);
  return atMost === undefined ? order : order.slice(0, Math.max(0, atMost - running.length));
}

/**
 * Where everybody in the queue stands, by the job's id.
 * @param usualMs how long a run of a model usually takes; undefined where nobody knows.
 */
export function places(
  queue: { queued: readonly QueueEntry[]; running: readonly QueueEntry[] },
  options: { atMost: number | undefined; usualMs: (model: string) => number | undefined },
): ReadonlyMap<string, Waiting> {
  const { atMost, usualMs } = options;
  const free = (atMost ?? 0) - queue.running.length;
  // Those at the provider are on average half through.
  let ahead = queue.running.reduce((sum, { model }) => sum + half(usualMs(model)), 0);
  const all = new Map<string, Waiting>();
  for (const [index, { id, model }] of fairOrder(queue.queued, queue.running).entries()) {
    const known = atMost !== undefined && !Number.isNaN(ahead);
    const startsInMs = atMost !== undefined && index < free ? 0 : known ? ahead / atMost : undefined;
    all.set(id, { position: index + 1, startsInMs });
    ahead += usualMs(model) ?? Number.NaN;
  }
  return all;
}

const half = (ms: number | undefined) => (ms ?? Number.NaN) / 2;
