/** What is drawn of a channel for somebody. */
import { emojiIn } from '../../chat/channel-rules/emoji.ts';
import type { Chat } from '../../chat/chat.ts';
import type { InChannel } from '../../core/store/channel-rules/channel-rules.ts';
import type { Rooms } from '../../core/store/rooms/rooms.ts';
import type { Assets } from '../assets.ts';
import { commandsFor } from '../channel/commands.ts';
import { messagesFor } from '../channel/log/kept.ts';
import { voteSign } from '../channel/log/messages.ts';
import type { Emoji, PageView, SideView } from '../channel/view.ts';
import { pageWords } from '../words.ts';
import { mainRoom, ownRoom, type Room, roomOf } from './rooms.ts';
import type { Visitor, Visits } from './visitors.ts';

/** `isOpen`: others than this machine's can come; `hasOwner`: there is an owner's view. */
export type PageParts = {
  platform: string;
  chat: Pick<Chat, 'requests' | 'prices' | 'traits'>;
  rooms: Rooms;
  visits: Pick<Visits, 'token'>;
  assets: Assets;
  isOpen: boolean;
  hasOwner: boolean;
};

export async function sideFor(parts: PageParts, visitor: Visitor, room: Room): Promise<SideView> {
  const { chat, rooms, platform, isOpen, hasOwner } = parts;
  const { scope, person, admin } = visitor;
  const here = await rooms.here(room.id);
  const people = [person, ...here.filter((id) => id !== person)];
  const names = await rooms.namesOf(scope, people);
  const statement = await chat.requests.credits.statement({ platform, scope, requester: person });
  return {
    room: room.name,
    rooms: [...new Set([mainRoom, room.name, ownRoom])],
    people: people.map((id) => ({ id, name: names.get(id) ?? id, isYou: id === person })),
    available: statement.available,
    monthly: statement.limits.monthly,
    renews: statement.refill,
    admin,
    mayBeAdmin: !isOpen,
    owner: hasOwner,
    emoji: room.direct ? [] : await emojiOf(parts, { platform, scope, channel: room.id }, person),
  };
}

/** What the channel's rules run; and where it has any, a vote for what came of it. */
async function emojiOf({ chat }: PageParts, at: InChannel, person: string): Promise<Emoji[]> {
  const hasRules = (await chat.requests.channelRules.rulesIn(at)).has(at.channel);
  const vote: Emoji = { key: voteSign, shown: voteSign, does: pageWords.channel.vote, onResults: true };
  return hasRules ? [...(await emojiIn(chat, at, person)), vote] : [];
}

/** @param visitor undefined: they are asked for a name first */
export async function pageFor(
  parts: PageParts,
  visitor: Visitor | undefined,
  name: string,
): Promise<PageView> {
  const { chat, rooms, visits, assets } = parts;
  const provider = await chat.requests.provider();
  const common = { assets, room: name, lab: provider.lab, commands: commandsFor(chat.prices) };
  if (!visitor) return { ...common, entered: undefined };
  const room = roomOf(name, visitor);
  const { change, messages } = await messagesFor({ rooms }, room.id, visitor.person);
  return {
    ...common,
    entered: {
      person: visitor.person,
      token: visits.token(visitor),
      change,
      messages,
      side: await sideFor(parts, visitor, room),
      namesOf: (people) => rooms.namesOf(visitor.scope, people),
    },
  };
}
