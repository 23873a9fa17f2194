/** H.264 within the memory that there is: the encoder holds the frames that it looks ahead at, and some in each thread. */
import { threadsFor } from '../../node/threads.ts';

/** Pixels of a frame, past which it is held as seldom as can be: of 3840 × 2160 each takes 45 MB (measured). */
const largeFrame = 4_000_000;
const large = ['-preset', 'superfast', '-bf', '0', '-rc-lookahead', '0'];

/** Options for frames of so many pixels. One core is left for the people who are waiting for an answer. */
export const withinMemory = (pixels: number, preset: 'medium' | 'veryfast'): string[] => [
  ...(pixels > largeFrame ? large : ['-preset', preset]),
  ...['-threads', String(threadsFor(pixels, 1))],
];

/** Of a decoder, before its input. */
export const decodedWith = (pixels: number): string[] => ['-threads', String(threadsFor(pixels))];
