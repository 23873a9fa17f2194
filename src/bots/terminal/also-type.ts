/** As what a video is to be saved as well. */
import { type MovingType, movingTypes } from '../../core/domain/media-record.ts';
import type { Model } from '../../models/model.ts';
import { ArgumentError } from './flags.ts';
import { terminalWords as words } from './words.ts';

/** @param model left out where it is not known what will be given. @throws ArgumentError */
export function alsoFrom(given: string | true | undefined, model: Model | undefined): MovingType | undefined {
  if (given === undefined) return undefined;
  const type = movingTypes.find((each) => each === String(given).toLowerCase());
  if (!type) throw new ArgumentError(words.alsoWrong(String(given), movingTypes));
  if (model && model.gives !== 'video') throw new ArgumentError(words.alsoVideo);
  return type;
}
