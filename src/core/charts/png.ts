/** An SVG as a picture, with letters of our own. */
import { letters } from './letters.ts';

/** @param svg with a width and a height in pixels. @returns a PNG of that size. */
export async function pngOf(svg: string): Promise<Buffer> {
  const { canvas } = await letters();
  const image = await canvas.loadImage(Buffer.from(svg));
  const paper = canvas.createCanvas(image.width, image.height);
  paper.getContext('2d').drawImage(image, 0, 0);
  return paper.encode('png');
}
