/** What is drawn of a channel for somebody. */

import { commandsFor } from '../../../pages/channel/commands.ts';
import { messagesFor } from '../../../pages/channel/log/kept.ts';
import type { PageView, SideView } from '../../../pages/channel/view.ts';
import type { Room } from '../../../pages/site/rooms.ts';
import { mainRoom, ownRoom, roomOf } from '../../../pages/site/rooms.ts';
import type { Visitor } from '../../../pages/site/visitors.ts';
import type { Parts } from './parts.ts';

export async function sideFor({ web, options }: Parts, visitor: Visitor, room: Room): Promise<SideView> {
  const { scope, person, admin } = visitor;
  const here = await web.rooms.here(room.id);
  const people = [person, ...here.filter((id) => id !== person)];
  const names = await web.rooms.namesOf(scope, people);
  const statement = await web.requests.credits.statement({
    platform: web.platform,
    scope,
    requester: person,
  });
  return {
    room: room.name,
    rooms: [...new Set([mainRoom, room.name, ownRoom])],
    people: people.map((id) => ({ id, name: names.get(id) ?? id, isYou: id === person })),
    available: statement.available,
    monthly: statement.limits.monthly,
    renews: statement.refill,
    admin,
    mayBeAdmin: !options.isOpen,
    owner: options.owner !== undefined,
  };
}

export async function pageFor(parts: Parts, visitor: Visitor | undefined, name: string): Promise<PageView> {
  const { web, visits, assets } = parts;
  const provider = await web.requests.provider();
  const common = { assets, room: name, lab: provider.lab, commands: commandsFor(web.chat.prices) };
  if (!visitor) return { ...common, entered: undefined };
  const room = roomOf(name, visitor);
  const { change, messages } = await messagesFor(web, room.id, visitor.person);
  const side = await sideFor(parts, visitor, room);
  return {
    ...common,
    entered: {
      person: visitor.person,
      token: visits.token(visitor),
      change,
      messages,
      side,
      namesOf: (people) => web.rooms.namesOf(visitor.scope, people),
    },
  };
}
