/** How alike two pictures look: structural similarity of their light, at full size. */
import sharp from 'sharp';

/** One byte of light for each pixel, row by row; an animation's frames follow one another. */
export type Plane = { data: Uint8Array; width: number; height: number };

/** Stabilisers for 8-bit values: (0.01 × 255)² and (0.03 × 255)². */
const [steadyMean, steadyContrast] = [6.5025, 58.5225];

/** Pixels along a block's edge; a window has two blocks each way, and windows overlap by half. */
const block = 4;

/**
 * The mean SSIM of two planes of one size, 1 for equal ones.
 * @throws RangeError when the sizes differ
 */
export function similarity(one: Plane, other: Plane): number {
  let [sum, count] = [0, 0];
  eachWindow(one, other, ({ value }) => {
    sum += value;
    count += 1;
  });
  return sum / count;
}

/** A window's SSIM; how its light varies in the first plane, in squared levels; and the pixel in its middle. */
export type Window = { value: number; variance: number; x: number; y: number };

/**
 * SSIM over windows of 8 × 8 pixels every 4 pixels. Source:
 * Wang, Bovik, Sheikh, Simoncelli, "Image Quality Assessment: From Error Visibility to Structural Similarity", IEEE
 * Transactions on Image Processing 13(4), 2004, with flat windows instead of Gaussian ones.
 * @param visit gets the same object each time
 * @throws RangeError when the sizes differ
 */
export function eachWindow(one: Plane, other: Plane, visit: (window: Readonly<Window>) => void): void {
  const { width, height } = one;
  if (width !== other.width || height !== other.height) throw new RangeError('planes of different sizes');
  const [columns, rows] = [Math.ceil(width / block), Math.ceil(height / block)];
  let above = blockSums(one, other, 0, columns);
  // A picture of less than two blocks has one window, of what there is.
  if (rows === 1) rowOfWindows(above, above, { columns, row: 1 }, visit);
  for (let row = 1; row < rows; row += 1) {
    const below = blockSums(one, other, row, columns);
    rowOfWindows(above, below, { columns, row }, visit);
    above = below;
  }
}

/** For each block of a row: how many pixels, and the sums of a, b, a², b², ab. */
function blockSums(one: Plane, other: Plane, row: number, columns: number): Float64Array {
  const sums = new Float64Array(columns * 6);
  const { width } = one;
  const [a, b] = [one.data, other.data];
  for (let y = row * block; y < Math.min(one.height, (row + 1) * block); y += 1)
    for (let column = 0; column < columns; column += 1) {
      let [count, sumA, sumB, squareA, squareB, product] = [0, 0, 0, 0, 0, 0];
      for (let x = column * block; x < Math.min(width, (column + 1) * block); x += 1) {
        const [valueA, valueB] = [a[y * width + x] ?? 0, b[y * width + x] ?? 0];
        count += 1;
        sumA += valueA;
        sumB += valueB;
        squareA += valueA * valueA;
        squareB += valueB * valueB;
        product += valueA * valueB;
      }
      // Typed out: an array for each block would be the most of the work.
      const at = column * 6;
      sums[at] = (sums[at] ?? 0) + count;
      sums[at + 1] = (sums[at + 1] ?? 0) + sumA;
      sums[at + 2] = (sums[at + 2] ?? 0) + sumB;
      sums[at + 3] = (sums[at + 3] ?? 0) + squareA;
      sums[at + 4] = (sums[at + 4] ?? 0) + squareB;
      sums[at + 5] = (sums[at + 5] ?? 0) + product;
    }
  return sums;
}

function rowOfWindows(
  above: Float64Array,
  below: Float64Array,
  { columns, row }: { columns: number; row: number },
  visit: (window: Window) => void,
): void {
  const window: Window = { value: 0, variance: 0, x: 0, y: row * block };
  for (let left = 0; left < Math.max(1, columns - 1); left += 1) {
    const right = Math.min(columns - 1, left + 1);
    const total = (at: number) =>
      (above[left * 6 + at] ?? 0) +
      (above[right * 6 + at] ?? 0) +
      (below[left * 6 + at] ?? 0) +
      (below[right * 6 + at] ?? 0);
    const count = total(0);
    const [meanA, meanB] = [total(1) / count, total(2) / count];
    const [varianceA, varianceB] = [total(3) / count - meanA ** 2, total(4) / count - meanB ** 2];
    const covariance = total(5) / count - meanA * meanB;
    window.value =
      ((2 * meanA * meanB + steadyMean) * (2 * covariance + steadyContrast)) /
      ((meanA ** 2 + meanB ** 2 + steadyMean) * (varianceA + varianceB + steadyContrast));
    window.variance = varianceA;
    window.x = (left + 1) * block;
    visit(window);
  }
}

/**
 * The light of a picture as shown, on grey where it is transparent; of an animation the first `frames`.
 * @throws sharp's error when it cannot be decoded
 */
export async function lightOf(path: string, frames: number): Promise<Plane & { delays: number[] }> {
  const picture = sharp(path, { limitInputPixels: false, ...(frames > 1 ? { pages: frames } : {}) });
  const { delay = [] } = await picture.metadata();
  const upright = frames > 1 ? picture : picture.autoOrient();
  const { data, info } = await upright
    .flatten({ background: '#808080' })
    .toColourspace('b-w')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 1) throw new Error(`light in ${info.channels} channels`);
  return { data, width: info.width, height: info.height, delays: delay };
}
