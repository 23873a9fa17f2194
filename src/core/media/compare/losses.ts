/** What a result will lack of its source: known before anything is paid, since it follows from the source's record. */
import type { Model, Settings } from '../../../models/model.ts';
import type { MediaRecord } from '../../domain/media-record.ts';
import type { Loss } from '../../words/losses.ts';
import { formatOf, formats } from './formats.ts';
import { isMoving, shapeOf } from './shape.ts';

/** Bits of each colour that every model here gives, in the light of ordinary screens. */
const resultDepth = 8;

/** Frames per second by which two rates are the same to whoever looks: 59.94 is called 60. */
const sameRate = 0.5;

/** In the order in which people should know: what cannot be seen at first comes last. @param settings complete */
export function losses(source: MediaRecord, model: Model, settings: Settings): Loss[] {
  const shape = shapeOf(source, model.takes);
  const result = model.expect(settings, shape);
  const found: Loss[] = [];
  const clip = source.medium === 'video' ? source : undefined;

  if (model.takes === 'image' && source.frames > 1)
    found.push({
      kind: 'movement',
      frames: source.frames,
      pages: !isMoving(source),
      still: model.gives === 'image',
    });
  if (source.alpha && result.alpha !== true)
    found.push(
      model.gives === 'video'
        ? { kind: 'transparency', why: 'video' }
        : { kind: 'transparency', why: 'file-type', type: formats[formatOf(model, settings)].called },
    );
  if (model.takes === 'video' && shape.fps !== undefined && result.fps !== undefined)
    if (result.fps < shape.fps - sameRate) found.push({ kind: 'rate', from: shape.fps, to: result.fps });
  if (clip?.audio && result.audio === false) found.push({ kind: 'sound' });
  if (clip && clip.further > 0) found.push({ kind: 'tracks', count: clip.further });
  // What is shown once ends as a video does.
  if (source.medium === 'image' && source.moving && source.moving.loops !== 1 && model.takes === 'video')
    found.push({ kind: 'loop' });
  if (source.light !== 'sdr') found.push({ kind: 'light', depth: source.depth });
  else if (source.depth > resultDepth) found.push({ kind: 'depth', from: source.depth, to: resultDepth });
  return found;
}
