/** Posting several results together, once: as replies to their card, else in it, else as direct messages. */
import { readFile } from 'node:fs/promises';
import { Routes } from 'discord.js';
import { z } from 'zod';
import { words as chatWords } from '../../../../chat/words.ts';
import { Failure } from '../../../../core/domain/failure.ts';
import { type Form, plainer } from '../../../../core/domain/form.ts';
import { limitShare } from '../../../../core/media/fit/fit.ts';
import type { Handed } from '../../../../core/ports/platform.ts';
import type { View } from '../../../../core/view/view.ts';
import { bytes as size } from '../../../../core/words/amounts.ts';
import { type Address, amend, isAlive, readAddress, uploadMarginMs } from '../../address.ts';
import type { Bot } from '../../context.ts';
import { asBusy, asRefused, errorKind, isClosed } from '../../errors.ts';
import { directLimit, limitOf } from '../../upload-limits.ts';
import { words } from '../../words/request.ts';
import { editCard } from '../edit-card.ts';
import { findAllPosted } from '../find-posted.ts';
import { lowerThan } from '../fit-and-send.ts';
import { directChannel } from '../post-message.ts';
import { fileOf, uploadName } from '../result.ts';
import { albumCard } from './card.ts';
import { attachmentsOf, belowAll, galleryOf, resultsMessage, type Shown } from './message.ts';

type Result = Omit<Handed, 'address'> & { address: Address };
type Work = { bot: Bot; card: Address; view: View; results: Result[] };
type Place = NonNullable<Address['result']>;
type Fitted = Shown & { path?: string; bytes: number };
/** Sends these together, and says where they stand; undefined where the place is closed. */
type Send = (shown: readonly Fitted[], form: Form, isFirst: boolean) => Promise<Place | undefined>;

/** Files of one message. https://docs.discord.com/developers/resources/message#create-message */
const mostFiles = 10;
const mostRounds = 6;
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

type Options = { limit: number; learn: (most: number) => void };

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
    const components = [...body.components, galleryOf(shown, neutral), ...belowAll(view.id, shown, neutral)];
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

const filesOf = (shown: readonly Fitted[]) =>
  Promise.all(
    shown.flatMap(({ posted, path }) =>
      posted && path !== undefined ? [readFile(path).then((data) => fileOf(posted, data))] : [],
    ),
  );

const record = (bot: Bot, results: readonly Pick<Result, 'view'>[], place: Place, remark?: string) =>
  Promise.all(
    results.map(({ view }) =>
      amend(bot, view.id, (now) => ({
        ...now,
        result: { ...place, ...(remark !== undefined && { remark }) },
      })),
    ),
  );

/** Smaller when it is refused for its size, and in plainer forms when its words are. False when the place is closed. */
async function sendAll(work: Work, { limit, learn }: Options, send: Send): Promise<boolean> {
  const { bot, view } = work;
  let left = work.results;
  let most = limit;
  let form = view.form ?? 'full';
  for (let round = 1, isFirst = true; left.length > 0; ) {
    const shown = await filling(bot, left, most, round >= mostRounds);
    try {
      const place = await bot.limitUploads(() => send(shown, form, isFirst));
      if (!place) return false;
      for (const it of shown) await record(bot, [it], { ...place, count: shown.length }, it.remark);
      left = left.slice(shown.length);
      isFirst = false;
    } catch (error) {
      const kind = errorKind(error);
      round += 1;
      if (kind === 'too-large' && round <= mostRounds) {
        const sum = shown.reduce((total, { bytes }) => total + bytes, 0);
        most = lowerThan(Math.min(most, sum));
        learn(most);
      } else if ((kind === 'moderated' || kind === 'bad-body') && plainer(form)) form = plainer(form) ?? form;
      else if (isClosed(error) || kind === 'bad-body') {
        bot.log.warn({ batch: view.id, err: error }, 'results could not be posted where they were asked for');
        return false;
      } else throw asRefused(error);
    }
  }
  return true;
}

/** The first of them that one message takes: none is made smaller for the sake of the others. */
async function filling(
  bot: Bot,
  results: readonly Result[],
  most: number,
  withoutFiles: boolean,
): Promise<Fitted[]> {
  const shown: Fitted[] = [];
  const names = new Set<string>();
  let sum = 0;
  for (const { view, address, delivery } of results.slice(0, mostFiles)) {
    const fitting = withoutFiles ? undefined : await bot.fit(delivery, view, most);
    sum += fitting?.bytes ?? 0;
    if (shown.length > 0 && sum > most * limitShare) break;
    const posted = fitting && {
      type: fitting.type,
      fileName: unlike(names, uploadName(fitting.fileName)),
      alt: fitting.alt,
    };
    const remark = fitting ? fitting.change : words.tooLarge(size(delivery.bytes), size(most));
    shown.push({
      view,
      address,
      posted,
      remark,
      bytes: fitting?.bytes ?? 0,
      ...(fitting && { path: fitting.path }),
    });
  }
  return shown;
}

/** Two sources may have one name; two files of a message may not. */
function unlike(names: Set<string>, name: string): string {
  let unique = name;
  for (let count = 2; names.has(unique); count += 1) unique = name.replace(/(\.\w+)?$/, `-${count}$1`);
  names.add(unique);
  return unique;
}
