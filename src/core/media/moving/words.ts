/** What was left out where a clip was made a picture that moves. */
import type { MovingType } from '../../domain/media-record.ts';
import { bytes } from '../../words/amounts.ts';
import { format, size } from '../fit/words.ts';
import type { MovingChange } from './moving.ts';

export const movingNames: Readonly<Record<MovingType, string>> = { gif: 'GIF', webp: 'WebP' };

/** The line that stands with it: `As GIF 1.2 MB: scaled down to 480 × 270, without sound; the original MP4 has …`. */
export function moved({ from, to }: MovingChange): string {
  const scaled = to.width !== from.width || to.height !== from.height;
  const slower = to.fps < from.fps - 0.5;
  const lost = [
    ...(scaled ? [`scaled down to ${size(to)}`] : []),
    ...(slower ? [`${rate(to.fps)} of ${rate(from.fps)} pictures a second`] : []),
    ...(to.type === 'image/gif' ? ['256 colours'] : []),
    ...(from.audio ? ['without sound'] : []),
  ];
  const what = `As ${format(to.type)} ${bytes(to.bytes)}${lost.length > 0 ? `: ${lost.join(', ')}` : ''}`;
  return `${what}; the original ${format(from.type)} has ${scaled ? `${size(from)} and ` : ''}${bytes(from.bytes)}.`;
}

/** At most one digit after the point. */
const rate = (fps: number): string => String(Math.round(fps * 10) / 10);
