/** What the program that draws a contact sheet is asked for. Paths are absolute. */

/** One version: its number, what was done, and its votes; without a picture there is nothing to be seen of it. */
export type Frame = {
  number: string;
  did: string;
  votes: string;
  picked: boolean;
  picture?: string | undefined;
};

export type SheetTask = { name: string; frames: readonly Frame[]; lab: boolean; output: string };

/** So many have room. */
export const mostFrames = 30;
