/** Gathers what is known of jobs, from their records and from beside them. It changes nothing. */
import { access } from 'node:fs/promises';
import { isOver, type Job } from '../domain/job.ts';
import type { Files } from '../media/files.ts';
import type { Store } from '../store/store.ts';
import type { Waiting } from '../view/view.ts';
import { type Inspection, inspectionOf, type Unfinished, unfinishedOf } from './inspection.ts';

export type Inspector = {
  /** Everything about one job; undefined when there is no record of it. */
  inspect(id: string): Promise<Inspection | undefined>;
  /** All jobs that are not over, or whose person is not notified yet, the oldest first; of one place, or of all. */
  unfinished(at?: { platform: string; scope: string }): Promise<Unfinished[]>;
};

export function createInspector(context: {
  store: Pick<Store, 'read' | 'dueAt' | 'dueTimes'>;
  files: Pick<Files, 'path'>;
  clock: () => number;
  /** For how long a holder keeps a job unless it renews, in ms. */
  leaseMs: number;
  queuePosition: (job: Job) => Promise<Waiting | undefined>;
  /** The ids of all that wait for their turn, in the order in which they are served. */
  line: () => Promise<string[]>;
}): Inspector {
  const { store, files, clock, leaseMs, queuePosition, line } = context;

  const isKept = async (name: string): Promise<boolean> => {
    try {
      await access(files.path(name));
      return true;
    } catch {
      return false;
    }
  };

  return {
    async inspect(id) {
      const job = await store.read(id);
      if (!job) return undefined;
      const names = [
        job.source.kind === 'stored' ? job.source.name : undefined,
        job.sourceFile?.name,
        job.result?.name,
      ].filter((name) => name !== undefined);
      const [due, queue, ...found] = await Promise.all([
        store.dueAt(id),
        queuePosition(job),
        ...names.map(isKept),
      ]);
      const kept = new Set(names.filter((_, index) => found[index]));
      const facts = { now: clock(), due, position: queue?.position, leaseMs };
      return inspectionOf(job, { ...facts, queue, isKept: (name) => kept.has(name) });
    },

    async unfinished(at) {
      const due = await store.dueTimes();
      const read = await Promise.all([...due.keys()].map((id) => store.read(id)));
      const positions = new Map((await line()).map((id, index) => [id, index + 1]));
      const now = clock();
      return read
        .filter((job) => job !== undefined)
        .filter(({ state, notified }) => !isOver(state) || !notified)
        .filter(({ platform, scope }) => !at || (platform === at.platform && scope === at.scope))
        .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
        .map((job) =>
          unfinishedOf(job, { now, due: due.get(job.id), position: positions.get(job.id), leaseMs }),
        );
    },
  };
}
