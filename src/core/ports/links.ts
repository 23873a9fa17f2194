/** Links to results: whoever has one can fetch that one file for a day, from the program's own server. */
import type { Job } from '../domain/job.ts';

/** `until`: ms since 1970. */
export type Link = { url: string; until: number };

/** A result's file, as `Delivery` has it. `job`: its id. */
export type Linked = { path: string; type: string; bytes: number; fileName: string; job: string };

export type Links = {
  /** Undefined where the owner has named no address for it, or the result is no longer kept. */
  to(job: Job): Promise<Link | undefined>;
  /**
   * The result that a link leads to. Undefined for everything else, whatever is wrong with it.
   * @param path of a request, as it came
   */
  open(path: string): Promise<Linked | undefined>;
};
