/** Messages as they stand in rooms: read with care, since another version may have written them. */
import { randomBytes } from 'node:crypto';
import { jsonSchema } from '../../../core/domain/job.ts';
import type { Rooms } from '../../../core/store/rooms/rooms.ts';
import { isFor, type Message, messageSchema, type Shown } from './messages.ts';

export const newId = (): string => randomBytes(9).toString('base64url');

/** As JSON: nothing in it is undefined. */
export const kept = (message: Message) => jsonSchema.parse(JSON.parse(JSON.stringify(message)));

/** Undefined where there is none, or none that this version can draw. */
export async function messageAt(
  { rooms }: { rooms: Rooms },
  room: string,
  id: string,
): Promise<Message | undefined> {
  return messageSchema.safeParse(await rooms.read(room, id)).data;
}

/** What this person sees of a room, the oldest first; and how many changes there were. */
export async function messagesFor(
  { rooms }: { rooms: Rooms },
  room: string,
  person: string,
): Promise<{ change: number; messages: Shown[] }> {
  const { change, messages } = await rooms.list(room);
  const seen = messages.flatMap(({ id, message }) => {
    const read = messageSchema.safeParse(message).data;
    return read && isFor(read, person) ? [{ id, message: read }] : [];
  });
  return { change, messages: await withPut({ rooms }, room, seen) };
}

/** With what people have put on them. */
export async function withPut(
  { rooms }: { rooms: Rooms },
  room: string,
  shown: readonly Shown[],
): Promise<Shown[]> {
  const on = shown.flatMap(({ id, message: { kind } }) => (kind === 'said' || kind === 'result' ? [id] : []));
  const all = await rooms.reactionsOn(room, on);
  return shown.map((it) => ({ ...it, put: all.get(it.id) }));
}

/** Makes it stand there, whether or not it did. */
export async function put({ rooms }: { rooms: Rooms }, room: string, id: string, message: Message) {
  const json = kept(message);
  if (!(await rooms.change(room, id, json))) await rooms.add(room, id, json);
}
