/** Conversations that we keep ourselves: what is said, who is there, and how every process learns of both. */
import type { Redis } from 'ioredis';
import type { Log } from '../../log.ts';
import { createChanges, type RoomChange } from './changes.ts';
import { createMessages, type Messages } from './messages.ts';
import { createPeople, type People } from './people.ts';
import { createReactions, type Reactions } from './reactions.ts';

export type { RoomChange };

export type Rooms = Omit<Messages, 'changed'> &
  People &
  Reactions & {
    /** Calls back for each change in any process. Returns how to stop. */
    onChange(listener: (change: RoomChange) => void): Promise<() => void>;
    close(): Promise<void>;
  };

/** @param options.keptMs how long a room is kept in which nothing happens */
export function createRooms(
  redis: Redis,
  options: { prefix: string; log: Log; clock: () => number; keptMs: number },
): Rooms {
  const { told, ...changes } = createChanges(redis, options);
  const { changed, ...messages } = createMessages(redis, { ...options, told });
  return {
    ...messages,
    ...createReactions(redis, { ...options, changed }),
    ...createPeople(redis, { ...options, told }),
    ...changes,
  };
}
