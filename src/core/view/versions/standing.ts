/** What is seen of a result as a version among others. */

/** Of a source of which there are several. */
export type VersionView = {
  /** `v2.1` */
  number: string;
  /** The number of the version, or the name of the source, that it was made from. */
  from: string;
  /** What was done, or is set otherwise: `Creativity −2`. */
  did: string;
  votes: number;
  picked: boolean;
  /** There are others: alone it is not spoken of. */
  several: boolean;
  /** Its message is to be one line. */
  folded: boolean;
};
