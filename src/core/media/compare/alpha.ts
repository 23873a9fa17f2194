/** Transparency that a model drops: that of the source, enlarged by us, and joined to the result. */
import type { Sharp } from 'sharp';
import type { Files, Stored } from '../files.ts';

/** Pixels. A byte of memory for each; beyond it the result stays as it came. */
const mostPixels = 100_000_000;
/** Seconds; 67 megapixels take about ten to be written as PNG. */
const longestSeconds = 60;

/** File types that can hold it. */
const encoders = {
  'image/png': (picture: Sharp) => picture.png(),
  // As good as the model's own; its first encoding is seen once more anyhow.
  'image/webp': (picture: Sharp) => picture.webp({ quality: 95, smartSubsample: true }),
};
const encoderFor = (type: string) => Object.entries(encoders).find(([name]) => name === type)?.[1];

type Size = { width: number; height: number };

export const canJoin = ({ type, width, height }: Size & { type: string }): boolean =>
  encoderFor(type) !== undefined && width * height <= mostPixels;

/**
 * The result, which has none, with the transparency of the source, kept as a new file.
 * @param source a path @throws what sharp throws where it cannot read one of them; as `Files.keep`
 */
export async function joinAlpha(
  files: Files,
  source: string,
  result: Size & Pick<Stored, 'name' | 'type'>,
  { maxBytes, signal }: { maxBytes: number; signal: AbortSignal },
): Promise<Stored> {
  const { name, type, width, height } = result;
  const encode = encoderFor(type);
  if (!encode) throw new Error(`${type} holds no transparency`);
  // Only now: most of what the program is started for decodes nothing.
  const { default: sharp } = await import('sharp');
  const alpha = await sharp(source)
    .autoOrient()
    .resize({ width, height, fit: 'fill' })
    .extractChannel('alpha')
    .timeout({ seconds: longestSeconds })
    .raw()
    .toBuffer();
  const opaque = sharp(files.path(name), { limitInputPixels: mostPixels })
    .keepIccProfile()
    .toColourspace('srgb');
  const joined = opaque.joinChannel(alpha, { raw: { width, height, channels: 1 } });
  return files.keep(encode(joined).timeout({ seconds: longestSeconds }), { maxBytes, signal });
}
