/** What a source makes of a request: settings that were left open take what is best for it, and what cannot end well is refused. */
import type { Model, Settings } from '../../../models/model.ts';
import { type Facts, Failure } from '../../domain/failure.ts';
import type { Job } from '../../domain/job.ts';
import type { ClipRecord, MediaRecord } from '../../domain/media-record.ts';
import { formatOf, formats } from './formats.ts';
import { shapeOf } from './shape.ts';

/** All settings, those that the person left open as this source asks for. @param given what they set */
export function settingsFor(model: Model, given: Settings, source: MediaRecord): Settings {
  const prepared = model.prepare({ ...model.presets?.(given, shapeOf(source, model.takes)), ...given });
  if (!prepared.ok) throw new Error(`the presets of ${model.name} are no settings of it`);
  return prepared.settings;
}

/** Of what a person set, and the model completed, what they set: by name, as the model has it. */
export const givenOf = (raw: Readonly<Record<string, unknown>>, settings: Settings): Settings =>
  Object.fromEntries(
    Object.entries(settings).filter(
      ([name]) => raw[name] !== undefined && raw[name] !== null && raw[name] !== '',
    ),
  );

/** What a person set in a job: with the same source it makes the same once more. */
export const setIn = ({ given, settings }: Pick<Job, 'given' | 'settings'>): Settings => given ?? settings;

/** Whether a provider that works on this machine would take too long over a clip, and how much of it is not too long. */
export type Effort = (
  model: string,
  settings: Settings,
  clip: ClipRecord,
) => Facts<'too-much-work'> | undefined;

/**
 * Before anything is sent: what the result's file type cannot hold, what would be paid for nothing, and what would not end.
 * @param effort left out where the provider has machines of its own
 * @throws Failure beyond-format, adds-nothing, too-much-work
 */
export function checkOutcome(model: Model, settings: Settings, source: MediaRecord, effort?: Effort): void {
  const shape = shapeOf(source, model.takes);
  const { width = 0, height = 0 } = model.expect(settings, shape);
  const { called: format, edge: limit } = formats[formatOf(model, settings)];
  if (Math.max(width, height) > limit) throw new Failure('beyond-format', { format, width, height, limit });
  const pointless = model.pointless?.(settings, shape);
  if (pointless) throw new Failure('adds-nothing', pointless);
  const over = source.medium === 'video' ? effort?.(model.name, settings, source) : undefined;
  if (over) throw new Failure('too-much-work', over);
}
