/** Whether a picture is of one colour all over: what a model makes that has failed without saying so. */

/** Pixels a side at which it is looked at. */
const sample = 64;
/** Levels of 256 that are no difference to be seen. */
const same = 2;
const longestSeconds = 20;

/** @throws what sharp throws where it cannot read it */
export async function isBlank(path: string): Promise<boolean> {
  // Only now: most of what the program is started for decodes nothing.
  const { default: sharp } = await import('sharp');
  const small = await sharp(path, { limitInputPixels: false, sequentialRead: true })
    .resize({ width: sample, height: sample, fit: 'fill' })
    .timeout({ seconds: longestSeconds })
    .png({ compressionLevel: 0 })
    .toBuffer();
  const { channels } = await sharp(small).stats();
  return channels.every(({ min, max }) => max - min <= same);
}
