/** How a result differs from what was to be expected of it. */
import type { Model, Settings, Shape } from '../../../models/model.ts';
import type { Difference } from '../../domain/differences.ts';
import type { MediaRecord } from '../../domain/media-record.ts';
import { shapeOf } from './shape.ts';

/** Pixels: video has even sizes. */
const samePixels = 1;
/** Seconds; a frame where that is longer. */
const sameSeconds = 0.1;

type Made = { result: MediaRecord /** It is of one colour, which its source is not. */; blank?: boolean };

/**
 * @param source undefined where it was not kept what it holds
 * @param settings complete
 */
export function differences(
  model: Model,
  settings: Settings,
  source: MediaRecord | undefined,
  { result, blank = false }: Made,
): Difference[] {
  if (!source) return blank ? [{ kind: 'blank' }] : [];
  const expected = model.expect(settings, shapeOf(source, model.takes));
  const found = shapeOf(result);
  return [
    ...inSize(expected, found),
    ...inTime(expected, found),
    ...(expected.audio && !found.audio ? [{ kind: 'silent' } as const] : []),
    ...(expected.alpha && !found.alpha ? [{ kind: 'opaque' } as const] : []),
    ...(blank ? [{ kind: 'blank' } as const] : []),
  ];
}

function inSize({ width, height }: Partial<Shape>, found: Shape): Difference[] {
  if (width === undefined || height === undefined) return [];
  const isNear = (one: Pick<Shape, 'width' | 'height'>) =>
    Math.abs(one.width - found.width) <= samePixels && Math.abs(one.height - found.height) <= samePixels;
  if (isNear({ width, height })) return [];
  if (isNear({ width: height, height: width })) return [{ kind: 'turned' }];
  const { width: wide, height: high } = found;
  return [{ kind: 'size', expected: { width, height }, found: { width: wide, height: high } }];
}

function inTime({ seconds, fps }: Partial<Shape>, found: Shape): Difference[] {
  if (seconds === undefined || fps === undefined) return [];
  // A picture where a video was expected is refused before anybody compares it.
  const { seconds: long = 0, fps: rate = 0 } = found;
  // A frame more or less makes another average, which in a short clip is much.
  const frames = Math.abs(rate - fps) * Math.max(seconds, long);
  const isOther = frames > 1.5 && Math.abs(rate - fps) > fps * 0.01;
  const isLonger = Math.abs(long - seconds) > Math.max(sameSeconds, 1 / fps) + 0.001;
  return [
    ...(isOther ? [{ kind: 'rate', expected: fps, found: rate } as const] : []),
    ...(isLonger ? [{ kind: 'length', expected: seconds, found: long } as const] : []),
  ];
}
