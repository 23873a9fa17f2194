/** Ends a reading from within. By itself: the reader is a program that starts quickly, and checks nothing that it says. */
import type { Reading } from './reading.ts';

export class Unreadable extends Error {
  override name = 'Unreadable';
  readonly reading: Exclude<Reading, { medium: string }>;

  constructor(reading: Exclude<Reading, { medium: string }>) {
    super(JSON.stringify(reading));
    this.reading = reading;
  }
}
