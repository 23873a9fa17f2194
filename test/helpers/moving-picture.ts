/** An animation: three frames of 32 × 32 that are told apart by their colour, as a GIF. */
import sharp from 'sharp';

export async function movingPicture(): Promise<Buffer> {
  const frames = ['#f00', '#0f0', '#00f'].map((background) =>
    sharp({ create: { width: 32, height: 32, channels: 3, background } })
      .png()
      .toBuffer(),
  );
  const joined = sharp(await Promise.all(frames), { join: { animated: true } });
  return joined.gif({ delay: [200, 200, 200], loop: 0 }).toBuffer();
}
