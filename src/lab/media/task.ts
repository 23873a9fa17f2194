/** What a piece of media work is given, and what it may say. */
import type { Settings } from '../../models/model.ts';

export type Task = {
  /** The source on disk. */
  source: string;
  settings: Settings;
  /** An empty folder for this work alone, removed when it ends. */
  scratch: string;
  /** The path the result is to be written to, for the type it will have. */
  target(type: string): string;
  /** Ends with the lab: children are killed. */
  signal: AbortSignal;
  /** A whole random number that a setting of -1 (random) may be replaced with. */
  randomSeed: number;
};

/** Writes the result to `task.target(type)` and says its type. */
export type Work = (task: Task) => Promise<{ type: string }>;

/** The work cannot be done with this source or these settings; `message` becomes the request's `error`. */
export class WorkRefused extends Error {
  override name = 'WorkRefused';
}

/** A setting the model's schema has checked to be a number. */
export function numberOf(settings: Settings, name: string): number {
  const value = settings[name];
  if (typeof value !== 'number') throw new TypeError(`${name} is not a number`);
  return value;
}

/** The seed to work with: -1 asks for a random one. */
export const seedOf = (task: Task): number => {
  const seed = numberOf(task.settings, 'seed');
  return seed < 0 ? task.randomSeed : seed;
};
