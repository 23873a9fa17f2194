/** What a chat may ask of the engine about versions of one source. */
import type { Job, Source } from '../domain/job.ts';
import type { Placed } from '../domain/versions/home.ts';
import type { Numbered, Tree } from '../domain/versions/tree.ts';
import type { PickAnswer, Voted } from '../store/versions/trees.ts';

export type VersionsService = {
  /** The tree in which a job has a number. */
  of(job: Pick<Job, 'id'>): Promise<Tree | undefined>;
  /** The tree with the newest version in somebody's conversation. */
  newestIn(place: Placed): Promise<Tree | undefined>;
  /** What was made there of a file, or of which it is a version. The file is forgotten. @throws Failure where it cannot be fetched */
  ofSource(place: Placed, source: Source): Promise<Tree | undefined>;
  /**
   * Takes somebody's vote for a job's result, or takes it back: one for each person and source, however often and by however
   * many at once it is asked for. `gone`: the job is no version.
   */
  vote(job: Pick<Job, 'id'>, person: string, on: boolean): Promise<Voted>;
  /** `told`: it was picked, and announced, before. */
  pick(job: Pick<Job, 'id'>, by: string): Promise<PickAnswer>;
  /** What was picked was announced. */
  told(job: Pick<Job, 'id'>): Promise<void>;
  /** Whether the message with a job's result is to be one line: who draws it asks its view. */
  fold(job: Pick<Job, 'id'>, folded: boolean): Promise<void>;
  /**
   * The first results beside each other, as many as `mostFrames`, with their numbers: a PNG.
   * @param tiles of those that are there, each with its job's result
   */
  sheet(tree: Tree, tiles: readonly SheetTile[]): Promise<Uint8Array>;
};

export type SheetTile = { number: Numbered; did: string; votes: number; job: Job };
