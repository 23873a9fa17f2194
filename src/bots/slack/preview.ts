/** The result's picture in its card: Slack takes it there only when it has processed the file, which nobody waits for. */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { View } from '../../core/view.ts';
import { type Address, keepAddress, readAddress } from './address.ts';
import type { Access, Bot } from './bot.ts';
import { cardOf } from './card.ts';
import { slackError } from './trouble.ts';

/** ms after the end was shown; longer than this a preview is no news. */
const looks = [500, 1_500, 4_000, 10_000];
/** ms. Such an edit is beside the pace of all others, so there are few: cadence.ts leaves room for three a minute. */
const bucketMs = 30_000;
/** What messages show. https://docs.slack.dev/reference/block-kit/block-elements/image-element */
const shownTypes = /^image\/(?:png|jpeg|gif)$/;

const infoSchema = z.object({ file: z.object({ mimetype: z.string().nullish() }) });

/** Edits the picture in later, where there is one to come; begun when the card says how it ended. Never throws. */
export function showPicture(bot: Bot, address: Address, view: View): void {
  const { result } = address;
  const may = result && result.channel === address.channel && !result.removed && !result.shown;
  if (view.state !== 'COMPLETED' || !may || !view.result || !shownTypes.test(view.result.type)) return;
  bot.background(
    later(bot, address, view).catch((error: unknown) => {
      if (!bot.stopping.aborted)
        bot.log.debug({ job: view.id, error: slackError(error) }, 'a card goes without its picture');
    }),
  );
}

async function later(bot: Bot, address: Address, view: View): Promise<void> {
  const { result, status } = address;
  if (!result || status === undefined) return;
  for (const ms of looks) {
    await pause(ms, undefined, { ref: false, signal: bot.stopping });
    const access = await bot.accessTo(address.team);
    if (!(await isProcessed(access, result.file))) continue;
    const bucket = Math.floor(bot.clock() / bucketMs);
    if (!(await bot.once(`picture:${address.team.id}:${bucket}`))) continue;
    const job = await bot.requests.read(view.id);
    const now = job && readAddress(job.address);
    // Somebody has removed it meanwhile, or the card is another one.
    if (!now?.result || now.result.removed || now.status !== status) return;
    const shown = { ...now, result: { ...now.result, shown: true } };
    await access.read.chat.update({ channel: now.channel, ts: status, ...cardOf(view, shown) });
    await bot.requests.move(view.id, keepAddress(shown));
    return;
  }
}

async function isProcessed({ read }: Access, file: string): Promise<boolean> {
  const { file: known } = infoSchema.parse(await read.files.info({ file }));
  return shownTypes.test(known.mimetype ?? '');
}
