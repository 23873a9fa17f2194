/** What happens in a room, told at once to every window that shows it. */
import type { SSEStreamingApi } from 'hono/streaming';
import { createKeyedQueue } from '../../async/keyed-queue.ts';
import type { RoomChange, Rooms } from '../../core/store/rooms/rooms.ts';
import { drawAll, drawOne } from '../channel/draw.tsx';
import { messageAt, messagesFor, withPut } from '../channel/log/kept.ts';
import { isFor } from '../channel/log/messages.ts';
import type { Room } from './rooms.ts';
import type { Visitor } from './visitors.ts';

type Window = {
  visitor: Visitor;
  room: Room;
  stream: SSEStreamingApi;
  closed: Promise<void>;
  close: () => void;
};

/** ms. Proxies close what says nothing; and whoever is here is so for a minute at a time. */
const beatMs = 20_000;

export type Windows = {
  /** Resolves when the window is closed. @param since how many changes it has seen */
  open(at: { visitor: Visitor; room: Room; since: number }, stream: SSEStreamingApi): Promise<void>;
  stop(): Promise<void>;
};

export async function createWindows(of: {
  rooms: Rooms;
  background: (work: Promise<unknown>) => void;
}): Promise<Windows> {
  const { rooms, background } = of;
  const windows = new Set<Window>();
  const queue = createKeyedQueue();
  const inRoom = (id: string) => [...windows].filter(({ room }) => room.id === id);

  async function tell({ room, id, change }: RoomChange): Promise<void> {
    const there = inRoom(room);
    const [first] = there;
    if (!first) return;
    const send = (to: readonly Window[], event: string, data: unknown) =>
      Promise.all(
        to.map(({ stream }) =>
          stream.writeSSE({
            event,
            data: JSON.stringify(data),
            ...(change !== undefined && { id: String(change) }),
          }),
        ),
      );
    if (id === undefined) return void (await send(there, 'here', {}));
    const message = await messageAt(of, room, id);
    if (!message) return void (await send(there, 'gone', { id }));
    // A scope's name is a part of each of its rooms'.
    const [shown = { id, message }] = await withPut(of, room, [{ id, message }]);
    const html = await drawOne(shown, (people) => rooms.namesOf(first.visitor.scope, people));
    await send(
      there.filter(({ visitor }) => isFor(message, visitor.person)),
      'message',
      { id, html },
    );
  }

  const unhear = await rooms.onChange((change) => background(queue.run(change.room, () => tell(change))));

  return {
    async open({ visitor, room, since }, stream) {
      let close = () => {};
      const closed = new Promise<void>((resolve) => {
        close = resolve;
      });
      const window: Window = { visitor, room, stream, closed, close };
      stream.onAbort(close);
      // From here on it hears what changes; what it has missed until now comes first.
      await queue.run(room.id, async () => {
        const { change, messages } = await messagesFor(of, room.id, visitor.person);
        if (change !== since) {
          const html = await drawAll(messages, (people) => rooms.namesOf(visitor.scope, people));
          await stream.writeSSE({ event: 'all', data: JSON.stringify({ html }), id: String(change) });
        }
        windows.add(window);
      });
      await rooms.come(room.id, visitor.person);
      const beat = setInterval(() => {
        background(stream.writeSSE({ event: 'beat', data: '' }));
        background(rooms.come(room.id, visitor.person));
      }, beatMs);
      await closed;
      clearInterval(beat);
      windows.delete(window);
      if (!inRoom(room.id).some((it) => it.visitor.person === visitor.person))
        await rooms.leave(room.id, visitor.person).catch(() => undefined);
    },
    async stop() {
      unhear();
      for (const { close } of windows) close();
      await queue.idle();
    },
  };
}
