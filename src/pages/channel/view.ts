/** What a channel's page is drawn of, beside its messages. */
import type { EmojiDoes } from '../../chat/channel-rules/emoji.ts';
import type { Assets } from '../assets.ts';
import type { Shown } from './log/messages.ts';

/** Looks names up, by ids. */
export type NamesOf = (people: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** Amounts in thousandths of a credit; null is without limit. `renews`: ms since 1970. */
export type SideView = {
  room: string;
  rooms: readonly string[];
  people: readonly { id: string; name: string; isYou: boolean }[];
  available: number | null;
  monthly: number | null;
  renews: number;
  admin: boolean;
  mayBeAdmin: boolean;
  owner: boolean;
  /** What can be put on pictures here. */
  emoji: readonly Emoji[];
};

/** `onResults`: on nothing else. */
export type Emoji = EmojiDoes & { onResults?: true };

export type Command = { command: string; model?: string; about: string; icon: string; cost: string };

export type PageView = {
  assets: Assets;
  room: string;
  lab: boolean;
  commands: readonly Command[];
  /** Left out: whoever comes is asked for a name first. */
  entered:
    | {
        person: string;
        token: string;
        change: number;
        messages: readonly Shown[];
        side: SideView;
        namesOf: NamesOf;
      }
    | undefined;
};
