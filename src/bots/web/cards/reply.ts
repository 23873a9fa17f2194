/** What is answered, as messages that one person alone sees. */
import { z } from 'zod';
import type { Action } from '../../../chat/action.ts';
import type { AdminNotice } from '../../../chat/chat.ts';
import { modelsFor } from '../../../chat/media.ts';
import { quoteActions } from '../../../chat/quote-actions.ts';
import type { Offer, Reply } from '../../../chat/reply.ts';
import { words as chatWords } from '../../../chat/words.ts';
import type { Json } from '../../../core/domain/job.ts';
import { status } from '../../../core/words/status.ts';
import type { Model } from '../../../models/model.ts';
import { kept, messageAt, newId } from '../../../pages/channel/log/kept.ts';
import { lineStyle } from '../../../pages/channel/log/line.tsx';
import type { Note } from '../../../pages/channel/log/messages.ts';
import type { Room } from '../../../pages/site/rooms.ts';
import type { Found, Web } from '../context.ts';
import { post } from '../posted.ts';

type Body = Omit<Note, 'kind' | 'at' | 'by'>;

const noteOf = (web: Pick<Web, 'clock'>, by: string, body: Body): Note => ({
  kind: 'note',
  at: Math.round(web.clock()),
  by,
  ...body,
});

/** @param it.replaces the message of theirs that it is put in the place of, if that still stands */
export async function note(
  web: Web,
  room: string,
  by: string,
  body: Body,
  replaces?: string | undefined,
): Promise<string> {
  const message = kept(noteOf(web, by, body));
  if (replaces !== undefined && (await isNoteOf(web, room, replaces, by)))
    if (await web.rooms.change(room, replaces, message)) return replaces;
  const id = newId();
  await web.rooms.add(room, id, message);
  return id;
}

const isNoteOf = async (web: Web, room: string, id: string, by: string): Promise<boolean> => {
  const message = await messageAt(web, room, id);
  return message?.kind === 'note' && message.only === true && message.by === by;
};

export const tellAlone = (
  web: Web,
  room: string,
  by: string,
  text: string,
  actions: readonly Action[] = [],
) => note(web, room, by, { lines: [text], actions: [...actions], only: true });

/** To all in a room. */
export const tellAll = (web: Web, room: string, { lines, actions = [] }: AdminNotice) =>
  note(web, room, web.platform, { lines: [...lines(lineStyle)], actions: [...actions] });

const placeSchema = z.object({ room: z.string(), id: z.string() });
/** Makes a question say this, with these buttons. */
export async function rewrite(
  web: Web,
  place: Json,
  lines: AdminNotice['lines'],
  actions: readonly Action[] = [],
): Promise<void> {
  const { room, id } = placeSchema.parse(place);
  const message = await messageAt(web, room, id);
  if (message?.kind !== 'note') return;
  await web.rooms.change(room, id, kept({ ...message, lines: [...lines(lineStyle)], actions: [...actions] }));
}

/** A price to agree to. */
export function offerOf(quote: Offer): Body {
  const { title, settings, sourceName, lines, lab } = quote;
  const facts = [sourceName, settings, lab ? status.lab : undefined].filter(
    (it) => it !== undefined && it !== '',
  );
  return {
    title,
    lines: [...lines, ...(facts.length > 0 ? [facts.join(' · ')] : [])],
    actions: quoteActions(quote),
    only: true,
  };
}

/** What is drawn at once, where it was pressed, instead of as a message. */
export type Answer = { toast?: string; form?: string; ask?: string };

type At = { room: Room; by: string; pressed: string | undefined; answer: Answer };

export async function reply(web: Web, at: At, said: Reply<Found>): Promise<void> {
  const { room, by, pressed, answer } = at;
  if (said.kind === 'notice' && said.quiet) {
    answer.toast = said.text;
    return;
  }
  const replaces = said.kind === 'price' || (said.kind === 'notice' && said.replaces) ? pressed : undefined;
  await note(web, room.id, by, await bodyOf(web, by, said), replaces);
}

async function bodyOf(web: Web, by: string, said: Reply<Found>): Promise<Body> {
  switch (said.kind) {
    case 'notice':
      return { lines: said.text.split('\n'), actions: [...(said.actions ?? [])], only: true };
    case 'price':
      return offerOf(said.quote);
    case 'choice':
      return choiceOf(web, by, said);
    case 'jobs': {
      const lines = said.jobs.map(({ job, facts }) => [...facts, lineStyle.code(job.id)].join(' · '));
      const [first] = said.jobs;
      const actions = said.jobs.flatMap((it) => (said.more ? it.actions : it.actions.slice(0, 1)));
      return {
        lines: [...(first ? lines : [said.empty]), ...(said.more ?? [])],
        actions: [...actions],
        only: true,
      };
    }
    case 'lines': {
      const { picture } = said;
      const lines = [...said.lines(lineStyle)];
      const only = said.forAll && picture ? undefined : (true as const);
      const body: Body = { lines, actions: [], only, table: said.table && [...said.table] };
      if (!picture) return body;
      const { fileName, alt } = picture;
      const png = [await picture.png()];
      return { ...body, picture: { ...(await post(web, streamOf(png), { fileName })), alt } };
    }
  }
}

async function* streamOf(parts: readonly Uint8Array[]) {
  yield* parts;
}

/** What was understood stands in the form that each button opens. */
function choiceOf(web: Web, by: string, said: Extract<Reply<Found>, { kind: 'choice' }>): Body {
  const { question, draft, models } = said;
  const [first] = draft.media;
  const offered = models.length > 0 ? models : modelsFor(first?.medium ?? draft.takes);
  const open = ({ name, title }: Model): Action => ({
    act: 'reopen',
    id: web.drafts.put({ requester: by, draft: { ...draft, model: name } }),
    label: `${title}…`,
  });
  return { lines: [question || chatWords.what(1, first?.medium)], actions: offered.map(open), only: true };
}
