/** New pictures of people, in a channel that offers something for them. */
import { priceOf } from '../../core/credits/prices.ts';
import type { Json } from '../../core/domain/job.ts';
import { isAllowed, limitsFor } from '../../core/domain/policy.ts';
import type { Place, WhatRuns } from '../../core/store/channel-rules/channel-rules.ts';
import type { Action } from '../action.ts';
import type { Chat } from '../chat.ts';
import { Refusal, type Style } from '../reply.ts';
import type { Found } from '../request.ts';
import { doneBy, fittingFor, keyFor, type Running, runningOf } from './what.ts';
import { ruleWords as words } from './words.ts';

/** A message of a person's with files, which says nothing to the bot, in a conversation that several share. */
export type Posted<F extends Found = Found> = {
  place: Place;
  person: string;
  /** Names the message among all of the place. */
  message: string;
  /** Where it stands. */
  conversation: string;
  /** The channel whose rules count; undefined where results are gathered, as in a thread of theirs. */
  channel(): Promise<string | undefined>;
  pictures(): Promise<readonly F[]>;
  /** By which they are found again: see `Turn.picturesAt`. */
  picture: Json;
  /** Says one line under it, which notifies nobody. @returns where it stands; undefined where nothing can be posted */
  line(said: {
    id: string;
    lines: (style: Style) => readonly string[];
    actions: readonly Action[];
  }): Promise<Json | undefined>;
};

/** Never rejects for what cannot be offered: whoever posts a picture asked for nothing. */
export async function posted<F extends Found>(chat: Chat, it: Posted<F>): Promise<void> {
  const { channelRules } = chat.requests;
  const rules = await channelRules.rulesIn(it.place);
  if (![...rules.values()].some(({ offer }) => offer)) return;
  const channel = await it.channel();
  const rule = channel === undefined ? undefined : rules.get(channel);
  if (channel === undefined || !rule?.offer || !(await chat.once(`posted:${it.message}`))) return;
  await offer(chat, it, channel, rule.offer.what);
}

async function offer<F extends Found>(
  chat: Chat,
  it: Posted<F>,
  channel: string,
  what: WhatRuns,
): Promise<void> {
  const { channelRules } = chat.requests;
  const { place, person, message, conversation, picture } = it;
  const running = await runningNow(chat, { ...place, requester: person }, what);
  const count = running && fittingFor(await it.pictures(), running).length;
  if (!running || !count) return;
  const price = await priceIn(chat, { ...place, requester: person, channel }, running, count);
  if (!price) return;
  const { model, settings, preset } = running;
  const key = keyFor(message, running);
  // Buttons name it among those of all platforms.
  const id = key;
  const { scope } = place;
  const offered = { key, scope, conversation, picture, model: model.name, settings };
  if (!(await channelRules.putOffer(id, offered))) return;
  const label = words.press(doneBy(running, 'short'), count, price);
  const line = await it.line({
    id,
    lines: () => [words.offered(preset)],
    actions: [{ act: 'offer', id, label }],
  });
  if (line === undefined) await channelRules.dropOffer(id);
  else await channelRules.offerAt(id, line);
}

/** Undefined where what is set does nothing: whoever lists the rules is told why. */
const runningNow = (chat: Chat, asker: Parameters<typeof runningOf>[1], what: WhatRuns) =>
  runningOf(chat, asker, what).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
    return undefined;
  });

/** What all of them cost; undefined where it may not be run there. */
async function priceIn(
  { requests, prices }: Chat,
  person: Parameters<Chat['requests']['credits']['policy']>[0],
  { model, settings }: Running,
  count: number,
): Promise<{ price: number; asks: boolean } | undefined> {
  const policy = await requests.credits.policy(person);
  const prepared = model.prepare(settings);
  if (!prepared.ok || !isAllowed(policy, model.name, person)) return undefined;
  const price = priceOf(model, prepared.settings, prices) * count;
  const { confirm_above } = limitsFor(policy, []);
  return { price, asks: confirm_above !== null && price > confirm_above };
}
