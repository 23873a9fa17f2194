/** What the shape of a clip's pixels asks for. */
import type { ClipRecord } from '../../../domain/media-record.ts';

/** By which a pixel may be wider than high: programs that scale leave some hundredths of a percent, which nobody sees. */
const seen = 0.005;

/** @param shape of a pixel: width by height */
export const stretchedBy = (shape: number): Pick<ClipRecord, 'stretched'> =>
  Math.abs(shape - 1) > seen ? { stretched: true } : {};
