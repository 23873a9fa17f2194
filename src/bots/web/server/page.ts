/** What is drawn of a channel for somebody. */
import { usualPrice } from '../../../chat/form.ts';
import { about } from '../../../core/words/amounts.ts';
import { some } from '../../../core/words/names.ts';
import { models } from '../../../models/index.ts';
import type { PageView, SideView } from '../../../pages/channel/view.ts';
import { pageWords } from '../../../pages/words.ts';
import type { Room, Visitor } from '../context.ts';
import { messagesFor } from '../messages.ts';
import { mainRoom, ownRoom, roomOf } from '../rooms.ts';
import type { Parts } from './app.ts';

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
    owner: options.admin !== undefined,
  };
}

export async function pageFor(parts: Parts, visitor: Visitor | undefined, name: string): Promise<PageView> {
  const { web, visits, assets } = parts;
  const provider = await web.requests.provider();
  const common = { assets, room: name, lab: provider.lab, commands: commandsOf(parts) };
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

/** What can be typed: the models first. */
function commandsOf({ web }: Parts): PageView['commands'] {
  const prices = web.chat.prices;
  return [
    ...models.map((model) => ({
      command: model.command,
      model: model.name,
      about: model.does,
      icon: pageWords.icons[model.command] ?? 'enhance',
      cost: [
        some(usualPrice(model, prices)),
        ...(model.usualMs === undefined ? [] : [about(model.usualMs)]),
      ].join(' · '),
    })),
    ...Object.entries(pageWords.commands).map(([command, about]) => ({
      command,
      about,
      icon: 'more',
      cost: '',
    })),
  ];
}
