/**
 * Comparisons that are posted below their results by themselves: written down before the result counts as posted, so that a
 * crash forgets none, and of no consequence for the job, whatever becomes of them.
 */
import { Failure } from '../../domain/failure.ts';
import { isOver, type Job } from '../../domain/job.ts';
import type { ComparisonType } from '../../domain/media-record.ts';
import { comparedName } from '../../media/comparison/words.ts';
import type { ComparingService } from '../../ports/comparing.ts';
import { Refused } from '../../ports/refused.ts';
import type { View } from '../../view/view.ts';
import type { Context } from '../context.ts';
import { deliveryOf } from './job-files.ts';

export type Beside = {
  /** Writes down that a job's is to be posted, where that is so. Never rejects. */
  want(job: Job): Promise<void>;
  /** Posts a job's, where one was wanted and nobody is at it. Never rejects. */
  post(id: string): Promise<void>;
  /** Posts what a process that died has left, or what failed. Never rejects. */
  postAll(): Promise<void>;
};

/** ms. For so long it is tried again; later nobody would know what it belongs to. */
const triedMs = 30 * 60_000;

/** The comparison as it is shown in place of the result. @param takes what the model took the source as */
export function besideView(view: View, compare: ComparisonType): View {
  // Where it is changed is for those who want to know more.
  const more = compare === 'picture' && !view.result?.type.startsWith('video/') ? (['heat'] as const) : [];
  const { cameAs: _, ...rest } = view;
  const aside = { name: comparedName[compare](view.sourceName ?? view.title), more };
  return { ...rest, aside, settings: '', losses: [], differences: [], next: [] };
}

export function createBeside(
  context: Context,
  { comparing, viewOf }: { comparing: ComparingService; viewOf: (job: Job) => Promise<View> },
): Beside {
  const { comparing: store, store: jobs, platforms, files, clock, log } = context;

  /** Whether it is through: it was posted, or never will be. @throws what another try may mend */
  async function posted(job: Job | undefined): Promise<boolean> {
    if (!job?.result || job.removed || (isOver(job.state) && job.state !== 'done')) return true;
    const platform = platforms.get(job.platform);
    if (job.state !== 'done' || !platform) return false;
    const { compares: takes, ...view } = await viewOf(job);
    if (!platform.accompany || takes === undefined) return true;
    const compare = view.still && job.result.type.startsWith('video/') ? 'still' : 'picture';
    const delivery = deliveryOf(job, job.result, files.path(job.result.name));
    await platform.accompany(job.address, besideView(view, compare), { ...delivery, as: { compare, takes } });
    return true;
  }

  async function post(id: string, since: number): Promise<void> {
    if (!store || !(await store.claim(id))) return;
    try {
      if ((await posted(await jobs.read(id))) || clock() - since > triedMs) await store.settle(id);
      else await store.giveBack(id);
    } catch (error) {
      log.warn({ job: id, err: error }, 'a comparison could not be posted by itself');
      const isLost = error instanceof Failure || error instanceof Refused || clock() - since > triedMs;
      await (isLost ? store.settle(id) : store.giveBack(id));
    }
  }
  const quietly = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.warn({ err: error }, 'comparisons that are posted by themselves');
    }
  };

  return {
    want: (job) =>
      quietly(async () => {
        // A message that brings several would be buried below theirs.
        if (!store || job.batch || !job.sourceFile || !platforms.get(job.platform)?.accompany) return;
        if ((await comparing.of(job)).compare === 'always') await store.want(job.id, clock());
      }),
    post: (id) =>
      quietly(async () => {
        const it = (await store?.wanted())?.find(({ job }) => job === id);
        if (it) await post(id, it.at);
      }),
    postAll: () =>
      quietly(async () => {
        for (const { job, at } of (await store?.wanted()) ?? []) await post(job, at);
      }),
  };
}
