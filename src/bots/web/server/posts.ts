/** What somebody says, with the files that they have brought; and who they are here. */
import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Hono } from 'hono';
import { z } from 'zod';
import { sourceDeleted } from '../../../chat/owner/followed.ts';
import { Refusal } from '../../../chat/reply.ts';
import { kept, messageAt, newId } from '../../../pages/channel/log/kept.ts';
import { unmarked } from '../../../pages/channel/log/line.tsx';
import { fileSchema, type PostedFile } from '../../../pages/channel/log/messages.ts';
import type { Visitor } from '../../../pages/site/visitors.ts';
import { pageWords } from '../../../pages/words.ts';
import { placeOf, post } from '../posted.ts';
import { words } from '../words.ts';
import type { Entered, Parts } from './parts.ts';
import { saidBy, say, saySchema } from './say.ts';

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
  app.post('/leave', async (context) => {
    await visits.leave(context);
    return context.json({ reload: true });
  });
}
