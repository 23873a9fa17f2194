/** Who is next. Where the provider takes only so many jobs at once, people take turns, not jobs. */
import type { Job } from '../domain/job.ts';
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

type Line = { queued: readonly QueueEntry[]; running: readonly QueueEntry[] };

/** The queue in its order: those who may go when there is room, and those who wait for others of the same person. */
function parted({ queued, running }: Line): { ready: QueueEntry[]; behindOwn: QueueEntry[] } {
  const going = new Map<string, number>();
  const add = (person: string) => going.set(person, (going.get(person) ?? 0) + 1);
  for (const { person } of running) add(person);
  const parts: ReturnType<typeof parted> = { ready: [], behindOwn: [] };
  for (const entry of fairOrder(queued, running)) {
    const { person, personAtMost = Number.POSITIVE_INFINITY } = entry;
    const held = (going.get(person) ?? 0) >= personAtMost;
    parts[held ? 'behindOwn' : 'ready'].push(entry);
    if (!held) add(person);
  }
  return parts;
}

/** Those who may be submitted now. @param atMost jobs at the provider at once; undefined is without limit. */
export function nextToSubmit(line: Line, atMost: number | undefined): QueueEntry[] {
  const { ready } = parted(line);
  return atMost === undefined ? ready : ready.slice(0, Math.max(0, atMost - line.running.length));
}

/** Whether a job's turn depends on others; any other one goes as soon as it is ready. */
export const waitsInLine = (job: Pick<Job, 'personAtMost'>, atMost: number | undefined): boolean =>
  atMost !== undefined || job.personAtMost !== undefined;

/**
 * Where everybody in the queue stands, by the job's id.
 * @param usualMs how long a run of a model usually takes; undefined where nobody knows.
 */
export function places(
  queue: Line,
  options: { atMost: number | undefined; usualMs: (model: string) => number | undefined },
): ReadonlyMap<string, Waiting> {
  const { ready, behindOwn } = parted(queue);
  const { atMost, usualMs } = options;
  const free = (atMost ?? 0) - queue.running.length;
  // Those at the provider are on average half through.
  let ahead = queue.running.reduce((sum, { model }) => sum + half(usualMs(model)), 0);
  const all = new Map<string, Waiting>();
  for (const [index, { id, model }] of ready.entries()) {
    const known = atMost !== undefined && !Number.isNaN(ahead);
    const startsInMs = atMost !== undefined && index < free ? 0 : known ? ahead / atMost : undefined;
    all.set(id, { position: index + 1, startsInMs });
    ahead += usualMs(model) ?? Number.NaN;
  }
  for (const [index, { id }] of behindOwn.entries())
    all.set(id, { position: ready.length + index + 1, startsInMs: undefined, behindOwn: true });
  return all;
}

const half = (ms: number | undefined) => (ms ?? Number.NaN) / 2;
