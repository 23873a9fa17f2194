/** How a run of FFmpeg ends when it does not end well. */

/** FFmpeg ended with an error, of which `message` is the last thing it said, or took more of the processor than it may. */
export class FfmpegFailed extends Error {
  override name = 'FfmpegFailed';
}

/** It could not end for want of time, or was ended by others: whatever it was given may do another time. */
export class FfmpegStopped extends FfmpegFailed {
  override name = 'FfmpegStopped';
}

/** It held more memory than it may: whatever it was given is too large for what is done with it. */
export class FfmpegTooLarge extends FfmpegFailed {
  override name = 'FfmpegTooLarge';
}
