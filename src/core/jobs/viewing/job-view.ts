/** What a job's card and result say: its record, with all that others know of it. */
import { hasFollowUps } from '../../credits/follow-ups.ts';
import { offersOf } from '../../credits/offers.ts';
import { inForm } from '../../domain/form.ts';
import type { Job } from '../../domain/job.ts';
import type { Policy } from '../../domain/policy.ts';
import type { ComparingService } from '../../ports/comparing.ts';
import type { VersionsService } from '../../ports/versions.ts';
import type { View, Waiting } from '../../view/view.ts';
import { type Context, runName } from '../context.ts';
import { asWhole } from '../recipe/card.ts';
import { versionViewOf } from '../versions/requests.ts';

export const createViewing =
  (
    context: Context,
    others: {
      line: { placeOf(job: Job): Promise<Waiting | undefined> };
      policies: (scope: string, platform: string) => Promise<Policy>;
      comparing: ComparingService['of'];
      versions: Pick<VersionsService, 'of'>;
      pages: { of(job: Job): string | undefined };
    },
  ) =>
  async (job: Job): Promise<View> => {
    const { line, policies, comparing, versions, pages } = others;
    const { store, clock, prices, lab } = context;
    const version = job.result && versionViewOf(await versions.of(job), job);
    return asWhole(context, job, inForm(job), {
      durations: (await store.learned(runName(context, job.model))).durationsOf(job.work),
      waiting: await line.placeOf(job),
      ...(await offersOf(job, prices, () => policies(job.scope, job.platform))),
      ...(hasFollowUps(job) && { comparing: await comparing(job) }),
      ...(version && { version }),
      page: pages.of(job),
      lab,
      now: clock(),
    });
  };
