/** How the colours of a video are described, and what FFmpeg is told of it. */
import type { Clip } from './clip.ts';

export type Colour = Clip['colour'];

/** What high-definition video is by default. */
export const television: Colour = { full: false, matrix: 'bt709', primaries: 'bt709', transfer: 'bt709' };

const swscaleRange = ({ full }: Colour) => (full ? 'pc' : 'tv');
// The scaler knows the BT.2020 matrix by a shorter name, and the two old ones as one.
const swscaleMatrix = ({ matrix }: Colour) =>
  matrix === 'bt2020nc' ? 'bt2020' : matrix === 'bt709' ? 'bt709' : 'bt601';

/** The scale filter's options for going from one colour description to another; from its own to itself: nothing. */
export const conversion = (from: Colour, to: Colour): string =>
  [
    `in_range=${swscaleRange(from)}:out_range=${swscaleRange(to)}`,
    ...(from.matrix === to.matrix
      ? []
      : [`in_color_matrix=${swscaleMatrix(from)}:out_color_matrix=${swscaleMatrix(to)}`]),
  ].join(':');

/** 8-bit 4:2:0 that says how its colours are to be read. */
export const coloured = (colour: Colour): { filter: string; options: string[] } => ({
  // The J marks full range; a plain format would have FFmpeg squeeze it.
  filter: `format=${colour.full ? 'yuvj420p' : 'yuv420p'}`,
  options: [
    ...['-color_range', swscaleRange(colour), '-colorspace', colour.matrix],
    ...(colour.primaries ? ['-color_primaries', colour.primaries] : []),
    ...(colour.transfer ? ['-color_trc', colour.transfer] : []),
  ],
});
