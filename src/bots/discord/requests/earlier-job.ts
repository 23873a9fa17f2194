/** The job that a message of ours shows. */
import { jobFor } from '../../../chat/access.ts';
import { mediumOfType } from '../../../chat/media.ts';
import type { Job } from '../../../core/domain/job.ts';
import { findModel } from '../../../models/index.ts';
import { readAddress } from '../address.ts';
import type { About, Bot, Turn } from '../context.ts';
import { bringsResult, jobsIn } from '../ids.ts';
import { mediaIn } from './message-media.ts';
import type { RawMessage } from './raw-message.ts';

/** Of a person's jobs so many are looked through for a card that has no buttons any more. */
const mostJobs = 20;

/** A message shows a job as its card, as its result, or as a copy of that; a button alone is no proof. */
export async function showsJob(bot: Bot, message: RawMessage, id: string): Promise<boolean> {
  const job = await bot.requests.read(id);
  if (job?.platform !== bot.platform) return false;
  const { card, result } = readAddress(job.address);
  if (message.id === card || message.id === result?.message) return true;
  const isOurs = message.author.id === bot.userId;
  return isOurs && bringsResult(message.components, id) && mediaIn(message).length > 0;
}

/**
 * The file that stands for the job of a message of ours: its result as it was made, else its source. Undefined where it
 * shows none, or where the file is no longer kept.
 * @throws Refusal where it is not for this person, or stays where it is
 */
export async function earlierIn(bot: Bot, turn: Turn, message: RawMessage): Promise<About['earlier']> {
  if (message.author.id !== bot.userId) return undefined;
  const id = await jobOf(bot, turn, message);
  if (id === undefined) return undefined;
  const job = await jobFor(bot, turn, 'reuse', id);
  const file = job.result && !job.removed ? 'result' : 'source';
  if (!(await isKept(bot, job, file))) return undefined;
  const type = file === 'result' ? job.result?.type : job.sourceFile?.type;
  const takes = mediumOfType(type ?? '') ?? findModel(job.model)?.takes ?? 'image';
  return { kept: { job: id, file }, takes };
}

async function jobOf(bot: Bot, { asker }: Turn, message: RawMessage): Promise<string | undefined> {
  const [id, ...others] = jobsIn(message.components);
  if (id !== undefined && others.length === 0 && (await showsJob(bot, message, id))) return id;
  const own = await bot.requests.jobs(asker, mostJobs);
  return own.find(({ platform, address }) => {
    if (platform !== bot.platform) return false;
    const { card, result } = readAddress(address);
    return message.id === card || message.id === result?.message;
  })?.id;
}

async function isKept({ openKept }: Pick<Bot, 'openKept'>, job: Job, file: 'source' | 'result') {
  const body = await openKept(job, file);
  // Only whether it is there was asked.
  await body?.[Symbol.asyncIterator]().return?.();
  return body !== undefined;
}
