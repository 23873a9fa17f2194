/** What can be drawn of a chat, by its own drawing functions; the samples are the same for both. */
import type { AdminNotice } from '../../src/chat/chat.ts';
import type { Found } from '../../src/chat/request.ts';
import { said } from '../../src/chat/typed/said.ts';
import type { Quote } from '../../src/core/credits/quote.ts';
import type { MediaName } from './media.ts';
import type { Names } from './people.ts';
import type { Part } from './record.ts';
import type { House, Options, Refused, Stage, Work } from './stage.ts';

/** Where the result of a card is. */
export type Where = 'here' | 'direct';

/** Draws the picture that goes with an answer, or something in its place: a chart takes a second. */
export type Charts = (png: () => Promise<Uint8Array>) => Promise<Uint8Array>;

export type Easel<Payload> = {
  names: Names;
  /** A job's card as it is edited. */
  card: (part: Part, options?: Options & { where?: Where }) => Promise<Payload[]>;
  /** The one card of several jobs. `refused`: a name of which no job was made, and why. */
  album: (parts: readonly (Part | Refused)[]) => Promise<Payload[]>;
  /** The message that brings a result. `change`: it is a copy that fits. `missing`: no copy does. */
  result: (part: Part, options?: Options & { change?: string; missing?: true }) => Promise<Payload[]>;
  price: (quote: Quote, of: MediaName) => Promise<Payload[]>;
  /** What is answered when this is done. */
  answer: (work: Work, options?: Options) => Promise<Payload[]>;
  /** What is answered when this is said to the bot, with these files at hand. */
  said: (text: string, options?: Options & { media?: readonly MediaName[] }) => Promise<Payload[]>;
  form: (model: string, of: readonly MediaName[], settings?: Record<string, unknown>) => Promise<Payload[]>;
  /** What admins are told. */
  notice: (notice: string | AdminNotice) => Promise<Payload[]>;
};

/** What is said with these files, and nothing to answer to but them. */
export const saying =
  <Own extends Found>({ found, nothing }: House<Own>, text: string, media: readonly MediaName[]): Work =>
  (chat, turn) =>
    said(chat, turn, text, {
      // What was found is the house's own, and so is the turn that it goes to.
      about: async () => ({ media: media.map(found) as never[], unusable: [], nothing: { text: nothing } }),
      toLink: (link) => link as never,
    });

/** Every reply, drawn. */
export async function drawn<F extends Found, Payload>(
  stage: Stage<F>,
  work: Work,
  draw: (reply: Awaited<ReturnType<Stage<F>['replies']>>[number], stage: Stage<F>) => Promise<Payload[]>,
): Promise<Payload[]> {
  const replies = await stage.replies(work);
  return (await Promise.all(replies.map((reply) => draw(reply, stage)))).flat();
}
