/** What somebody did on the page, as the conversation takes it. */
import { z } from 'zod';
import type { Person } from '../../../core/domain/command.ts';
import type { Job, Json } from '../../../core/domain/job.ts';
import { keptPath } from '../../../core/media/files.ts';
import { lineStyle } from '../../../pages/channel/log/line.tsx';
import type { Room } from '../../../pages/site/rooms.ts';
import type { Visitor } from '../../../pages/site/visitors.ts';
import { readAddress } from '../address.ts';
import { removeResult } from '../cards/remove.ts';
import { type Answer, note, reply } from '../cards/reply.ts';
import { hand, send } from '../cards/result.ts';
import type { Found, Turn, Web } from '../context.ts';
import { picturesAt, ready, take } from '../posted.ts';
import { openCard, showJob } from './opening.ts';

/** `form`, `ask`: draw what is opened at once; left out, as where somebody has waited, nothing can be. */
export type At = {
  key: string;
  visitor: Visitor;
  room: Room;
  pressed?: { message: string; job?: string | undefined };
  answer: Answer;
  form?: Turn['form'];
  ask?: Turn['ask'];
};

const keptSchema = z.object({
  key: z.string(),
  visitor: z.object({ scope: z.string(), person: z.string(), admin: z.boolean() }),
  room: z.object({ id: z.string(), name: z.string(), direct: z.boolean() }),
});

/** In any process, when somebody has allowed what it asked for. */
export const resumedTurn = (web: Web, json: Json): Turn =>
  turnOf(web, { ...keptSchema.parse(json), answer: {} });

export const personOf = (
  { platform }: Pick<Web, 'platform'>,
  { visitor, room }: Pick<At, 'visitor' | 'room'>,
): Person => ({
  platform,
  scope: visitor.scope,
  requester: visitor.person,
  channel: room.id,
  groups: [],
  admin: visitor.admin,
});

export function turnOf(web: Web, at: At): Turn {
  const { key, visitor, room, pressed, answer } = at;
  const { scope, person: by } = visitor;
  const asked = { room, by, pressed: pressed?.message };
  const person = personOf(web, at);
  return {
    key,
    asker: { platform: web.platform, scope, requester: by },
    conversation: { id: room.id, direct: room.direct },
    drafts: web.drafts,
    ...(pressed && { pressed }),
    person: async () => person,
    // Nobody moderates one channel alone here: who acts as admin decides everywhere.
    moderates: async () => false,
    ready: (source) => ready(web, room.id, source),
    picturesAt: (message) => picturesAt(web, room.id, message),
    take: (source) => take(web, source),
    takeAgain: (job) => takeAgain(web, job),
    open: (opening) => openCard(web, asked, opening),
    async started(job) {
      await showJob(web, job);
      if (pressed?.job === undefined && pressed) await web.rooms.remove(room.id, pressed.message);
    },
    reply: (said) => reply(web, { ...asked, answer }, said),
    form: async (draft) => at.form?.(draft),
    again: async () => ({ key, visitor: { ...visitor }, room: { ...room } }),
    async askOwner({ lines, actions }) {
      const body = { lines: [...lines(lineStyle)], actions: [...actions] };
      return { place: { room: room.id, id: await note(web, room.id, by, body) }, seen: false };
    },
    ask: async (question) => at.ask?.(question),
    removeResult: (job) => removeResult(web, job),
    async original(delivery) {
      await hand(web, { room, person: by }, delivery);
      return undefined;
    },
    async send(job, view, delivery, to) {
      await send(web, { scope, person: by, room }, { job, view, delivery, to });
      return undefined;
    },
  };
}

async function takeAgain(web: Web, { source, address }: Job) {
  if (source.kind === 'link') return source;
  const placed = readAddress(address).source;
  if (!placed || !(await keptPath(web.posted.path, placed.file))) return undefined;
  const found: Found = { url: '', name: placed.file.fileName, file: placed.file };
  return take(web, found);
}
