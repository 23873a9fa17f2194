/** What re-encodes videos: FFmpeg, found and started by others. Without one a video that is too large stays as it is. */

export type EncoderRun = {
  /** Each with the options that belong before its `-i`. */
  inputs: { path: string; options?: string[] }[];
  /** Filters, codecs and the like, in FFmpeg's words. */
  options: string[];
  /** A file, replaced when it is there. */
  output: string;
  /** The encoder's process is dead when `run` has settled, whatever happened. */
  signal: AbortSignal;
  /** ms until it is given up and killed. */
  timeoutMs: number;
};

export type Encoder = {
  /** @throws the signal's reason; any other error when there is no FFmpeg, it fails, or it runs out of time. */
  run(run: EncoderRun): Promise<void>;
};
