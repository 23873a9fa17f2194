/** A person's jobs as lines. */
import type { Person } from '../../../core/domain/command.ts';
import type { Job } from '../../../core/domain/job.ts';
import type { View } from '../../../core/view/view.ts';
import { type Address, readAddress } from '../address.ts';
import { escaped } from '../cards/blocks.ts';
import { moment } from '../cards/card.ts';
import type { Bot } from '../context.ts';
import { textWords as words } from '../words/commands.ts';

/** A person's newest jobs with what is to be seen of them, the newest first. */
export async function newestJobs(
  bot: Bot,
  person: Person,
  count: number,
): Promise<{ job: Job; view: View; address: Address }[]> {
  const jobs = await bot.requests.jobs(person, count);
  return Promise.all(
    jobs.map(async (job) => ({
      job,
      view: await bot.requests.view(job),
      address: readAddress(job.address),
    })),
  );
}

/** `*ESRGAN upscaler* · *COMPLETED* · 3 minutes ago · 0.5 credits`, and the settings below it. */
export const jobLines = (job: Job, view: View): string =>
  [
    words.job(job.id, escaped(view.title), view.state, moment(job.createdAt), view.price),
    ...(view.settings === '' ? [] : [escaped(view.settings)]),
  ].join('\n');
