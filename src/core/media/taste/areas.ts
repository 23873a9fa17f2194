/** Which part of a picture is tried: where there is most to be seen, or one of nine places that have names. */
import { type Area, areas } from '../../domain/asked/taste.ts';
import type { Place } from '../comparison/places.ts';
import type { Size } from '../comparison/task.ts';

/** Pixels: enlarged fourfold, it fills its tile with detail to spare, and shows enough to know where it is. */
const most: Size = { width: 256, height: 192 };

/** Of a picture's part: all of it where the picture is not larger. */
const partSize = ({ width, height }: Size): Size => ({
  width: Math.min(width, most.width),
  height: Math.min(height, most.height),
});

/** The part around the middle of a ninth, moved in from the edges. */
export function partIn(area: Exclude<Area, 'detail'>, size: Size): Place {
  const each = partSize(size);
  const at = areas.indexOf(area) - 1;
  const within = (middle: number, part: number, all: number) =>
    Math.round(Math.max(0, Math.min(all - part, middle - part / 2)));
  return {
    ...each,
    left: within((((at % 3) + 0.5) / 3) * size.width, each.width, size.width),
    top: within(((Math.floor(at / 3) + 0.5) / 3) * size.height, each.height, size.height),
  };
}

/**
 * The part with the most light and dark side by side; of several alike the one nearest to the middle.
 * @param light a byte for each pixel of the picture at `seen`, row by row
 */
export function partWithDetail(light: Uint8Array, seen: Size, size: Size): Place {
  const each = partSize(size);
  const scale = { x: seen.width / size.width, y: seen.height / size.height };
  const [wide, high] = [each.width * scale.x, each.height * scale.y].map((edge) =>
    Math.max(1, Math.floor(edge)),
  );
  const sums = edgeSums(light, seen);
  const [across = 1, down = 1] = [wide, high];
  const energy = (x: number, y: number) => {
    const at = (column: number, row: number) => sums[row * (seen.width + 1) + column] ?? 0;
    return at(x + across, y + down) - at(x, y + down) - at(x + across, y) + at(x, y);
  };
  const [lastX, lastY] = [Math.max(0, seen.width - across), Math.max(0, seen.height - down)];
  let best = { x: Math.round(lastX / 2), y: Math.round(lastY / 2) };
  let found = energy(best.x, best.y);
  const step = (last: number) => Math.max(1, Math.floor(last / 48));
  for (let y = 0; y <= lastY; y += step(lastY))
    for (let x = 0; x <= lastX; x += step(lastX)) {
      const here = energy(x, y);
      // A little more is none: what is alike stays in the middle.
      if (here <= found * 1.02) continue;
      found = here;
      best = { x, y };
    }
  return {
    ...each,
    left: Math.min(size.width - each.width, Math.round(best.x / scale.x)),
    top: Math.min(size.height - each.height, Math.round(best.y / scale.y)),
  };
}

/** Sums of all steps of light above and left of each pixel, with a row and a column of nothing before them. */
function edgeSums(light: Uint8Array, { width, height }: Size): Float64Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const here = light[at] ?? 0;
      const right = x + 1 < width ? Math.abs((light[at + 1] ?? 0) - here) : 0;
      const below = y + 1 < height ? Math.abs((light[at + width] ?? 0) - here) : 0;
      row += right + below;
      const sum = (y + 1) * (width + 1) + x + 1;
      sums[sum] = (sums[sum - width - 1] ?? 0) + row;
    }
  }
  return sums;
}
