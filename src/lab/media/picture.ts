/** A picture on its way through several steps. */
import sharp, { type Sharp } from 'sharp';

/** An uncompressed TIFF, which unlike raw pixels keeps the colour profile. */
export type Picture = { tiff: Buffer; width: number; height: number; alpha: boolean };

/** The picture as a pipeline that leaves its pixels in their own profile. */
export const opened = ({ tiff }: Picture): Sharp => sharp(tiff).keepIccProfile();

/** The pipeline's result as the next step's input. */
export async function step(picture: Picture, pipeline: Sharp): Promise<Picture> {
  const { data, info } = await pipeline.tiff({ compression: 'none' }).toBuffer({ resolveWithObject: true });
  return { ...picture, tiff: data, width: info.width, height: info.height };
}
