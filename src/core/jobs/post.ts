/** A result, or several of one batch, handed over to the platform. */
import { formOf } from '../domain/form.ts';
import type { Job } from '../domain/job.ts';
import type { Platform } from '../ports/platform.ts';
import type { View } from '../view/view.ts';
import type { Cards } from './batch/card.ts';
import type { Context } from './context.ts';
import { deliveryOf, plainName } from './files/job-files.ts';
import { postTaste } from './taste/post.ts';
import { giveNumber } from './versions/number.ts';

export type Posting = { viewOf: (job: Job) => Promise<View>; card: Cards };

/** Hands it over to its platform: by itself, or together with the others of its batch. @throws what the platform throws */
export async function post(
  context: Context,
  platform: Platform,
  job: Job,
  { viewOf, card, together }: Posting & { together: readonly Job[] | undefined },
): Promise<void> {
  const handed = async (it: Job) => {
    if (!it.result) throw new Error('a job that is handed over has no result');
    await giveNumber(context, it);
    // What the chat refuses of one it refuses of all.
    const shown = { ...it, refusals: job.refusals };
    const delivery = deliveryOf(it, it.result, context.files.path(it.result.name));
    if (formOf(shown) !== 'full') delivery.fileName = plainName(it, it.result);
    return { address: it.address, view: await viewOf(shown), delivery };
  };
  if (together && platform.deliverAll) {
    const whole = { ...(await card.of(job)), refusals: job.refusals };
    if (await postTaste(context, platform, job, { address: whole.address, card: await card.view(whole) }))
      return;
    return platform.deliverAll(
      whole.address,
      await card.view(whole),
      await Promise.all(together.map(handed)),
    );
  }
  const { address, view, delivery } = await handed(job);
  return platform.deliver(address, view, delivery);
}
