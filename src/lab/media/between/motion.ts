/**
 * How a picture moves from one frame to the next, block by block. Sought at a sixteenth of the size first, where any
 * motion is short, then refined at twice the size each time, up to half the size: there parts of a pixel are told from
 * how much worse its neighbours fit, and the full size would find nothing better for twice the time.
 */
import type { Plane } from './planes.ts';
import { apart, block, lowest, window } from './windows.ts';

/** How often the size is halved where motion is sought first, and last. */
const coarsest = 4;
const finest = 1;
/** Pixels either way that are tried at a sixteenth of the size: 96 at full size. */
const reach = 6;
/** Motions that are tried before what lies around the best of them. */
const likely = 6;
/** Pixels at full size, well within the room. */
const furthest = 96;
/** What a step away from what the block before does costs, in grey levels of the window's sum. */
const steadiness = 3;
/** Grey levels: where the best motion leaves more than this between the frames, they are of different scenes. */
const otherScene = 28;

export type Motion = {
  columns: number;
  rows: number;
  /** Pixels from one frame to the next, of each block's middle, halfway between them. */
  x: Float32Array;
  y: Float32Array;
  /** The frames have nothing to do with each other. */
  cut: boolean;
};

/** `one` and `other` at five sizes, the full one first. */
export function motionBetween(one: readonly Plane[], other: readonly Plane[]): Motion {
  const { width, height } = one[0] as Plane;
  const columns = Math.ceil(width / block);
  const rows = Math.ceil(height / block);
  const found = { columns, rows, x: new Float32Array(columns * rows), y: new Float32Array(columns * rows) };
  for (let level = coarsest; level >= finest; level -= 1) {
    const difference = seek(found, one[level] as Plane, other[level] as Plane, level);
    if (level === 2 && difference > otherScene) return { ...found, cut: true };
  }
  return { ...found, x: calm(found.x, columns, rows), y: calm(found.y, columns, rows), cut: false };
}

/** Refines what was found at half the size; answers what differs on average, in grey levels. */
function seek(found: Omit<Motion, 'cut'>, one: Plane, other: Plane, level: number): number {
  const { columns, rows, x, y } = found;
  // A small picture has fewer blocks to tell apart.
  const step = level === coarsest ? 4 : level === finest ? 1 : 2;
  const most = furthest >> level;
  const around = level === coarsest ? reach : level === finest ? 0 : 1;
  const tried = new Int32Array(2 * (likely + (2 * reach + 1) ** 2));
  let difference = 0;
  let blocks = 0;
  for (let row = 0; row < rows; row += step)
    for (let column = 0; column < columns; column += step) {
      const at = row * columns + column;
      const before = column >= step ? at - step : at;
      const above = row >= step ? at - step * columns : at;
      const after = column + step < columns ? at + step : at;
      const under = row + step < rows ? at + step * columns : at;
      const expectedX = x[before] as number;
      const expectedY = y[before] as number;
      let bestX = 0;
      let bestY = 0;
      let best = Number.POSITIVE_INFINITY;
      let count = put(tried, 0, 0, 0);
      count = put(tried, count, x[at] as number, y[at] as number);
      count = put(tried, count, expectedX, expectedY);
      count = put(tried, count, x[above] as number, y[above] as number);
      count = put(tried, count, x[after] as number, y[after] as number);
      count = put(tried, count, x[under] as number, y[under] as number);
      const near = count;
      for (let index = 0; index < count; index += 2) {
        const dx = tried[index] as number;
        const dy = tried[index + 1] as number;
        if (dx <= most && dx >= -most && dy <= most && dy >= -most) {
          const strange = steadiness * (Math.abs(dx - expectedX) + Math.abs(dy - expectedY));
          const sum = apart(one, other, level, column, row, dx, dy, best - strange) + strange;
          if (sum < best) {
            best = sum;
            bestX = dx;
            bestY = dy;
          }
        }
        // The likely ones first; then what lies around the best of them, at the smallest size around standing still.
        if (index !== near - 2) continue;
        const [middleX, middleY] = level === coarsest ? [0, 0] : [bestX, bestY];
        for (let y = -around; y <= around; y += 1)
          for (let x = -around; x <= around; x += 1) count = put(tried, count, middleX + x, middleY + y);
      }
      difference += best;
      blocks += 1;
      if (level === finest) {
        const every = Number.POSITIVE_INFINITY;
        const here = best - steadiness * (Math.abs(bestX - expectedX) + Math.abs(bestY - expectedY));
        const left = apart(one, other, finest, column, row, bestX - 1, bestY, every);
        const right = apart(one, other, finest, column, row, bestX + 1, bestY, every);
        const over = apart(one, other, finest, column, row, bestX, bestY - 1, every);
        const below = apart(one, other, finest, column, row, bestX, bestY + 1, every);
        bestX += lowest(left, here, right);
        bestY += lowest(over, here, below);
      }
      for (let below = row; below < Math.min(rows, row + step); below += 1)
        for (let beside = column; beside < Math.min(columns, column + step); beside += 1) {
          x[below * columns + beside] = bestX;
          y[below * columns + beside] = bestY;
        }
    }
  // Twice as far in a picture twice as large.
  for (let at = 0; at < x.length; at += 1) {
    x[at] = 2 * (x[at] as number);
    y[at] = 2 * (y[at] as number);
  }
  return difference / (blocks * window * window);
}

/** Adds a motion to the list, unless it is among the likely ones; answers where the next one goes. */
function put(list: Int32Array, at: number, x: number, y: number): number {
  for (let seen = 0; seen < at && seen < 2 * likely; seen += 2)
    if (list[seen] === x && list[seen + 1] === y) return at;
  list[at] = x;
  list[at + 1] = y;
  return at + 2;
}

/** Each block moves as the middle one of itself and its neighbours: a stray one is overruled. */
function calm(all: Float32Array, columns: number, rows: number): Float32Array {
  const near = new Float32Array(9);
  const calmed = new Float32Array(all.length);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      let count = 0;
      for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y += 1)
        for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1) {
          // Sorted as they come.
          const value = all[y * columns + x] as number;
          let at = count;
          for (; at > 0 && (near[at - 1] as number) > value; at -= 1) near[at] = near[at - 1] as number;
          near[at] = value;
          count += 1;
        }
      calmed[row * columns + column] = near[count >> 1] as number;
    }
  return calmed;
}
