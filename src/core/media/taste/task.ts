/** What the program that cuts and draws for a taste test is asked for. Paths are absolute. */
import type { Area } from '../../domain/asked/taste.ts';
import type { TileCaption } from './words.ts';

export type Task =
  /** The part of a picture as a PNG of its own pixels, upright. Answers where it was, as `Place`. */
  | { kind: 'part'; picture: string; area: Area; output: string }
  /** All ways beside each other in one JPEG. Answers `Shares`. */
  | ({ kind: 'tiles' } & TilesTask);

/** One way: what came of the part, enlarged plainly where it is the part itself, or nothing. */
export type Tile = TileCaption & { picture?: string | undefined };

export type TilesTask = {
  part: string;
  tiles: readonly Tile[];
  /** Of the whole picture. */
  name: string;
  area: Area;
  lab: boolean;
  output: string;
};
