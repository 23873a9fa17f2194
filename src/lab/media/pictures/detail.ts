/** Enlarging with crisp edges: less noise before, sharpening after, and nothing brighter or darker than was there. */
import { opened, type Picture, raw, step } from './picture.ts';

/**
 * Takes a quarter of the way to the median of each pixel's neighbours: specks and compression noise go, edges stay.
 * Transparent pictures are drawings, not photographs, and are left as they are.
 */
export async function calm(picture: Picture): Promise<Picture> {
  if (picture.alpha) return picture;
  const input = await opened(picture).median(3).ensureAlpha(0.25).raw().toBuffer();
  const over = { input, ...raw({ ...picture, alpha: true }) };
  return step(picture, opened(picture).composite([over]).removeAlpha());
}

/**
 * Exactly `scale` times the size. Doubles again and again, sharpening each time while edges are still narrow: one
 * large step would leave either blur or wide halos.
 * @param crispness factor on the sharpening.
 */
export async function enlarged(picture: Picture, scale: number, crispness = 1): Promise<Picture> {
  const width = picture.width * scale;
  const height = picture.height * scale;
  let current = picture;
  while (current.width * 2 < width) {
    const next = { width: current.width * 2, height: current.height * 2 };
    current = await crisp(current, next, crispness, current === picture);
  }
  return crisp(current, { width, height }, crispness, current === picture);
}

type Size = { width: number; height: number };

/**
 * One step. The first sharpens hard, since all the detail there will ever be is in it, and is then held between the
 * darkest and the lightest of each source pixel's neighbours: edges become steep and get no halo. Later ones only make
 * up for the softness of their own enlargement.
 */
async function crisp(picture: Picture, size: Size, crispness: number, first: boolean): Promise<Picture> {
  const image = opened(picture).resize(size.width, size.height, { kernel: 'lanczos3', fit: 'fill' });
  if (picture.alpha || !first)
    // y2 and y3, in units of lightness out of 100, keep halos from showing.
    return step(
      picture,
      image.sharpen({ sigma: 0.9, m1: 0.2 * crispness, m2: 1.5 * crispness, x1: 2, y2: 3, y3: 4 }),
    );
  const bound = async (blend: 'lighten' | 'darken') => {
    const soft = opened(await extreme(picture, blend));
    const made = await step(picture, soft.resize(size.width, size.height, { kernel: 'linear', fit: 'fill' }));
    return { input: made.pixels, ...raw(made) };
  };
  return step(
    picture,
    image
      // m1 is for flat areas, which hold noise; m2 for edges and texture.
      .sharpen({ sigma: 1.1, m1: 0.5 * crispness, m2: 3 * crispness, x1: 1.5, y2: 12, y3: 12 })
      .composite([
        { ...(await bound('lighten')), blend: 'darken' },
        { ...(await bound('darken')), blend: 'lighten' },
      ])
      .removeAlpha(),
  );
}

/** Each pixel replaced by the lightest (or darkest) of itself and its eight neighbours, channel by channel. */
async function extreme(picture: Picture, blend: 'lighten' | 'darken'): Promise<Picture> {
  const { width, height } = picture;
  // Two copies, a pixel shorter, laid over it one pixel to either side.
  const across = (left: number) => ({ left, top: 0, width: width - 1, height });
  const along = (top: number) => ({ left: 0, top, width, height: height - 1 });
  const over = async (base: Picture, part: (from: number) => ReturnType<typeof across>) => {
    const layers = [0, 1].map(async (from) => {
      const area = part(from);
      const cut = await step(base, opened(base).extract(area));
      const to = part(1 - from);
      return { input: cut.pixels, ...raw(cut), left: to.left, top: to.top, blend };
    });
    return step(
      base,
      opened(base)
        .composite(await Promise.all(layers))
        .removeAlpha(),
    );
  };
  const wide = width > 1 ? await over(picture, across) : picture;
  return height > 1 ? over(wide, along) : wide;
}
