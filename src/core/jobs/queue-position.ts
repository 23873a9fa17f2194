/** Where jobs stand in the queue, for those who wait: read once for all of them, and told when it changes. */
import { findModel } from '../../models/index.ts';
import type { Job } from '../domain/job.ts';
import { createInspector, type Inspector } from '../inspect/inspect.ts';
import { createOverviews, type Overviews } from '../inspect/overview.ts';
import { noticedPlace } from '../view/news.ts';
import { publishedMs, usual } from '../view/progress.ts';
import type { Waiting } from '../view/view.ts';
import { type Context, runName } from './context.ts';
import { fairOrder, places } from './fair-queue.ts';

type Places = ReadonlyMap<string, Waiting>;

export type Line = {
  /** Where a job stands in the queue; undefined when it is not in it. At most half a second old. */
  placeOf(job: Pick<Job, 'id' | 'state' | 'cancelRequested'>): Promise<Waiting | undefined>;
  /**
   * Calls back with the ids of those whose place has changed so much that it is news, whichever process made it change: at
   * most once a second, after one look at the queue for all of them. Returns how to stop.
   */
  onMove(moved: (ids: readonly string[]) => void): Promise<() => void>;
};

/** ms for which one look at the queue does for all who ask. */
const looksMs = 500;
/** ms between two that are told of. */
const movesMs = 1000;

export function createLine(
  context: Pick<Context, 'jobsAtProvider' | 'lab' | 'log'> & {
    store: Pick<Context['store'], 'queue' | 'durations' | 'onChange'>;
  },
): Line {
  const { store, jobsAtProvider, lab, log } = context;
  let last: { at: number; places: Places } | undefined;
  let looking: Promise<Places> | undefined;

  async function read(): Promise<Places> {
    const queue = await store.queue();
    const names =
      queue.queued.length === 0 ? [] : [...queue.queued, ...queue.running].map(({ model }) => model);
    const times = new Map<string, number | undefined>();
    for (const name of new Set(names)) {
      const published = publishedMs(findModel(name), undefined, lab);
      times.set(name, usual(await store.durations(runName(context, name)), published)?.lowMs);
    }
    return places(queue, { atMost: jobsAtProvider, usualMs: (name) => times.get(name) });
  }

  /** Whoever asks while somebody looks is answered with the same. */
  function look(): Promise<Places> {
    looking ??= read()
      .then((found) => {
        last = { at: performance.now(), places: found };
        return found;
      })
      .finally(() => {
        looking = undefined;
      });
    return looking;
  }

  return {
    async placeOf({ id, state, cancelRequested }) {
      if (state !== 'queued' || cancelRequested) return undefined;
      const young = last && performance.now() - last.at < looksMs ? last.places.get(id) : undefined;
      // One that has just joined is not in the last look, and may not be in one that has begun.
      return young ?? (await look()).get(id) ?? (await look()).get(id);
    },

    async onMove(moved) {
      let told = new Map<string, number>();
      let timer: NodeJS.Timeout | undefined;
      let stopped = false;

      async function tell(): Promise<void> {
        // One that has begun may not know yet.
        await looking?.catch(() => undefined);
        const now = new Map([...(await look())].map(([id, { position }]) => [id, noticedPlace(position)]));
        const ids = [...now].filter(([id, place]) => told.get(id) !== place).map(([id]) => id);
        told = now;
        if (ids.length > 0 && !stopped) moved(ids);
      }
      const stop = await store.onChange(() => {
        timer ??= setTimeout(() => {
          timer = undefined;
          tell().catch((error: unknown) => log.warn({ err: error }, 'it could not be read who waits'));
        }, movesMs).unref();
      });
      return () => {
        stopped = true;
        clearTimeout(timer);
        stop();
      };
    },
  };
}

/** For whoever runs the place: everything about a job, with where it stands, and what all of them come to. */
export const inspectorOf = (context: Context, { placeOf }: Pick<Line, 'placeOf'>): Inspector & Overviews => ({
  ...createOverviews({ ...context, runName: (model) => runName(context, model) }),
  ...createInspector({
    store: context.store,
    files: context.files,
    clock: context.clock,
    leaseMs: context.timings.leaseMs,
    queuePosition: (job) => placeOf(job),
    async line() {
      const { queued, running } = await context.store.queue();
      return fairOrder(queued, running).map(({ id }) => id);
    },
  }),
});
