/** What a chat asks for: who, where, which model, what settings, what source. */

import type { BatchPart, Json, Source } from './job.ts';
import type { Limits } from './limits.ts';

/** Who asks, and from where. */
export type Person = {
  platform: string;
  /** The guild or workspace, and the person in it. */
  scope: string;
  requester: string;
  /** Ids of the roles or user groups the person is in. */
  groups?: readonly string[];
  /** The platform's own word that this person runs the place. */
  admin?: boolean;
  /** The id of the channel or thread they are in, and of the channel that such a thread stands in. */
  channel?: string;
  above?: string;
  /** Not all who see that channel see this thread. */
  apart?: true;
  /** Limits for this request only, from a platform whose person owns the place. */
  limits?: Partial<Limits>;
};

/** What is done by itself in a channel may cost so much a day, in thousandths of a credit. */
export type DailyBound = { channel: string; most: number };

/** Who pays for it, and within what. */
export type Paid = {
  /** Another account of the scope that pays for it, such as the pot's; all but the money stays its person's. */
  payer?: string | undefined;
  daily?: DailyBound | undefined;
  /** Thousandths of a credit that was said before it was pressed for: for more nothing runs before that is agreed to. */
  told?: number | undefined;
};

export type Command = Person &
  Paid & {
    /** The id that the job is to have, as `Requests.preview` gave it: its card stands already. Another one if it is taken. */
    id?: string;
    /**
     * The platform's own name for this request (an interaction or event id): the same key is the same job, however
     * often the platform delivers it.
     */
    key: string;
    /** Where the job is shown; JSON that only its platform reads. */
    address: Json;
    /** A model's name or its command. */
    model: string;
    /** What the person set, unchecked, without the media. */
    settings: Readonly<Record<string, unknown>>;
    source: Source | undefined;
    /**
     * Another one of the same request came before, as of several files in one message: where its person has as many jobs
     * on the way as they may have, it waits for one of them instead of being refused.
     */
    further?: true;
    batch?: BatchPart;
    /** Others can pay for it with them: what their own credits do not cover is a price all the same. */
    together?: true;
    /** The job whose result is the source. */
    madeFrom?: string;
  };
