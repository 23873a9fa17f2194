/** Clarity's look: contrast between neighbouring areas, and depth of tone. */
import { opened, type Picture, step } from './picture.ts';

/**
 * Mixes in a version with equalised local contrast, then deepens tone and colour, both growing with `strength`
 * (0, unchanged, to 1).
 */
export async function addTone(picture: Picture, strength: number): Promise<Picture> {
  if (strength === 0) return picture;
  // About eight tiles across, so that the look does not depend on the picture's size.
  const tile = (size: number) => Math.max(3, Math.round(size / 8));
  const equalised = opened(picture).clahe({
    width: tile(picture.width),
    height: tile(picture.height),
    maxSlope: 3,
  });
  const overlay = await equalised
    .removeAlpha()
    .ensureAlpha(0.45 * strength)
    .png({ compressionLevel: 0 })
    .toBuffer();
  // `atop` keeps the picture's own transparency.
  const mixed = opened(picture).composite([{ input: overlay, blend: 'atop' }]);
  const local = await step(picture, picture.alpha ? mixed : mixed.removeAlpha());
  const contrast = 1 + 0.12 * strength;
  const [slope, offset] = [contrast, 128 * (1 - contrast)];
  const channels = local.alpha ? { a: [slope, slope, slope, 1], b: [offset, offset, offset, 0] } : undefined;
  const deepened = channels
    ? opened(local).linear(channels.a, channels.b)
    : opened(local).linear(slope, offset);
  return step(local, deepened.modulate({ saturation: 1 + 0.15 * strength }));
}
