import type { Medium } from '../../../models/fields.ts';
import { Failure } from '../../domain/failure.ts';

/** The machine's fault, not the file's: it may be read a moment later. */
export const readingBusy = (medium: Medium, cause?: Error) =>
  new Failure('reader-busy', { medium }, cause && { cause });

/** It would take more of the machine than any file may, however often it is tried. */
export const tooHeavy = (medium: Medium, cause?: Error) =>
  new Failure('file-too-heavy', { medium }, cause && { cause });

/** Whether a step should be done again later. */
export const isBusy = (error: unknown): boolean => error instanceof Failure && error.code === 'reader-busy';
