/** What a step will give, as the one after it will find it: read off the model, before there is a file. */
import type { Model, Settings } from '../../../models/model.ts';
import type { MediaRecord } from '../../domain/media-record.ts';
import { formatOf } from '../../media/compare/formats.ts';
import { shapeOf } from '../../media/compare/shape.ts';

/** Where a model does not say how large its result is, it is taken to be as large as its source. */
export function expectedRecord(model: Model, settings: Settings, source: MediaRecord): MediaRecord {
  const shape = shapeOf(source, model.takes);
  const { width, height, seconds, fps, frames, audio, alpha } = model.expect(settings, shape);
  const common = {
    width: Math.max(1, Math.round(width ?? shape.width)),
    height: Math.max(1, Math.round(height ?? shape.height)),
    alpha: alpha === true,
    depth: 8,
    light: 'sdr' as const,
  };
  if (model.gives === 'image')
    return { medium: 'image', type: `image/${formatOf(model, settings)}`, ...common, frames: 1 };
  const rate = fps ?? shape.fps ?? 25;
  const long = seconds ?? shape.seconds ?? 1;
  return {
    medium: 'video',
    type: 'video/mp4',
    ...common,
    seconds: long,
    fps: rate,
    frames: Math.max(1, Math.round(frames ?? long * rate)),
    uneven: false,
    codec: 'avc',
    audio: audio === true,
    track: 0,
    further: 0,
  };
}
