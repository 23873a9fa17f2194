/** Everything that somebody does on the page: it comes from our own page alone, and is handed to the conversation. */
import type { Hono } from 'hono';
import { csrf } from 'hono/csrf';
import { z } from 'zod';
import { acts } from '../../../chat/action.ts';
import { admitForm } from '../../../chat/form/form.ts';
import { pressed } from '../../../chat/job-actions.ts';
import type { Question } from '../../../chat/turn.ts';
import { drawForm, drawQuestion } from '../../../pages/channel/draw.tsx';
import { messageAt, newId } from '../../../pages/channel/log/kept.ts';
import type { Room } from '../../../pages/site/rooms.ts';
import type { Visitor } from '../../../pages/site/visitors.ts';
import type { Answer } from '../cards/reply.ts';
import type { Turn } from '../context.ts';
import { draftSchema, filledSchema, formView, pageDraftOf, runForm, type Sent } from '../requests/form.ts';
import { turnOf } from '../requests/turn.ts';
import { words } from '../words.ts';
import { emoji } from './emoji.ts';
import type { Entered, Parts } from './parts.ts';
import { posts } from './posts.ts';

const pressSchema = z.object({
  act: z.enum(acts),
  id: z.string().max(200),
  argument: z.string().max(500).exactOptional(),
  text: z.string().max(500).exactOptional(),
  message: z.string().max(100),
});

export function deeds(app: Hono<Entered>, parts: Parts): void {
  const { web, visits } = parts;
  app.use(csrf());
  app.post('/enter', async (context) => {
    const { name } = z.object({ name: z.string().max(200) }).parse(await context.req.json());
    await visits.enter(context, name);
    return context.json({ reload: true });
  });
  app.use(async (context, next) => {
    if (context.req.method !== 'POST') return next();
    const visitor = context.get('visitor');
    const token = context.req.header('x-darkroom') ?? '';
    // A form of another site cannot bring it along, whatever cookies are sent with it.
    if (token !== visits.token(visitor)) return context.json({ toast: words.stale, reload: true }, 403);
    return next();
  });
  posts(app, parts);
  emoji(app, parts);

  /** Does something, and answers with what is to be drawn at once. */
  const done = async (
    at: {
      visitor: Visitor;
      room: Room;
      key?: string;
      pressed?: { message: string; job?: string | undefined };
    },
    work: (turn: Turn) => Promise<void>,
  ): Promise<Answer> => {
    const answer: Answer = {};
    const { visitor, room, key = newId() } = at;
    const turn = turnOf(web, {
      key,
      visitor,
      room,
      answer,
      ...(at.pressed && { pressed: at.pressed }),
      async form(draft) {
        const sent: Sent = { draft: pageDraftOf(draft), settings: {} };
        answer.form = await drawForm(await formView(web, at, sent));
      },
      async ask(question: Question) {
        answer.ask = await drawQuestion(question);
      },
    });
    await work(turn);
    return answer;
  };

  app.post('/press', async (context) => {
    const { message, text, ...action } = pressSchema.parse(await context.req.json());
    const [visitor, room] = [context.get('visitor'), context.get('room')];
    const shown = await messageAt(web, room.id, message);
    const job =
      shown?.kind === 'card' ? shown.view?.id : shown?.kind === 'result' ? shown.views[0]?.id : undefined;
    const at = { visitor, room, pressed: { message, job } };
    return context.json(
      await done(at, (turn) => pressed(web.chat, turn, { ...action, ...(text !== undefined && { text }) })),
    );
  });

  app.post('/form', async (context) => {
    const draft = draftSchema.parse(await context.req.json());
    const at = { visitor: context.get('visitor'), room: context.get('room') };
    await admitForm(web, { scope: at.visitor.scope, requester: at.visitor.person });
    return context.json({ form: await drawForm(await formView(web, at, { draft, settings: {} })) });
  });
  app.post('/form/draw', async (context) => {
    const sent = filledSchema.parse(await context.req.json());
    const at = { visitor: context.get('visitor'), room: context.get('room') };
    return context.json({ form: await drawForm(await formView(web, at, sent)) });
  });
  app.post('/form/run', async (context) => {
    const { key, ...sent } = filledSchema
      .extend({ key: z.string().min(8).max(60) })
      .parse(await context.req.json());
    const at = { visitor: context.get('visitor'), room: context.get('room') };
    let error: string | undefined;
    // Sent twice, it is one request.
    const answer = await done({ ...at, key: `form:${key}` }, async (turn) => {
      error = await runForm(web, at, (draft) => ({ ...turn, ...(draft && { sent: draft }) }), sent);
    });
    if (error === undefined) return context.json({ ...answer, close: true });
    return context.json({ form: await drawForm(await formView(web, at, { ...sent, error })) });
  });
}
