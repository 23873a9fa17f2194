/** The result of a taste test: one picture of all that came of it, posted once by the job that has the card. */
import { join } from 'node:path';
import { findModel } from '../../../models/index.ts';
import { priceOf } from '../../credits/prices.ts';
import type { Member } from '../../domain/asked/batch.ts';
import type { Taste } from '../../domain/asked/taste.ts';
import { isOver, type Job, type Json } from '../../domain/job.ts';
import { limitsFor } from '../../domain/policy.ts';
import { keptPath } from '../../media/files.ts';
import { keepMarked } from '../../media/metadata/kept.ts';
import { drawnTiles } from '../../media/taste/apart.ts';
import type { Tile } from '../../media/taste/task.ts';
import { tasteWords as drawn, tasteAlt } from '../../media/taste/words.ts';
import type { Delivery, Platform } from '../../ports/platform.ts';
import { reasonOf } from '../../view/facts.ts';
import type { View, WayView } from '../../view/view.ts';
import { tasteWords as words } from '../../words/batch.ts';
import { money } from '../../words/failures/failures.ts';
import { some } from '../../words/names.ts';
import { wholeOf } from '../batch/members.ts';
import type { Context } from '../context.ts';
import { policyOf } from '../request/judge.ts';

/** A picture of 1200 pixels' width. */
const maxBytes = 20_000_000;

/** Whether it was posted: false where the job is of no taste test. @throws what the platform throws */
export async function postTaste(
  context: Context,
  platform: Platform,
  job: Job,
  { address, card }: { address: Json; card: View },
): Promise<boolean> {
  const whole = job.batch && (await wholeOf(context, job.batch.id));
  const taste = whole?.record.taste;
  if (!whole || !taste || job.batch?.id === undefined) return false;
  const { delivery, view } = await tasted(context, { job, taste, card }, whole);
  // Whoever posts it, the one that has the card remembers where it is.
  await platform.deliver(address, view, delivery);
  return true;
}

async function tasted(
  context: Context,
  { job, taste, card }: { job: Job; taste: Taste; card: View },
  { members, record }: NonNullable<Awaited<ReturnType<typeof wholeOf>>>,
): Promise<{ delivery: Delivery; view: View }> {
  const { files, prices, stopping: signal, lab } = context;
  const part = files.path(job.sourceFile?.name ?? '');
  const policy = await policyOf(context, job.scope, job.platform);
  const { confirm_above: above } = limitsFor(policy, []);
  const tiles: Tile[] = [{ name: words.plain, beside: drawn.free, picture: part }];
  const ways: WayView[] = [{ position: 0, name: words.plain, votes: 0 }];
  for (const [index, member] of members.entries()) {
    const item = record.items[index];
    const model = findModel(item?.model ?? '');
    const prepared = model?.prepare(item?.settings ?? {});
    const price = model && prepared?.ok ? priceOf(model, prepared.settings, prices) : undefined;
    const picture = await keptPath(files.path, member.job?.result);
    const name = member.name ?? '';
    tiles.push({
      name,
      beside: price === undefined ? '' : some(price),
      ...(picture === undefined ? { failed: whyNothing(member), charged: paid(member) } : { picture }),
    });
    const asks = price !== undefined && above !== null && price > above;
    const isRunnable = picture !== undefined && price !== undefined;
    ways.push({ position: index + 1, name, votes: 0, ...(isRunnable && { whole: { price, asks } }) });
  }
  const { path: folder, remove } = await files.workFolder();
  try {
    const output = join(folder, 'tiles.jpg');
    const { area, name = words.title(undefined) } = taste;
    const shares = await drawnTiles({ part, tiles, name, area, lab, output }, signal);
    const like = files.path(job.result?.name ?? '');
    const kept = await keepMarked(files, output, { like, maxBytes, signal });
    const stem = name.replace(/\.\w+$/, '');
    const delivery = {
      path: files.path(kept.name),
      type: kept.type,
      bytes: kept.bytes,
      fileName: `${stem}-taste.jpg`,
    };
    const { batch: _, ...rest } = card;
    const alt = tasteAlt({ name, area }, tiles, shares);
    return { delivery, view: { ...rest, resultName: card.title, alt, line: '', taste: { ways } } };
  } finally {
    await remove();
  }
}

/** In words that everybody may read. */
function whyNothing({ job, refused }: Member): string {
  if (refused) return refused.text;
  if (!job || !isOver(job.state)) return words.late;
  return job.state === 'cancelled' ? words.cancelled : (reasonOf(job)?.briefly ?? words.late);
}

/** What it cost though nothing came of it, where that is something. */
const paid = ({ job }: Member): string | undefined => (job?.charged ? money.charged(job.charged) : undefined);
