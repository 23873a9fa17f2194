/** Planes with room around them, so that motion may lead out of the picture, and smaller copies of them. */

/** Pixels on every side; no motion is followed further. */
export const room = 112;

export type Plane = { width: number; height: number; stride: number; pixels: Uint8Array };

export function emptyPlane(width: number, height: number): Plane {
  const stride = width + 2 * room;
  return { width, height, stride, pixels: new Uint8Array(stride * (height + 2 * room)) };
}

/** Puts the bytes at `offset` into the plane and repeats its edges outwards. */
export function fillPlane(plane: Plane, from: Uint8Array, offset: number): void {
  const { width, height, stride, pixels } = plane;
  for (let y = 0; y < height; y += 1) {
    const source = offset + y * width;
    pixels.set(from.subarray(source, source + width), (y + room) * stride + room);
  }
  repeatEdges(plane);
}

/** The plane and copies of it at half its size, and at half of that, down to a sixteenth: five in all. */
export function emptyLevels(plane: Plane): Plane[] {
  const levels = [plane];
  for (let { width, height } = plane; levels.length < 5; ) {
    width = Math.ceil(width / 2);
    height = Math.ceil(height / 2);
    levels.push(emptyPlane(width, height));
  }
  return levels;
}

/** Makes the smaller copies anew from the first. */
export function fillLevels(levels: readonly Plane[]): void {
  for (let level = 1; level < levels.length; level += 1)
    halve(levels[level - 1] as Plane, levels[level] as Plane);
}

function halve({ stride, pixels }: Plane, small: Plane): void {
  for (let y = 0; y < small.height; y += 1) {
    let at = (2 * y + room) * stride + room;
    let to = (y + room) * small.stride + room;
    // The room holds what an odd size lacks; every index is within the plane, so nothing is undefined.
    for (let x = 0; x < small.width; x += 1, at += 2, to += 1)
      small.pixels[to] =
        ((pixels[at] as number) +
          (pixels[at + 1] as number) +
          (pixels[at + stride] as number) +
          (pixels[at + stride + 1] as number) +
          2) >>
        2;
  }
  repeatEdges(small);
}

function repeatEdges({ width, height, stride, pixels }: Plane): void {
  for (let y = room; y < room + height; y += 1) {
    const start = y * stride;
    pixels.fill(pixels[start + room] as number, start, start + room);
    pixels.fill(pixels[start + room + width - 1] as number, start + room + width, start + stride);
  }
  const [top, bottom] = [room * stride, (room + height - 1) * stride];
  for (let y = 0; y < room; y += 1) {
    pixels.copyWithin(y * stride, top, top + stride);
    pixels.copyWithin((room + height + y) * stride, bottom, bottom + stride);
  }
}
