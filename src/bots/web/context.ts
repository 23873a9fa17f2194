/** What every part of the page's chat works with, and the shapes that its own are of. */
import type { Chat } from '../../chat/chat.ts';
import type { Found as AnyFound, Drafts } from '../../chat/request.ts';
import type { Turn as AnyTurn } from '../../chat/turn.ts';
import type { KeptFiles } from '../../core/jobs/files/job-files.ts';
import type { Files } from '../../core/media/files.ts';
import type { Requests } from '../../core/ports/engine.ts';
import type { Rooms } from '../../core/store/rooms/rooms.ts';
import type { PostedFile } from '../../pages/channel/log/messages.ts';

/** A file in a message, or a link. */
export type Found = AnyFound & { message?: string; index?: number; file?: PostedFile };
export type Turn = AnyTurn<Found>;

export type Web = {
  platform: string;
  chat: Chat;
  requests: Requests;
  rooms: Rooms;
  posted: Files;
  drafts: Drafts<Found>;
  fit: KeptFiles['fit'];
  log: Chat['log'];
  clock: () => number;
  /** True for the first who asks with this key, in all processes. */
  isFirst: (key: string) => Promise<boolean>;
  background: (work: Promise<unknown>) => void;
};
