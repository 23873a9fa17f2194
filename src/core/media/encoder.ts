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
  /** ms of processor time and bytes of memory, beyond which it is killed: as much as fits `timeoutMs`, and as any child may hold. */
  processorMs?: number | undefined;
  memoryBytes?: number | undefined;
};

export type Encoder = {
  /**
   * @throws the signal's reason; an error of the name `FfmpegFailed` when it fails or takes more of the processor than it may,
   * `FfmpegTooLarge` when it holds more memory, `FfmpegStopped` when the time ran out or somebody else ended it,
   * `FfmpegLacks` when it reads no such file; any other
   * when there is no FFmpeg.
   */
  run(run: EncoderRun): Promise<void>;
};
