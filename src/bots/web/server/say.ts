/** What somebody says: to everybody in the room, or to the bot. */
import { z } from 'zod';
import { startRequest } from '../../../chat/start.ts';
import { linked, said } from '../../../chat/typed/said.ts';
import { findModel } from '../../../models/index.ts';
import { kept } from '../../../pages/channel/log/kept.ts';
import { unmarked } from '../../../pages/channel/log/line.tsx';
import { fileSchema, type PostedFile, type Said } from '../../../pages/channel/log/messages.ts';
import type { Room } from '../../../pages/site/rooms.ts';
import type { Visitor } from '../../../pages/site/visitors.ts';
import type { Web } from '../context.ts';
import { foundAt, newestOf } from '../posted.ts';
import { turnOf } from '../requests/turn.ts';
import { words } from '../words.ts';
import { hearPicture } from './emoji.ts';

const refSchema = z.object({ message: z.string(), index: z.number().int().min(0) });
export const saySchema = z.object({
  key: z.string().min(8).max(60),
  text: z.string().max(4000),
  /** Uploaded before; we have signed each. */
  files: z.array(z.object({ file: fileSchema, sign: z.string() })).max(20),
  /** What is pointed at instead. */
  about: z.array(refSchema).max(20).optional(),
});
type Saying = z.infer<typeof saySchema>;

export const saidBy = (
  web: Web,
  { person: by }: Visitor,
  text: string,
  files: readonly PostedFile[],
): Said => ({
  kind: 'said',
  at: Math.round(web.clock()),
  by,
  text,
  files: [...files],
});

/** What is said to the bot begins with a stroke or its name; with it alone, everything is. */
const toBot = (text: string, { direct }: Room): string | undefined => {
  const [begins, rest = ''] = /^\s*(?:\/|@darkroom\b[,:]?)\s*([\s\S]*)$/i.exec(text) ?? [];
  if (begins !== undefined) return rest.trim();
  return direct ? text.trim() : undefined;
};

export async function say(web: Web, at: { visitor: Visitor; room: Room }, saying: Saying) {
  const { visitor, room } = at;
  const { text: given, files, about, key } = saying;
  const text = unmarked(given).trim();
  if (text === '' && files.length === 0) return {};
  const isFirst = await web.isFirst(`said:${visitor.scope}:${visitor.person}:${key}`);
  const request = toBot(text, room);
  const message = `m-${key}`;
  const asked = files.map(({ file }) => file);
  // A command is not for everybody to read; what comes with it is.
  const isShown = request === undefined || asked.length > 0;
  if (isShown && isFirst) await web.rooms.add(room.id, message, kept(saidBy(web, visitor, text, asked)));
  if (request === undefined && isFirst && asked.length > 0) await hearPicture(web, at, message);
  if (request === undefined) return isShown && asked.length > 0 ? { posted: { message, index: 0 } } : {};
  const refs = asked.length > 0 ? asked.map((_, index) => ({ message, index })) : (about ?? []);
  const media = (await Promise.all(refs.map((ref) => foundAt(web, room.id, ref)))).filter(
    (it) => it !== undefined,
  );
  const answer = {};
  const turn = turnOf(web, { key: `say:${visitor.person}:${key}`, visitor, room, answer });
  await said(web.chat, turn, request, {
    about: async () => ({
      media,
      unusable: [],
      nothing: { text: words.nothing },
      async otherwise(run) {
        const takes = findModel(run.model)?.takes ?? 'image';
        const source = await newestOf(web, room.id, takes);
        if (!source) return turn.reply({ kind: 'notice', text: words.nothingHere(takes) });
        await startRequest(web.chat, turn, { ...run, source });
      },
    }),
    toLink: (link) => ({ ...linked(link.url), ...link }),
  });
  return answer;
}
