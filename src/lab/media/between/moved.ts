/** A frame between two others: both moved to where they meet, and mixed. */
import { type Motion, motionBetween } from './motion.ts';
import { type Plane, room } from './planes.ts';
import { emptySide, fillSide, type Size } from './sides.ts';
import { block } from './windows.ts';

/** Pixels of a cell's edge; all of a cell moves the same way. */
const cell = 8;
/** Grey levels: further apart, the two are not the same thing, and neither is trusted beyond what stands still. */
const unlike = 24;

/** Bytes of a frame: 8-bit 4:2:0 planes, one after another. Width and height are even. */
export const frameBytes = ({ width, height }: Size): number => (width * height * 3) / 2;

/**
 * A function that fills each of `made` with the frame at its position between `one` (0) and `other` (1). Between two
 * scenes there is nothing to be made: the nearer frame is repeated. It keeps its memory from call to call.
 * @param still of `size`: nothing is moved, the two are only mixed.
 */
export function createBetween({ still, ...size }: Size & { still: boolean }) {
  const sides = [emptySide(size), emptySide(size)] as const;
  return (
    one: Uint8Array,
    other: Uint8Array,
    made: readonly { position: number; frame: Uint8Array }[],
  ): void => {
    if (still) {
      for (const { position, frame } of made) blend(one, other, position, frame);
      return;
    }
    fillSide(sides[0], one);
    fillSide(sides[1], other);
    const motion = motionBetween(sides[0].levels, sides[1].levels);
    for (const { position, frame } of made) {
      if (motion.cut) {
        frame.set(position < 0.5 ? one : other);
        continue;
      }
      let offset = 0;
      for (const [index, plane] of sides[0].planes.entries()) {
        const target = frame.subarray(offset, offset + plane.width * plane.height);
        mix(plane, sides[1].planes[index] as Plane, target, motion, position, index === 0 ? 1 : 2);
        offset += target.length;
      }
    }
  };
}

function blend(one: Uint8Array, other: Uint8Array, position: number, frame: Uint8Array): void {
  const late = Math.round(position * 256);
  for (let at = 0; at < frame.length; at += 1)
    frame[at] = ((one[at] as number) * (256 - late) + (other[at] as number) * late + 128) >> 8;
}

/** `reduction`: how many times smaller than the brightness the plane is. */
function mix(
  one: Plane,
  other: Plane,
  frame: Uint8Array,
  { columns, rows, x: motionX, y: motionY }: Motion,
  position: number,
  reduction: number,
): void {
  const { width, height, stride } = one;
  const first = one.pixels;
  const second = other.pixels;
  const late = Math.round(position * 256);
  const early = 256 - late;
  for (let top = 0; top < height; top += cell)
    for (let left = 0; left < width; left += cell) {
      // Between the middles of four blocks, as the nearer ones move.
      const column = Math.max(0, Math.min(columns - 1, ((left + 2) * reduction) / block - 0.5));
      const row = Math.max(0, Math.min(rows - 1, ((top + 2) * reduction) / block - 0.5));
      const west = Math.floor(column);
      const north = Math.floor(row) * columns;
      const east = Math.min(columns - 1, west + 1);
      const south = Math.min(rows - 1, Math.floor(row) + 1) * columns;
      const across = column - west;
      const down = row - Math.floor(row);
      const nw = (1 - across) * (1 - down);
      const ne = across * (1 - down);
      const sw = (1 - across) * down;
      const se = across * down;
      const dx =
        (motionX[north + west] as number) * nw +
        (motionX[north + east] as number) * ne +
        (motionX[south + west] as number) * sw +
        (motionX[south + east] as number) * se;
      const dy =
        (motionY[north + west] as number) * nw +
        (motionY[north + east] as number) * ne +
        (motionY[south + west] as number) * sw +
        (motionY[south + east] as number) * se;
      // In sixteenths of a pixel.
      const fromX = Math.round((-dx * position * 16) / reduction);
      const fromY = Math.round((-dy * position * 16) / reduction);
      const toX = Math.round((dx * (1 - position) * 16) / reduction);
      const toY = Math.round((dy * (1 - position) * 16) / reduction);
      const a1 = fromX & 15;
      const a0 = 16 - a1;
      const a3 = fromY & 15;
      const a2 = 16 - a3;
      const b1 = toX & 15;
      const b0 = 16 - b1;
      const b3 = toY & 15;
      const b2 = 16 - b3;
      const fromShift = (fromY >> 4) * stride + (fromX >> 4);
      const toShift = (toY >> 4) * stride + (toX >> 4);
      const bottom = Math.min(height, top + cell);
      const right = Math.min(cell, width - left);
      for (let y = top; y < bottom; y += 1) {
        let still = (y + room) * stride + left + room;
        let from = still + fromShift;
        let to = still + toShift;
        let target = y * width + left;
        // Within the planes and their room, so nothing is undefined. Each column is one pixel's right and the next one's left.
        let fromLeft = (first[from] as number) * a2 + (first[from + stride] as number) * a3;
        let toLeft = (second[to] as number) * b2 + (second[to + stride] as number) * b3;
        for (const end = target + right; target < end; target += 1, still += 1) {
          from += 1;
          to += 1;
          const fromRight = (first[from] as number) * a2 + (first[from + stride] as number) * a3;
          const toRight = (second[to] as number) * b2 + (second[to + stride] as number) * b3;
          const a = (fromLeft * a0 + fromRight * a1 + 128) >> 8;
          const b = (toLeft * b0 + toRight * b1 + 128) >> 8;
          fromLeft = fromRight;
          toLeft = toRight;
          let value = (a * early + b * late + 128) >> 8;
          if (a - b >= unlike || b - a >= unlike) {
            const low = a < b ? a : b;
            const high = a < b ? b : a;
            value = ((first[still] as number) * early + (second[still] as number) * late + 128) >> 8;
            if (value < low) value = low;
            else if (value > high) value = high;
          }
          frame[target] = value;
        }
      }
    }
}
