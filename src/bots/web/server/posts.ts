/** What somebody says, with the files that they have brought; and who they are here. */
import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Hono } from 'hono';
import { z } from 'zod';
import { sourceDeleted } from '../../../chat/owner/followed.ts';
import { Refusal } from '../../../chat/reply.ts';
import { startRequest } from '../../../chat/start.ts';
import { linked, said } from '../../../chat/typed/said.ts';
import { findModel } from '../../../models/index.ts';
import { unmarked } from '../../../pages/channel/line.tsx';
import { fileSchema, type PostedFile, type Said } from '../../../pages/channel/messages.ts';
import { pageWords } from '../../../pages/words.ts';
import type { Room, Visitor, Web } from '../context.ts';
import { kept, messageAt, newId } from '../messages.ts';
import { foundAt, newestOf, placeOf, post } from '../posted.ts';
import { turnOf } from '../turn.ts';
import { words } from '../words.ts';
import type { Entered, Parts } from './app.ts';

const refSchema = z.object({ message: z.string(), index: z.number().int().min(0) });
const saySchema = z.object({
  key: z.string().min(8).max(60),
  text: z.string().max(4000),
  /** Uploaded before; we have signed each. */
  files: z.array(z.object({ file: fileSchema, sign: z.string() })).max(20),
  /** A picture that is pointed at. */
  about: refSchema.optional(),
});
type Saying = z.infer<typeof saySchema>;

const samples = pageWords.first.samples;

export function posts(app: Hono<Entered>, parts: Parts): void {
  const { web, options, visits } = parts;
  const admit = ({ scope, person }: Visitor) => web.requests.admit('posts', { scope, requester: person });
  const signed = (visitor: Visitor, file: PostedFile) => `file ${visitor.person} ${JSON.stringify(file)}`;

  app.post('/upload', async (context) => {
    const visitor = context.get('visitor');
    await admit(visitor);
    const fileName = unmarked(context.req.query('name') ?? '').slice(0, 200) || 'file';
    const body = context.req.raw.body;
    if (!body) throw new Refusal(words.noMedia(fileName));
    const stored = await web.posted.keep(body, { maxBytes: options.maxFileBytes });
    const file = fileSchema.parse({ ...stored, fileName });
    return context.json({ file, sign: visits.sign(signed(visitor, file)) });
  });

  app.post('/say', async (context) => {
    const [visitor, room] = [context.get('visitor'), context.get('room')];
    await admit(visitor);
    const saying = saySchema.parse(await context.req.json());
    for (const { file, sign } of saying.files)
      if (!visits.isSigned(signed(visitor, file), sign)) throw new Refusal(words.stale);
    return context.json(await say(web, { visitor, room }, saying));
  });

  app.post('/sample', async (context) => {
    const [visitor, room] = [context.get('visitor'), context.get('room')];
    await admit(visitor);
    const name = z.enum(['lake', 'still', 'city']).parse((await context.req.json()).name);
    const path = fileURLToPath(new URL(`../../../pages/samples/${name}.jpg`, import.meta.url));
    const size = { width: 360, height: 240 };
    const about = { fileName: `${name}.jpg`, ...size, alt: samples[name].alt };
    const file = await post(web, createReadStream(path), about);
    const message = newId();
    await web.rooms.add(room.id, message, kept(saidBy(web, visitor, '', [file])));
    return context.json({ posted: { message, index: 0 } });
  });

  app.post('/delete', async (context) => {
    const [visitor, room] = [context.get('visitor'), context.get('room')];
    const { message: id } = z.object({ message: z.string() }).parse(await context.req.json());
    const message = await messageAt(web, room.id, id);
    if (!message) return context.json({});
    const isNote = message.kind === 'note' && message.only === true;
    if (message.by !== visitor.person && !visitor.admin) throw new Refusal(words.notYours);
    if (message.kind !== 'said' && !isNote) throw new Refusal(words.notYours);
    await web.rooms.remove(room.id, id);
    if (message.kind === 'said') {
      for (const { name } of message.files) await web.posted.remove(name);
      web.background(sourceDeleted(web.chat, web.platform, placeOf(room.id, id)));
    }
    return context.json({});
  });

  app.post('/role', async (context) => {
    const { admin } = z.object({ admin: z.boolean() }).parse(await context.req.json());
    // Where others can come, only the owner's token makes anybody an admin.
    if (options.isOpen) throw new Refusal(words.notYours);
    await visits.actAs(context, context.get('visitor'), admin);
    return context.json({ reload: true });
  });
  app.post('/leave', (context) => {
    visits.leave(context);
    return context.json({ reload: true });
  });
}

const saidBy = (web: Web, { person: by }: Visitor, text: string, files: readonly PostedFile[]): Said => ({
  kind: 'said',
  at: Math.round(web.clock()),
  by,
  text,
  files: [...files],
});

/** What is said to the bot begins with a stroke or its name; with it alone, everything is. */
export const toBot = (text: string, { direct }: Room): string | undefined => {
  const [begins, rest = ''] = /^\s*(?:\/|@darkroom\b[,:]?)\s*([\s\S]*)$/i.exec(text) ?? [];
  if (begins !== undefined) return rest.trim();
  return direct ? text.trim() : undefined;
};

async function say(web: Web, at: { visitor: Visitor; room: Room }, saying: Saying) {
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
  if (request === undefined) return isShown && asked.length > 0 ? { posted: { message, index: 0 } } : {};
  const refs = asked.length > 0 ? asked.map((_, index) => ({ message, index })) : about ? [about] : [];
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
