/** What became of a result that was too large for the place it was to be posted in. */

import { bytes } from '../../words/amounts.ts';
import { shape } from '../../words/status.ts';
import type { Change } from './fit.ts';

/** By MIME type. */
const formats: Readonly<Record<string, string>> = {
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
  'image/webp': 'WebP',
  'image/gif': 'GIF',
  'image/avif': 'AVIF',
  'image/tiff': 'TIFF',
  'video/mp4': 'MP4',
  'video/quicktime': 'MOV',
  'video/webm': 'WebM',
  'video/x-matroska': 'MKV',
};

export const format = (type: string): string => formats[type] ?? 'file';
export const size = ({ width, height }: { width: number; height: number }) => `${width} × ${height}`;

/** The line that stands with a copy: `Posted as WebP 9.6 MB, visually equal; the original PNG has 41 MB.` */
export function fitted({ kind, from, to, limit }: Change): string {
  const posted = `Posted as ${format(to.type)} ${bytes(to.bytes)}`;
  const original = `the original ${format(from.type)} has`;
  switch (kind) {
    case 'lossless':
      return `${posted}, the same pixel for pixel; ${original} ${bytes(from.bytes)}.`;
    case 'close':
      return `${posted}, visually equal; ${original} ${bytes(from.bytes)}.`;
    case 'compressed':
      return `${posted}, the same size with less detail in motion; ${original} ${bytes(from.bytes)}.`;
    case 'smaller':
      return `${posted}, scaled down to ${size(to)}; ${original} ${size(from)} and ${bytes(from.bytes)}.`;
    case 'playable':
      return `${posted}, which plays here; ${original} ${bytes(from.bytes)}.`;
    case 'poster':
      return `This is one picture of ${from.seconds === undefined ? 'an animation' : 'a video'} that cannot be made small enough for the ${bytes(limit)} allowed here; ${original} ${shape(from)}.`;
    case 'none':
      return `The ${format(from.type)} has ${bytes(from.bytes)}, more than the ${bytes(limit)} allowed here, and could not be made smaller.`;
  }
}
