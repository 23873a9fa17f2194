/** Windows of two frames beside each other. */
import { type Plane, room } from './planes.ts';

/** Pixels of a block's edge at full size. */
export const block = 16;
/** Samples of the window that is compared for a block, along one edge. */
export const window = 8;

/** The sum of differences of two windows as far apart as the motion, the block halfway between; stops past `enough`. */
export function apart(
  one: Plane,
  other: Plane,
  level: number,
  column: number,
  row: number,
  dx: number,
  dy: number,
  enough: number,
): number {
  const size = block >> level;
  const stride = one.stride;
  const lead = ((window - size) >> 1) - room;
  const first = one.pixels;
  const second = other.pixels;
  let from = (row * size - lead - (dy >> 1)) * stride + column * size - lead - (dx >> 1);
  let to = from + dy * stride + dx;
  let sum = 0;
  for (let line = 0; line < window; line += 1) {
    for (let at = 0; at < window; at += 1) {
      const difference = (first[from + at] as number) - (second[to + at] as number);
      sum += difference < 0 ? -difference : difference;
    }
    if (sum > enough) return sum;
    from += stride;
    to += stride;
  }
  return sum;
}

/** The lowest point of a parabola through three sums, from -1 to 1 beside the middle one. */
export function lowest(before: number, here: number, after: number): number {
  const bend = before - 2 * here + after;
  if (bend <= 0) return before < here ? -1 : after < here ? 1 : 0;
  return Math.max(-1, Math.min(1, (before - after) / (2 * bend)));
}
