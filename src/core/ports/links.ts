/** Links to results and to pages of them: whoever has one can open that one, from the program's own server. */
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

/**
 * Pages on which results are looked at beside their sources, by whoever has the address, as long as the files are kept.
 * Such an address stays the same.
 */
export type Pages = {
  /** Undefined where the owner has named no address, or there is nothing to be looked at. */
  of(job: Job): string | undefined;
  /** Of several that were asked for at once. @param id of the one that has the card */
  ofAlbum(id: string, jobs: readonly Job[]): string | undefined;
  /**
   * What a path leads to. Undefined for everything else, whatever is wrong with it.
   * @param path of a request, as it came
   */
  open(path: string): Promise<OpenedPage | undefined>;
};

export type OpenedPage = {
  kind: 'result' | 'album';
  /** Those whose results are there, in their order; one or more. */
  jobs: readonly Job[];
  /** Its address, with a slash at its end. */
  url: string;
  /** What stands behind it in the path; undefined where the slash is missing, too. */
  rest: string | undefined;
  /** ms since 1970. */
  until: number;
};
