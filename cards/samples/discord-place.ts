/** A channel on Discord, and a bot there that only listens. */
import type { REST } from 'discord.js';
import { keepAddress, shown } from '../../src/bots/discord/address.ts';
import type { Attached } from '../../src/bots/discord/cards/edit-card.ts';
import { traitsFor } from '../../src/bots/discord/commands/traits.ts';
import type { Bot, Found } from '../../src/bots/discord/context.ts';
import { invitePermissions } from '../../src/bots/discord/requests/permissions.ts';
import { marksOf } from '../../src/bots/discord/requests/source.ts';
import { formWords } from '../../src/bots/discord/words/form.ts';
import { enhanceName } from '../../src/bots/discord/words/menu.ts';
import { foundIn, media } from './media.ts';
import { minute, nameOf, discordNames as names, now } from './people.ts';
import type { House } from './stage.ts';
import { standIn } from './stand-in.ts';

export const origin = 'https://cdn.discordapp.com';
const [card, source] = ['700000000000000001', '700000000000000003'];
export const result = '700000000000000002';
const place = { guild: names.scope, channel: names.channel };

export const house: House<Found> = {
  platform: 'discord',
  names,
  shown,
  address: ({ requester, of, done }) => {
    const opening = { source: house.found(of), from: undefined, kept: undefined };
    return keepAddress({
      ...marksOf({ fileOrigins: [origin] }, opening),
      ...place,
      card,
      requester,
      member: true,
      restricted: false,
      askedAt: now - minute,
      ...(done ? { result: { channel: names.channel, message: result } } : {}),
    });
  },
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
    return traitsFor(
      { seesContent: !broken, conversations },
      {
        name: 'Darkroom',
        namesOf: async (ids) => new Map(ids.map((id) => [id, nameOf(id)])),
        requests: { channelRules: { rulesIn: async () => new Map() } },
      },
    );
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
