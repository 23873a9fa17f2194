/** An emoji of the channel is put on a picture; and what a channel does with new ones. */
import type { Hono } from 'hono';
import { z } from 'zod';
import { posted } from '../../../chat/channel-rules/posted.ts';
import { createReactions } from '../../../chat/channel-rules/reacted.ts';
import { ruleWords } from '../../../chat/channel-rules/words.ts';
import { lineStyle } from '../../../pages/channel/log/line.tsx';
import type { Room } from '../../../pages/site/rooms.ts';
import type { Visitor } from '../../../pages/site/visitors.ts';
import { type Answer, note } from '../cards/reply.ts';
import type { Found, Web } from '../context.ts';
import { picturesAt } from '../posted.ts';
import { turnOf } from '../requests/turn.ts';
import { words } from '../words.ts';
import type { Entered, Parts } from './parts.ts';

/** `on`: whether it is put there or taken off. */
const reactSchema = z.object({
  message: z.string().max(100),
  emoji: z.string().max(60),
  on: z.boolean().default(true),
});

type At = { visitor: Visitor; room: Room };
const placeOf = ({ platform }: Web, { scope }: Visitor) => ({ platform, scope });

export function emoji(app: Hono<Entered>, { web }: Parts): void {
  const { reacted } = createReactions(web.chat);
  app.post('/react', async (context) => {
    const { message, emoji: key, on } = reactSchema.parse(await context.req.json());
    const [visitor, room] = [context.get('visitor'), context.get('room')];
    const answer: Answer = {};
    const put = { sign: key, person: visitor.person };
    if (!on) await web.rooms.react(room.id, message, { ...put, on });
    const outcome = room.direct
      ? 'nothing'
      : await reacted<Found>({
          place: placeOf(web, visitor),
          person: visitor.person,
          emoji: key,
          added: on,
          message: `${room.id} ${message}`,
          channel: async () => room.id,
          isPerson: async () => true,
          pictures: () => picturesAt(web, room.id, message),
          turn: async (name) => turnOf(web, { key: name, visitor, room, answer }),
        });
    if (!on) return context.json(answer);
    // Votes stand in the tree, however they were given. What came to nothing is not to be seen either, and can be tried again.
    const isVote = web.chat.traits.votes.some((vote) => vote.key === key);
    if (outcome !== 'nothing' && !isVote) await web.rooms.react(room.id, message, { ...put, on });
    // Where it is put on and nothing is seen of it, that is no answer to whoever pressed.
    if (outcome === 'taken') return context.json({ toast: ruleWords.already });
    return context.json(outcome === 'nothing' ? { toast: words.noSuchEmoji } : answer);
  });
}

/** What somebody has posted and said nothing to the bot. Never rejects: it stands there, whatever comes of it. */
export const hearPicture = (web: Web, at: At, message: string): Promise<void> =>
  hear(web, at, message).catch((error: unknown) => {
    web.log.error({ err: error }, 'a new picture');
  });

async function hear(web: Web, { visitor, room }: At, message: string): Promise<void> {
  if (room.direct) return;
  const pictures = await picturesAt(web, room.id, message);
  const [first] = pictures;
  if (!first) return;
  await posted(web.chat, {
    place: placeOf(web, visitor),
    person: visitor.person,
    message: `${room.id} ${message}`,
    conversation: room.id,
    channel: async () => room.id,
    pictures: async () => pictures,
    picture: message,
    async line({ lines, actions }) {
      const said = lines(lineStyle);
      // Nothing else says which picture it stands under.
      const named = [words.about(first.name, pictures.length, said[0] ?? ''), ...said.slice(1)];
      return {
        room: room.id,
        id: await note(web, room.id, web.platform, { lines: named, actions: [...actions] }),
      };
    },
    turn: (key) => turnOf(web, { key, visitor, room, answer: {} }),
  });
}
