/** What was made of a message goes with it: when the message is deleted, its results are taken back. */
import { z } from 'zod';
import { isOver, type Job } from '../../core/domain/job.ts';
import { findModel } from '../../models/index.ts';
import type { Chat } from '../chat.ts';
import type { ChatRequest, Found } from '../request.ts';
import { standingWith } from '../standing.ts';
import { ownerWords as words } from './words.ts';

type Follows = Pick<Chat, 'requests' | 'clock'>;

/** @param id of the job that comes of it, or of its price */
export async function follow<F extends Found>(
  chat: Follows,
  platform: string,
  id: string,
  { source, kept }: Pick<ChatRequest<F>, 'source' | 'kept'>,
): Promise<void> {
  const earlier = source ? source.posted?.job : kept?.job;
  if (earlier !== undefined) return followOn(chat, platform, earlier, id);
  const at = source?.posted?.at;
  if (at !== undefined) await chat.requests.followed.follow(platform, at, id, Math.round(chat.clock()));
}

/** What is made of the same as another job, or of a price. */
export async function followOn(
  { requests: { followed }, clock }: Follows,
  platform: string,
  from: string,
  to: string,
): Promise<void> {
  const at = await followed.sourceOf(from);
  if (at !== undefined) await followed.follow(platform, at, to, Math.round(clock()));
}

/** Each job of several, by what its platform had found. */
export async function followBatch(chat: Follows, { platform, batch }: Job): Promise<void> {
  const { items = [], jobs = [] } = (batch && (await chat.requests.batch(batch.id))) ?? {};
  for (const job of jobs) {
    const posted = foundSchema.safeParse(items[job.batch?.position ?? -1]?.found).data?.posted;
    if (posted?.at !== undefined)
      await chat.requests.followed.follow(platform, posted.at, job.id, Math.round(chat.clock()));
  }
}

const foundSchema = z.object({ posted: z.object({ at: z.string().optional() }).optional() });

/**
 * Takes back what was made of something that is deleted. Never rejects; what could not be done is tried again when it is
 * found out once more. @param at as `Found.posted` has it. @param only of it; left out, all
 */
export async function sourceDeleted(
  chat: Chat,
  platform: string,
  at: string,
  only?: readonly string[],
): Promise<void> {
  const { followed } = chat.requests;
  try {
    const ids = only ?? (await followed.madeOf(platform, at));
    if (ids.length === 0) return;
    for (const id of ids) await takeBack(chat, id);
    if (!only) await followed.unfollow(platform, at);
  } catch (error) {
    chat.log.warn(
      { err: chat.loggable?.(error) ?? error },
      'what was made of a deleted message is not all taken back',
    );
  }
}

/** A job that goes on is given up, which costs what a cancel costs; a result goes for everybody. */
async function takeBack(chat: Chat, id: string): Promise<void> {
  const { requests } = chat;
  const found = await requests.read(id);
  if (!found || found.removed) return;
  const isRunning = !isOver(found.state);
  if (isRunning) await requests.cancel(id);
  // What is past that point has a result in a moment.
  const job = isRunning ? await requests.settled(id) : found;
  const hasResult = job.state === 'done' && job.result !== undefined;
  if (hasResult) {
    await chat.takeAway(job);
    for (const each of await standingWith(chat, job)) await requests.remove(each);
    chat.changed?.(job.scope, job.requester);
  }
  if ((isRunning || hasResult) && (await chat.once(`taken back:${id}`))) await tellOf(chat, job);
}

async function tellOf(chat: Chat, { scope, requester, model }: Job): Promise<void> {
  const what = findModel(model)?.title ?? model;
  await chat.tell(scope, requester, words.takenBack(what)).catch(() => false);
}

/** So many of the newest are looked at where deletions may have been missed. */
const mostLookedAt = 300;

/**
 * After a time in which nobody heard: looks whether what is followed is still there.
 * @param isGone undefined where it cannot be known
 */
export async function lookForDeleted(
  chat: Chat,
  platform: string,
  isGone: (at: string) => Promise<boolean | undefined>,
): Promise<void> {
  for (const at of await chat.requests.followed.sources(platform, mostLookedAt))
    if (await isGone(at).catch(() => undefined)) await sourceDeleted(chat, platform, at);
}
