/** What the program that draws and measures is asked for. Paths are absolute. */
import type { Caption } from './words.ts';

/** Pixels. */
export type Size = { width: number; height: number };

export type Pair = { before: string; after: string };

export type Task =
  /** Before and after in one JPEG; or the source in grey, glowing where it is changed. Answers `Facts`. */
  | ({ kind: 'picture' } & Drawn)
  | ({ kind: 'heat' } & Drawn)
  /** Both with their names, as PNGs of one even size: `before.png` and `after.png` in the folder. Answers `Facts` with that size. */
  | (Pair & { kind: 'stills'; folder: string })
  /** A transparent PNG with a label in a corner of each half. */
  | { kind: 'labels'; size: Size; halves: readonly Half[]; output: string }
  /** A picture of at most so many pixels along its longer edge, as a WebP. */
  | { kind: 'print'; picture: string; edge: number; output: string }
  /** Frames before and after, side by side. Answers `Facts` of all of them. */
  | { kind: 'frames'; frames: readonly string[] };

export type Half = Size & { left: number; top: number; name: string; beside: string };

export type Drawn = Pair & { caption: Caption; output: string };
