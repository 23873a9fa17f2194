/** Posting several results together, once: as replies to their card, else in it, else as direct messages. */
import { Routes } from 'discord.js';
import { z } from 'zod';
import { words as chatWords } from '../../../../chat/words.ts';
import { Failure } from '../../../../core/domain/failure.ts';
import type { Handed } from '../../../../core/ports/platform.ts';
import type { View } from '../../../../core/view/view.ts';
import { type Address, amend, isAlive, readAddress, uploadMarginMs } from '../../address.ts';
import type { Bot } from '../../context.ts';
import { asBusy, errorKind, isClosed } from '../../errors.ts';
import { directLimit, limitOf } from '../../upload-limits.ts';
import { editCard } from '../edit-card.ts';
import { findAllPosted } from '../find-posted.ts';
import { directChannel } from '../post-message.ts';
import { albumCard } from './card.ts';
import { attachmentsOf, belowAll, galleryOf, resultsMessage } from './message.ts';
import { filesOf, mostFiles, type Options, type Result, record, sendAll, type Work } from './send-all.ts';

const messageSchema = z.object({ id: z.string(), channel_id: z.string() });

/** @throws Failure cannot-deliver when every way is closed; anything else is worth another try. */
export async function postAll(bot: Bot, card: Address, view: View, handed: readonly Handed[]): Promise<void> {
  const all = handed.map((it): Result => ({ ...it, address: readAddress(it.address) }));
  const [first] = all;
  const results = all.filter(({ address }) => !address.result);
  if (!first || results.length === 0) return;
  const earlier = first.address.posting;
  // Written before the attempt: whoever tries after a crash looks first.
  if (earlier === undefined) await amend(bot, first.view.id, (now) => ({ ...now, posting: bot.clock() }));
  const work = { bot, card, view, results };
  const isDone = (await asReplies(work, earlier)) || (await inCard(work)) || (await directly(work, earlier));
  if (!isDone) throw new Failure('cannot-deliver', { detail: chatWords.noWay });
}

async function asReplies(work: Work, earlier: number | undefined): Promise<boolean> {
  const { bot, card } = work;
  if (!card.member) return false;
  const limit = await limitOf(bot, card.guild);
  return create(work, card.channel, { earlier, limit, learn: (most) => bot.limits.learn(card.guild, most) });
}

/** Never from an age-restricted place. */
async function directly(work: Work, earlier: number | undefined): Promise<boolean> {
  const { bot, card } = work;
  if (card.restricted) return false;
  try {
    const channel = await directChannel(bot, card.requester);
    return await create(work, channel, { earlier, limit: directLimit, learn: () => {} });
  } catch (error) {
    if (isClosed(error)) return false;
    throw asBusy(error);
  }
}

/** As few messages as take them; those that an earlier attempt left are found. */
async function create(
  work: Work,
  channel: string,
  { earlier, ...options }: Options & { earlier: number | undefined },
): Promise<boolean> {
  const { bot, card, view, results } = work;
  const known =
    earlier === undefined
      ? undefined
      : await findAllPosted(
          bot,
          channel,
          results.map((it) => it.view.id),
          earlier,
        );
  const open: Result[] = [];
  for (const result of results) {
    const message = known?.get(result.view.id);
    if (message === undefined) open.push(result);
    else {
      const count = [...(known?.values() ?? [])].filter((it) => it === message).length;
      await record(bot, [result], { channel, message, count });
    }
  }
  const reference =
    channel === card.channel
      ? { message_reference: { message_id: card.source?.message ?? card.card, fail_if_not_exists: false } }
      : {};
  const isBegun = open.length < results.length;
  return sendAll({ ...work, results: open }, options, async (shown, form, isFirst) => {
    const tells = isFirst && !isBegun;
    const full = resultsMessage(view, card.requester, shown, { neutral: form !== 'full', tells });
    const bare = { attachments: attachmentsOf(shown, true), allowed_mentions: { parse: [] } };
    const nonce = `results ${shown[0]?.view.id}`;
    const body = { ...(form === 'bare' ? bare : full), nonce, enforce_nonce: true };
    const files = await filesOf(shown);
    const send = (more: object) =>
      bot.uploads.post(Routes.channelMessages(channel), { body: { ...body, ...more }, files });
    const answer = await send(reference).catch((error: unknown) => {
      if (errorKind(error) !== 'no-history') throw error;
      return send({});
    });
    const { id, channel_id } = messageSchema.parse(answer);
    return { channel: channel_id, message: id };
  });
}

/** The card itself takes them all, by the interaction's token. */
async function inCard(work: Work): Promise<boolean> {
  const { bot, card, view, results } = work;
  const { token, channel } = card;
  if (!isAlive(token, bot.clock(), uploadMarginMs)) return false;
  const whole = Math.min(token.limit, bot.limits.known(card.guild));
  // All of them are in one message, so each has its share.
  const limit = Math.floor(whole / Math.min(results.length, mostFiles));
  const learn = (most: number) => bot.limits.learn(card.guild, most);
  return sendAll(work, { limit, learn }, async (shown, form) => {
    const neutral = form !== 'full';
    const body = albumCard(view, card, { now: bot.clock(), neutral });
    const components = [...body.components, galleryOf(shown, neutral), ...belowAll(view, shown, neutral)];
    const target = { token, channel, card: card.card, member: false };
    const attached = { ...body, components, attachments: attachmentsOf(shown, neutral) };
    const files = await filesOf(shown);
    if ((await editCard(bot, target, attached, { files, marginMs: uploadMarginMs })) !== 'shown')
      return undefined;
    const gallery = shown.flatMap(({ posted }) => (posted ? [posted.fileName] : []));
    await amend(bot, view.id, (now) => ({ ...now, gallery }));
    return { channel, message: card.card };
  });
}
