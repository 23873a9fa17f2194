/** Clarity's look: contrast between neighbouring areas, and depth of tone. */
import { opened, type Picture, raw, step } from './picture.ts';

/**
 * Mixes in a version with equalised local contrast, then deepens tone and colour, both growing with `strength`
 * (0, unchanged, to 1). Contrast is evened out within `tile` (pixels) around each pixel.
 */
export async function addTone(
  picture: Picture,
  strength: number,
  tile: { width: number; height: number },
): Promise<Picture> {
  if (strength === 0) return picture;
  const equalised = opened(picture).clahe({ ...tile, maxSlope: 3 });
  const overlay = await equalised
    .removeAlpha()
    .ensureAlpha(0.45 * strength)
    .raw()
    .toBuffer();
  // `atop` keeps the picture's own transparency.
  const mixed = opened(picture).composite([
    { input: overlay, ...raw({ ...picture, alpha: true }), blend: 'atop' },
  ]);
  const local = await step(picture, picture.alpha ? mixed : mixed.removeAlpha());
  const contrast = 1 + 0.12 * strength;
  const [slope, offset] = [contrast, 128 * (1 - contrast)];
  const channels = local.alpha ? { a: [slope, slope, slope, 1], b: [offset, offset, offset, 0] } : undefined;
  const deepened = channels
    ? opened(local).linear(channels.a, channels.b)
    : opened(local).linear(slope, offset);
  return step(local, deepened.modulate({ saturation: 1 + 0.15 * strength }));
}

/** About eight tiles across, so that the look does not depend on the picture's size. */
export const tileOf = ({ width, height }: { width: number; height: number }) => ({
  width: tileEdge(width),
  height: tileEdge(height),
});

const tileEdge = (size: number): number => Math.max(3, Math.round(size / 8));
