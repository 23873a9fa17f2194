/** How large a result will be, before it is made. */
import type { Model, Settings } from '../../models/model.ts';
import type { MediaRecord } from '../domain/media-record.ts';
import { formatOf } from '../media/compare/formats.ts';
import { shapeOf } from '../media/compare/shape.ts';

export type Expected = { width: number; height: number; seconds?: number; bytes: number };

/** Bytes per pixel, and frame, where there are no results to learn from yet; JPEG and WebP as they leave at quality 95. */
const typical: Readonly<Record<string, number>> = { jpeg: 0.5, png: 1.9, webp: 0.4, video: 0.06 };

/** Which of those a result is like; also under which name its like are remembered. */
export const resultKind = (model: Model, settings: Settings): string => formatOf(model, settings);

/** Pixels of a result, over all its frames; frames are counted at 25 a second where the rate is not known. */
export const pixelsOf = (it: {
  width: number;
  height: number;
  seconds?: number | undefined;
  fps?: number | undefined;
}): number => it.width * it.height * Math.max(1, (it.seconds ?? 0) * (it.fps ?? 25));

/**
 * The result that is to be expected of this source; undefined where the model does not say.
 * @param learned bytes per pixel of earlier results of this model and kind.
 */
export function expected(
  model: Model,
  settings: Settings,
  source: MediaRecord,
  learned: readonly number[],
): Expected | undefined {
  const { width, height, seconds, fps } = model.expect(settings, shapeOf(source, model.takes));
  if (width === undefined || height === undefined) return undefined;
  const sorted = learned.toSorted((a, b) => a - b);
  const median = sorted.length < 5 ? undefined : sorted[Math.floor(sorted.length / 2)];
  const rate = median ?? typical[resultKind(model, settings)] ?? 1;
  const bytes = pixelsOf({ width, height, seconds, fps }) * rate;
  return { width, height, ...(seconds === undefined ? {} : { seconds }), bytes };
}
