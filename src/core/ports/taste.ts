/** What a chat may ask of the engine about taste tests. */
import type { Area, Taste, Way } from '../domain/asked/taste.ts';
import type { Person } from '../domain/command.ts';
import type { Job, Source } from '../domain/job.ts';

export type TasteRequests = {
  /** What there is to try for this person here, the cheapest first. @throws Failure where nothing is */
  ways(person: Person): Promise<readonly Way[]>;
  /**
   * A part of a picture for each of so many ways. The whole file is forgotten, whatever comes of it.
   * @throws Failure where it cannot be read
   */
  parts(source: Source, area: Area, count: number): Promise<Source[]>;
  /** The test whose card this job has; undefined where it is none, or no longer known. */
  of(job: Job): Promise<Taste | undefined>;
  /** Counts a vote, and shows it. `over`: there was time enough for it. @param position 0 is the plain enlargement */
  vote(job: Job, person: string, position: number): Promise<'counted' | 'over'>;
};
