/** H.264 within the memory that there is: the encoder holds the frames that it looks ahead at, and some in each thread. */
import { threadsFor } from '../../node/threads.ts';

/** Pixels of frames that are looked ahead at; each takes a byte and a half, and half as much again in small copies. */
const mostAhead = 20_000_000;
/** Frames; what the encoder's slower settings look at by themselves. */
const usualAhead = 40;

/** Options beside the preset for frames of so many pixels. One core is left for the people who are waiting for an answer. */
export const withinMemory = (pixels: number): string[] => [
  ...['-threads', String(threadsFor(pixels, 1))],
  ...['-rc-lookahead', String(Math.max(2, Math.min(usualAhead, Math.floor(mostAhead / pixels))))],
];

/** Of a decoder, before its input. */
export const decodedWith = (pixels: number): string[] => ['-threads', String(threadsFor(pixels))];
