/** Makes a card say what there is to say; where it cannot, a new one is posted, or the person is told of the end. */
import { setTimeout as pause } from 'node:timers/promises';
import { within } from '../../../async/deadline.ts';
import { Failure } from '../../../core/domain/failure.ts';
import type { Job } from '../../../core/domain/job.ts';
import type { View } from '../../../core/view/view.ts';
import { type Address, addressNow, amend, readAddress } from '../address.ts';
import type { Access, Body, Bot } from '../context.ts';
import { asFault, asRefused, errorKind, slackError } from '../errors.ts';
import { words } from '../words/request.ts';
import { albumCard } from './album/card.ts';
import { cardOf } from './card.ts';
import { directChannel } from './destination.ts';
import { picturedOrNot, postMessage } from './post-message.ts';
import { tellEnd } from './tell-end.ts';

/** ms; more than its requests take together. */
const showMs = 25_000;
/** A card that is deleted again and again, or that nobody may edit, is not posted for ever. */
const mostAnew = 2;

type Work = { bot: Bot; access: Access; address: Address; view: View };

/**
 * As `Platform.show`.
 * @throws Failure when the card is closed for good; else an error with `retryAfterMs` where Slack asks to wait. None names
 *   a secret.
 */
export async function show(bot: Bot, address: Address, view: View): Promise<void> {
  // What took too long goes on; the next one comes after it, and finds the card that it posted.
  const edit = bot.inTurn(`card ${view.id}`, async () => {
    const access = await bot.accessTo(address.team);
    const now = await addressNow(bot, view.id, address);
    const work = { bot, access, address: now, view };
    if (now.status === undefined) await first(work);
    else await update(work, now.status);
  });
  await within(showMs, edit).catch((error: unknown) => {
    throw asFault(asRefused(error));
  });
}

/** For a job whose card is still to be posted. Never rejects: whoever shows it next tries again. */
export async function showFirst(bot: Bot, job: Job): Promise<void> {
  try {
    const address = readAddress(job.address);
    if (address.status === undefined) await show(bot, address, await bot.requests.card(job));
  } catch (error) {
    bot.log.warn({ job: job.id, error: slackError(error) }, 'a card is not posted yet');
  }
}

/** Of a job, or of several that have one card. */
const drawn = (view: View, address: Address, how: { first?: boolean } = {}): Body =>
  view.batch && view.form !== 'bare' ? albumCard(view, address, how) : cardOf(view, address, how);

async function update(work: Work, ts: string): Promise<void> {
  const { access, address, view } = work;
  const { channel } = address;
  try {
    await picturedOrNot(drawn(view, address), (body) => access.read.chat.update({ channel, ts, ...body }));
  } catch (error) {
    const kind = errorKind(error);
    if (kind === 'frozen') await anew(work, ts, error);
    else if (kind === 'closed') await tellEnd(work, error);
    else throw error;
  }
}

/** The job has no card yet. Of all processes one posts it; the others find it. */
async function first(work: Work): Promise<void> {
  const { bot, access, address, view } = work;
  const minute = Math.floor(bot.clock() / 60_000);
  const earliest = await bot.isFirst(`card:${view.id}`);
  if (!(await bot.isFirst(`card:${view.id}:${minute}`))) {
    const found = await cardOfOthers(work);
    return update({ ...work, address: found.address }, found.status);
  }
  const { channel, thread } = address;
  const it = {
    channel,
    thread,
    body: drawn(view, address, { first: true }),
    key: `card ${view.id}`,
  };
  try {
    const { ts } = await postMessage(bot, access, { ...it, maybeThere: !earliest });
    await move(work, (now) => ({ ...now, status: ts }));
  } catch (error) {
    if (errorKind(error) !== 'closed' || address.direct) throw error;
    const direct = await directChannel(access, address.requester);
    if (direct === undefined) return tellEnd(work, error);
    const { ts } = await postMessage(bot, access, { ...it, channel: direct, thread: undefined });
    await move(work, ({ thread: _, ...now }) => ({ ...now, channel: direct, direct: true, status: ts }));
  }
}

/** ms. A post takes less, as a rule. */
const othersMs = 8_000;

/** The card that another process is just posting. @throws Error when it does not come */
async function cardOfOthers({ bot, view, address }: Work): Promise<{ address: Address; status: string }> {
  for (const begun = performance.now(); performance.now() - begun < othersMs; ) {
    await pause(200, undefined, { signal: bot.stopping });
    const now = await addressNow(bot, view.id, address);
    if (now.status !== undefined) return { address: now, status: now.status };
  }
  throw new Error('another process has not posted the card yet');
}

/** One message more, and from then on that is the card. */
async function anew(work: Work, old: string, reason: unknown): Promise<void> {
  const { bot, access, address, view } = work;
  if (address.anew >= mostAnew && !view.over)
    throw new Failure('cannot-deliver', { detail: words.frozen }, { cause: asFault(reason) });
  const deleted = slackError(reason) === 'message_not_found';
  // What stands there still is where it began; what is deleted has no thread to be in.
  const thread = address.thread ?? (deleted ? undefined : old);
  const count = address.anew + 1;
  const { channel } = address;
  const body = drawn(view, address, { first: true });
  try {
    const { ts } = await postMessage(bot, access, { channel, thread, body, key: `card ${view.id} ${count}` });
    const where = thread === undefined ? {} : { thread };
    await move(work, (now) => ({ ...now, ...where, status: ts, anew: count }));
  } catch (error) {
    if (errorKind(error) !== 'closed') throw error;
    await tellEnd(work, error);
  }
}

const move = ({ bot, view, address }: Work, change: (now: Address) => Address) =>
  amend(bot, view.id, address, change);
