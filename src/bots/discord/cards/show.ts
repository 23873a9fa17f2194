/** Makes a card say what there is to say; where it cannot, the person is told of the end in another way. */
import { ComponentType, Routes, userMention } from 'discord.js';
import type { Job } from '../../../core/domain/job.ts';
import type { View } from '../../../core/view/view.ts';
import { type Address, readAddress } from '../address.ts';
import type { Bot } from '../context.ts';
import { asBusy, asRefused, errorKind, isClosed } from '../errors.ts';
import { words } from '../words/request.ts';
import { albumCard } from './album/card.ts';
import { cardOf } from './card.ts';
import { type Body, note, plain } from './components.ts';
import { type Attached, editCard, type Shown } from './edit-card.ts';
import { bareCard } from './fit-and-send.ts';
import { directChannel } from './post-message.ts';
import { cardWithResult } from './result.ts';

/** It is what the card says that Discord does not take. */
export const isRefused = (error: unknown) => ['moderated', 'bad-body'].includes(errorKind(error));

/** @throws Busy, or what is worth another try. */
export async function show(bot: Bot, address: Address, view: View): Promise<void> {
  // Its card follows at once; should that never come to be, the private message still says how it ended.
  if (address.priced && (view.state === 'QUEUED' || view.state === 'PROCESSING')) return;
  const body = (neutral: boolean): Attached => bodyFor(view, address, { neutral, now: bot.clock() });
  let shown: Shown;
  try {
    shown = await editCard(bot, address, body((view.form ?? 'full') !== 'full'));
  } catch (error) {
    if (!isRefused(error)) throw asRefused(error);
    bot.log.warn({ job: view.id, err: error }, 'a card was refused and is shown without people’s words');
    shown = await editCard(bot, address, body(true)).catch((second: unknown): Shown => {
      if (!isRefused(second)) throw asRefused(second);
      return 'dormant';
    });
  }
  // Who cancelled knows it, and a result has told by itself.
  if (shown !== 'shown' && view.state === 'FAILED') await notifyEnd(bot, address, view);
}

/** The card of a job, or of several that have one. */
export const drawnCard = (view: View, address: Address, how: { now: number; neutral: boolean }): Body =>
  view.batch ? albumCard(view, address, how) : cardOf(view, address, how);

/**
 * Posts what a job will say first, where that is known.
 * @param post is called once more where Discord refuses what people wrote; without a body where nothing is known.
 */
export function postFirst<Posted>(
  { clock }: Pick<Bot, 'clock'>,
  address: Address,
  view: View | undefined,
  post: (body?: Body) => Promise<Posted>,
): Promise<Posted> {
  if (!view) return post();
  const body = (neutral: boolean) => cardOf(view, address, { neutral, now: clock() });
  return post(body(false)).catch((error: unknown) => {
    if (!isRefused(error)) throw error;
    return post(body(true));
  });
}

/** The card was posted by a process that has gone, or another job has the id that its buttons name. */
export async function correctId(bot: Bot, posted: View | undefined, job: Job): Promise<void> {
  if (posted && posted.id !== job.id) await show(bot, readAddress(job.address), await bot.requests.card(job));
}

function bodyFor(view: View, address: Address, how: { neutral: boolean; now: number }): Attached {
  const { result } = address;
  if (view.form === 'bare') return bareFor(view, address);
  if (view.batch) return withGallery(albumCard(view, address, how), address);
  const card = cardOf(view, address, how);
  if (view.state !== 'COMPLETED' || !result) return card;
  // What was in the card goes with its result.
  if (view.removed) return result.message === address.card ? { ...card, attachments: [] } : card;
  if (result.message === address.card) {
    const posted = result.file === undefined ? undefined : { fileName: result.file };
    return cardWithResult(view, address, posted, { ...how, remark: result.remark, upload: false });
  }
  if (result.channel === address.channel) return card;
  return { ...card, components: [...card.components, ...note([words.sentDirectly]).components] };
}

/** What stands in a card of several stays there. */
function withGallery(card: Body, { gallery = [] }: Address): Attached {
  if (gallery.length === 0) return card;
  const items = gallery.map((name) => ({ media: { url: `attachment://${name}` } }));
  return { ...card, components: [...card.components, { type: ComponentType.MediaGallery, items }] };
}

/** Its state and one sentence; the file stays where it is in the card itself. */
function bareFor(view: View, { result, card }: Address): Attached {
  if (view.state === 'COMPLETED' && !view.removed && result?.message === card && result.file !== undefined)
    return bareCard({ fileName: result.file }, { upload: false });
  return note([`**${view.state}** · ${plain(view.line)}`]);
}

/** One message that says how it ended: in the channel, or to the person directly. */
async function notifyEnd(bot: Bot, address: Address, view: View): Promise<void> {
  const lines = [words.noteOf(userMention(address.requester), plain(view.title)), plain(view.line)];
  const body = {
    ...note(lines, [address.requester]),
    // Not the result's: Discord would take one for the other.
    nonce: `end ${view.id}`,
    enforce_nonce: true,
  };
  const closed = (error: unknown) => {
    if (!isClosed(error)) throw asBusy(error);
    return undefined;
  };
  if (address.member) {
    const posted = await bot.rest.post(Routes.channelMessages(address.channel), { body }).catch(closed);
    if (posted !== undefined) return;
  }
  const channel = await directChannel(bot, address.requester).catch(closed);
  if (channel !== undefined) await bot.rest.post(Routes.channelMessages(channel), { body }).catch(closed);
}
