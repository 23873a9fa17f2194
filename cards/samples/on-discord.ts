/** What Discord is sent: by the adapter's own drawing functions, to a Discord that only listens. */
import type { APIModalInteractionResponseCallbackData, RawFile } from 'discord.js';
import { type Address, readAddress } from '../../src/bots/discord/address.ts';
import { choiceBody, choosing } from '../../src/bots/discord/cards/choice.ts';
import { note } from '../../src/bots/discord/cards/components.ts';
import type { Attached } from '../../src/bots/discord/cards/edit-card.ts';
import { jobsBody, linesBody, linesOf, noticeBody } from '../../src/bots/discord/cards/lines.ts';
import { notify } from '../../src/bots/discord/cards/notify-admins.ts';
import { quoteOf } from '../../src/bots/discord/cards/quote.ts';
import { resultMessage, uploadName } from '../../src/bots/discord/cards/result.ts';
import { show } from '../../src/bots/discord/cards/show.ts';
import type { Bot, Reply } from '../../src/bots/discord/context.ts';
import { modalFor, pagesOf } from '../../src/bots/discord/form/modal.ts';
import { build } from '../../src/bots/discord/ids.ts';
import { words } from '../../src/bots/discord/words/request.ts';
import type { AdminNotice } from '../../src/chat/chat.ts';
import { priceFrom } from '../../src/chat/form/form.ts';
import { deliveryOf } from '../../src/core/jobs/files/job-files.ts';
import type { View } from '../../src/core/view/view.ts';
import { findModel } from '../../src/models/index.ts';
import { house, listening, origin, result } from './discord-place.ts';
import { type Charts, drawn, type Easel, saying } from './easel.ts';
import { type MediaName, media } from './media.ts';
import { discordNames as names, now } from './people.ts';
import { stageIn } from './stage.ts';

export type DiscordPayload =
  /** `of`: what its attachments show. */
  | { kind: 'message'; body: Attached; files: RawFile[]; hidden: boolean; of?: MediaName }
  | { kind: 'modal'; modal: APIModalInteractionResponseCallbackData };

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

async function replyBodies(reply: Reply, charts: Charts): Promise<DiscordPayload[]> {
  switch (reply.kind) {
    case 'notice':
      return messages([noticeBody(reply, { forAll: false })], true);
    case 'price':
      return messages(
        [quoteOf(reply.quote, { requester: names.people.ann, spoiler: false }, { forAll: false })],
        true,
      );
    case 'choice': {
      // As the turn of a message does.
      if (reply.models.length === 0) return messages([note([linesOf(reply.question)])]);
      const form = choosing(reply.draft, { requester: names.people.ann, steps: [], named: reply.several });
      return messages([choiceBody({ fileOrigins: [origin] }, 'form1', form, reply)]);
    }
    case 'jobs':
      return messages([jobsBody(reply)], true);
    case 'lines': {
      const { picture } = reply;
      const drawing = picture && { ...picture, png: () => charts(picture.png) };
      const { body, files } = await linesBody(drawing ? { ...reply, picture: drawing } : reply);
      return messages([body], !reply.forAll, files);
    }
  }
}

export const onDiscord = (charts: Charts): Easel<DiscordPayload> => ({
  names,
  async card(part, { where, ...options } = {}) {
    const { job, view } = await stageIn(house, options).view(part);
    const address = readAddress(job.address);
    const direct = { ...address, result: { channel: '400000000000000009', message: result } };
    return sentFor(where === 'direct' ? direct : address, view);
  },
  async album(parts) {
    const { job, view } = stageIn(house).album(parts);
    return sentFor(readAddress(job.address), view);
  },
  async result(part, { change, missing, ...options } = {}) {
    const { job, view } = await stageIn(house, options).view(part);
    const { type, fileName } = deliveryOf(job, job.result ?? media.lake, '');
    const posted = missing ? undefined : { type, fileName: uploadName(fileName) };
    const remark = missing ? words.tooLarge('31.2 MB', '10 MB') : change;
    const body = resultMessage(view, readAddress(job.address), posted, { now, remark });
    return messages([body]).map((it) => ({ ...it, of: part.of ?? 'lake' }));
  },
  async price(quote, of) {
    const address = readAddress(house.address({ requester: names.people.ann, of, done: false }));
    return messages([quoteOf(quote, address, { forAll: false })], true);
  },
  answer: (work, options) => drawn(stageIn(house, options), work, (reply) => replyBodies(reply, charts)),
  said: (text, { media: files = [], ...options } = {}) =>
    drawn(stageIn(house, options), saying(house, text, files), (reply) => replyBodies(reply, charts)),
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
  async notice(notice) {
    const sent: Attached[] = [];
    await notify(listening(sent), names.scope, names.otherChannel, asLines(notice));
    return messages(sent);
  },
});

const asLines = (notice: string | AdminNotice): AdminNotice =>
  typeof notice === 'string' ? { lines: () => [notice] } : notice;
