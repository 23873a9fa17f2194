/** What a result will lack is on its job's card before the job is paid for, whichever process shows the card. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Job } from '../../domain/job.ts';
import type { Platform } from '../../ports/platform.ts';
import { lossesOf } from '../../view/losses.ts';
import type { Context } from '../context.ts';

/** Between two looks at whether it does. */
const lookMs = 100;

/** The same platforms, which note of each card of a job that is not paid for yet that it says what will be lost. */
export function notingLosses({
  platforms,
  store,
  log,
}: Pick<Context, 'platforms' | 'store' | 'log'>): ReadonlyMap<string, Platform> {
  const noting = (platform: Platform): Platform => ({
    ...platform,
    async show(address, view) {
      await platform.show(address, view);
      for (const it of view.batch?.map((line) => line.view) ?? [view]) {
        if (!it || it.losses.length === 0 || !it.cancellable || it.cancelNote !== undefined) continue;
        await store
          .sayLosses(it.id)
          .catch((error: unknown) => log.warn({ job: it.id, err: error }, 'what a card says was not noted'));
      }
    },
  });
  return new Map([...platforms].map(([name, platform]) => [name, noting(platform)]));
}

/**
 * The job as it is once its card says what will be lost, where there is something to say; or when that was waited for long
 * enough. Whoever reads it there may give the job up.
 */
export async function onceSaid(context: Context, job: Job): Promise<Job | undefined> {
  if (lossesOf(job).length === 0) return job;
  await lossesSaid(context, job);
  return context.store.read(job.id);
}

async function lossesSaid(context: Context, job: Job): Promise<void> {
  const { store, clock, log, stopping, timings } = context;
  const begun = performance.now();
  const left = Math.min(timings.sayMs, job.changedAt + timings.sayMs - clock());
  while (!stopping.aborted && !(await store.areLossesSaid(job.id))) {
    if (performance.now() - begun >= left) {
      log.warn({ job: job.id }, 'a job is paid for although its card does not say yet what will be lost');
      return;
    }
    await pause(lookMs, undefined, { signal: stopping }).catch(() => {});
  }
}
