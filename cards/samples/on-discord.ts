/** What Discord is sent: by the adapter's own drawing functions, to a Discord that only listens. */
import type { APIModalInteractionResponseCallbackData, RawFile, REST } from 'discord.js';
import { type Address, keepAddress, readAddress, shown } from '../../src/bots/discord/address.ts';
import { choiceBody, choosing } from '../../src/bots/discord/cards/choice.ts';
import { note } from '../../src/bots/discord/cards/components.ts';
import type { Attached } from '../../src/bots/discord/cards/edit-card.ts';
import { jobsBody, linesBody, linesOf, noticeBody } from '../../src/bots/discord/cards/lines.ts';
import { notify } from '../../src/bots/discord/cards/notify-admins.ts';
import { quoteOf } from '../../src/bots/discord/cards/quote.ts';
import { resultMessage } from '../../src/bots/discord/cards/result.ts';
import { show } from '../../src/bots/discord/cards/show.ts';
import { traitsFor } from '../../src/bots/discord/commands/traits.ts';
import type { Bot, Found, Reply } from '../../src/bots/discord/context.ts';
import { modalFor, pagesOf } from '../../src/bots/discord/form/modal.ts';
import { build } from '../../src/bots/discord/ids.ts';
import { invitePermissions } from '../../src/bots/discord/requests/permissions.ts';
import { formWords } from '../../src/bots/discord/words/form.ts';
import { enhanceName } from '../../src/bots/discord/words/menu.ts';
import { words } from '../../src/bots/discord/words/request.ts';
import { priceFrom } from '../../src/chat/form.ts';
import { deliveryOf } from '../../src/core/jobs/job-files.ts';
import type { View } from '../../src/core/view/view.ts';
import { findModel } from '../../src/models/index.ts';
import { drawn, type Easel, saying } from './easel.ts';
import { foundIn, type MediaName, media } from './media.ts';
import { minute, nameOf, discordNames as names, now } from './people.ts';
import { type House, stageIn } from './stage.ts';
import { standIn } from './stand-in.ts';

export type DiscordPayload =
  /** `of`: what its attachments show. */
  | { kind: 'message'; body: Attached; files: RawFile[]; hidden: boolean; of?: MediaName }
  | { kind: 'modal'; modal: APIModalInteractionResponseCallbackData };

const origin = 'https://cdn.discordapp.com';
const [card, result, source] = ['700000000000000001', '700000000000000002', '700000000000000003'];
const place = { guild: names.scope, channel: names.channel };

export const house: House<Found> = {
  platform: 'discord',
  names,
  shown,
  address: ({ requester, done }) =>
    keepAddress(
      readAddress({
        ...place,
        card,
        requester,
        member: true,
        restricted: false,
        askedAt: now - minute,
        source: { channel: names.channel, message: source, author: names.people.ben },
        ...(done ? { result: { channel: names.channel, message: result } } : {}),
      }),
    ),
  found: (name) => ({
    ...foundIn(media[name], `${origin}/attachments/1/2/${media[name].name}`),
    spoiler: false,
    message: { id: source, channel: names.channel, author: names.people.ben },
  }),
  nothing: formWords.nothingThere(enhanceName),
  traits: (_requests, { broken = false }) => {
    const permissions = broken ? invitePermissions & ~(1n << 15n) : invitePermissions;
    const conversation = {
      ...place,
      direct: false,
      restricted: false,
      permissions,
      member: true,
      thread: false,
    };
    const conversations: Bot['conversations'] = {
      get: () => async () => conversation,
      set: () => new WeakMap(),
    };
    return traitsFor({ seesContent: !broken, conversations }, { name: 'Darkroom', nameOf });
  },
};

/** A bot whose requests to Discord are kept, and answered. */
export function listening(sent: Attached[], parts: Partial<Bot> = {}): Bot {
  const keep = async (_route: string, request?: { body?: unknown }) => {
    // Only bodies of messages are sent in these samples.
    sent.push(request?.body as Attached);
    return { id: card };
  };
  return standIn<Bot>({
    clock: () => now,
    rest: standIn<REST>({ patch: keep, post: keep }),
    gone: { add: () => true, has: () => false },
    fileOrigins: [origin],
    ...parts,
  });
}

export const messages = (
  bodies: readonly Attached[],
  hidden = false,
  files: RawFile[] = [],
): DiscordPayload[] => bodies.map((body) => ({ kind: 'message', body, files, hidden }));

/** Everything that is sent to make the card at `address` say this. */
export async function sentFor(address: Address, view: View, parts?: Partial<Bot>): Promise<DiscordPayload[]> {
  const sent: Attached[] = [];
  await show(listening(sent, parts), address, view);
  return messages(sent);
}

async function replyBodies(reply: Reply): Promise<DiscordPayload[]> {
  switch (reply.kind) {
    case 'notice':
      return messages([noticeBody(reply, { forAll: false })], true);
    case 'price':
      return messages([quoteOf(reply.quote, names.people.ann, { forAll: false })], true);
    case 'choice': {
      // As the turn of a message does.
      if (reply.models.length === 0) return messages([note([linesOf(reply.question)])]);
      const form = choosing(reply.draft, { requester: names.people.ann, steps: [], named: reply.several });
      return messages([choiceBody({ fileOrigins: [origin] }, 'form1', form, reply)]);
    }
    case 'jobs':
      return messages([jobsBody(reply)], true);
    case 'lines': {
      const { body, files } = await linesBody(reply);
      return messages([body], !reply.forAll, files);
    }
  }
}

export const onDiscord: Easel<DiscordPayload> = {
  names,
  async card(part, { where, ...options } = {}) {
    const { job, view } = stageIn(house, options).view(part);
    const address = readAddress(job.address);
    const direct = { ...address, result: { channel: '400000000000000009', message: result } };
    return sentFor(where === 'direct' ? direct : address, view);
  },
  async result(part, { change, missing, ...options } = {}) {
    const { job, view } = stageIn(house, options).view(part);
    const posted = missing || !job.result ? undefined : deliveryOf(job, job.result, '');
    const remark = missing ? words.tooLarge('31.2 MB', '10 MB') : change;
    const body = resultMessage(view, readAddress(job.address), posted, { now, remark });
    return messages([body]).map((it) => ({ ...it, of: part.of ?? 'lake' }));
  },
  price: (quote) => replyBodies({ kind: 'price', quote }),
  answer: (work, options) => drawn(stageIn(house, options), work, replyBodies),
  said: (text, { media: files = [], ...options } = {}) =>
    drawn(stageIn(house, options), saying(house, text, files), replyBodies),
  async form(name, _of, settings = {}) {
    const model = findModel(name);
    if (!model) throw new Error(`there is no model ${name}`);
    return pagesOf(model).map((_, page) => ({
      kind: 'modal',
      modal: modalFor(model, {
        customId: build({ kind: 'form', form: 'form1', page }),
        settings,
        page,
        price: priceFrom(model, []),
      }),
    }));
  },
  async notice(text) {
    const sent: Attached[] = [];
    await notify(listening(sent), names.scope, names.otherChannel, text);
    return messages(sent);
  },
};
