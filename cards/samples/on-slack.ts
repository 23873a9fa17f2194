/** What Slack is sent: by the adapter's own drawing functions, to a Slack that only listens. */
import type { types } from '@slack/bolt';
import { type Address, addressOf, keepAddress, readAddress, shown } from '../../src/bots/slack/address.ts';
import { albumCard } from '../../src/bots/slack/cards/album/card.ts';
import { escaped, note, section } from '../../src/bots/slack/cards/blocks.ts';
import { altOf, cardOf } from '../../src/bots/slack/cards/card.ts';
import { styleFor } from '../../src/bots/slack/cards/mrkdwn.ts';
import { noticeToAdmins } from '../../src/bots/slack/cards/notify-admins.ts';
import { resultOf } from '../../src/bots/slack/cards/result.ts';
import { traitsOf } from '../../src/bots/slack/commands/traits.ts';
import type { Body, Found, Reply } from '../../src/bots/slack/context.ts';
import { beginning } from '../../src/bots/slack/form/state.ts';
import { viewFor } from '../../src/bots/slack/form/view.ts';
import { reply as say } from '../../src/bots/slack/requests/reply.ts';
import { shortcutName, textWords } from '../../src/bots/slack/words/commands.ts';
import { formWords } from '../../src/bots/slack/words/form.ts';
import { words } from '../../src/bots/slack/words/request.ts';
import { pricedBy } from '../../src/chat/form/filled.ts';
import { fullPrice } from '../../src/chat/form/form.ts';
import { deliveryOf } from '../../src/core/jobs/files/job-files.ts';
import { type Charts, drawn, type Easel, saying } from './easel.ts';
import { foundIn, type MediaName, media } from './media.ts';
import { minute, slackNames as names, now } from './people.ts';
import { accessWith, appWith, command, conversation, permalink, team } from './slack-app.ts';
import { type House, type Stage, stageIn } from './stage.ts';

export type SlackPayload =
  | { kind: 'message'; body: Body; hidden: boolean }
  /** A file that is shared, with the words that come with it. */
  | { kind: 'file'; body: Body; fileName: string; alt: string; of?: MediaName; data?: Uint8Array }
  | { kind: 'modal'; view: types.ModalView }
  | { kind: 'home'; view: types.HomeView };

const messages = (bodies: readonly Body[], hidden = false): SlackPayload[] =>
  bodies.map((body) => ({ kind: 'message', body, hidden }));

/** Slack's ids of files say which scene they are of. */
const fileOf = (name: string) => `F0${name.replace(/\W/g, '').toUpperCase()}`;

export const house: House<Found> = {
  platform: 'slack',
  names,
  shown,
  address: ({ requester, of, done }) => {
    const opening = { source: house.found(of), from: undefined, kept: undefined };
    return keepAddress({
      ...addressOf(opening, requester, conversation, now - minute),
      status: '1795000000.000100',
      ...(done ? { result: resultIn(of) } : {}),
    });
  },
  found: (name) => ({
    ...foundIn(media[name], permalink(fileOf(media[name].name))),
    file: fileOf(media[name].name),
    message: { channel: names.channel, ts: '1795000000.000001', author: names.people.ben },
  }),
  nothing: formWords.noMedia(styleFor(names.bot).me, shortcutName),
  traits: (requests, { broken = false }) => {
    const access = accessWith([], { broken });
    return traitsOf({ command, requests, accessTo: async () => access, teamNamed: async () => team });
  },
};

const resultIn = (of: string): NonNullable<Address['result']> => ({
  file: fileOf(of),
  channel: names.channel,
  ts: '1795000000.000200',
  permalink: permalink(fileOf(of)),
  buttons: true,
});

/** As the adapter says it; a picture beside it is a message of its own, and stands here without the way there. */
async function replyBodies(
  reply: Reply,
  { chat, person }: Stage<Found>,
  charts: Charts,
): Promise<SlackPayload[]> {
  const sent: Body[] = [];
  const bot = appWith(accessWith(sent), chat);
  const at = { key: 'sample', conversation, user: person.requester };
  if (reply.kind !== 'lines' || !reply.picture) {
    await say(bot, at, reply);
    return messages(sent, true);
  }
  const { picture, ...rest } = reply;
  await say(bot, at, rest);
  const link = section(textWords.pictureAt(permalink('F0USAGE')));
  const withLink = sent.map((body) => ({ ...body, blocks: [...body.blocks, link] }));
  const { comment, fileName, alt } = picture;
  return [
    ...messages(withLink, true),
    { kind: 'file', body: note(escaped(comment)), fileName, alt, data: await charts(picture.png) },
  ];
}

export const onSlack = (charts: Charts): Easel<SlackPayload> => ({
  names,
  async card(part, { where, ...options } = {}) {
    const { job, view } = await stageIn(house, options).view(part);
    const address = readAddress(job.address);
    const result = { file: 'F0', channel: 'D0DIRECT', why: words.frozen };
    return messages([cardOf(view, where === 'direct' ? { ...address, result } : address)]);
  },
  async album(parts) {
    const { job, view } = stageIn(house).album(parts);
    return messages([albumCard(view, readAddress(job.address))]);
  },
  async result(part, { change, missing, ...options } = {}) {
    const { job, view } = await stageIn(house, options).view(part);
    if (missing || !job.result) return [];
    const address = readAddress(job.address);
    const body = resultOf(view, address, change);
    const { fileName } = deliveryOf(job, job.result, '');
    return [
      { kind: 'file', body, fileName, alt: altOf(view.alt, address.marks?.alt), of: part.of ?? 'lake' },
    ];
  },
  price: (quote) => replyBodies({ kind: 'price', quote }, stageIn(house), charts),
  answer: (work, options) => drawn(stageIn(house, options), work, (it, at) => replyBodies(it, at, charts)),
  said: (text, { media: files = [], ...options } = {}) =>
    drawn(stageIn(house, options), saying(house, text, files), (it, at) => replyBodies(it, at, charts)),
  async form(model, of, settings = {}) {
    const { chat, person } = stageIn(house);
    const filled = beginning({ model, settings, media: of.map(house.found), conversation }, team);
    const price = await fullPrice(chat, person, pricedBy(filled));
    return [{ kind: 'modal', view: viewFor(chat, filled, { price, pictures: true }) }];
  },
  notice: async (notice) => messages([noticeToAdmins(notice)]),
});
