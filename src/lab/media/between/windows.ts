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
  // At full size every second pixel is enough.
  const every = level === 0 ? 2 : 1;
  const lead = ((window * every - size) >> 1) - room;
  const first = one.pixels;
  const second = other.pixels;
  let from = (row * size - lead - (dy >> 1)) * stride + column * size - lead - (dx >> 1);
  let to = from + dy * stride + dx;
  let sum = 0;
  for (let line = 0; line < window; line += 1) {
    for (let at = 0; at < window * every; at += every) {
      const difference = (first[from + at] as number) - (second[to + at] as number);
      sum += difference < 0 ? -difference : difference;
    }
    if (sum > enough) return sum;
    from += stride * every;
    to += stride * every;
  }
  return sum;
}

/** The lowest point of a parabola through three sums, from -0.5 to 0.5 beside the middle one. */
export function lowest(before: number, here: number, after: number): number {
  const bend = before - 2 * here + after;
  return bend <= 0 ? 0 : Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend)));
}
