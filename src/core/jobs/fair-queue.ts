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
 * Where a queued job stands; undefined when it is not in the queue.
 * @param usualMs how long a run of a model usually takes; undefined where nobody knows.
 */
export function waiting(
  id: string,
  queue: Line,
  options: { atMost: number | undefined; usualMs: (model: string) => number | undefined },
): Waiting | undefined {
  const { ready, behindOwn } = parted(queue);
  const order = [...ready, ...behindOwn];
  const index = order.findIndex((entry) => entry.id === id);
  if (index < 0) return undefined;
  if (index >= ready.length) return { position: index + 1, startsInMs: undefined, behindOwn: true };
  const { atMost, usualMs } = options;
  if (atMost === undefined) return { position: index + 1, startsInMs: undefined };
  const free = atMost - queue.running.length;
  if (index < free) return { position: index + 1, startsInMs: 0 };
  // Those at the provider are on average half through.
  const times = [
    ...queue.running.map(({ model }) => half(usualMs(model))),
    ...order.slice(0, index).map(({ model }) => usualMs(model)),
  ];
  const known = times.filter((time) => time !== undefined);
  const sum = known.reduce((total, time) => total + time, 0);
  return {
    position: index + 1,
    startsInMs: known.length === times.length ? sum / atMost : undefined,
  };
}

const half = (ms: number | undefined) => (ms === undefined ? undefined : ms / 2);
