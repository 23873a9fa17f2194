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

/** It has nothing that reads such a file, whatever is in it. */
class FfmpegLacks extends FfmpegFailed {
  override name = 'FfmpegLacks';
}
/** How it says so. Its own decoder of AV1, by that name, is one for graphics cards and decodes nothing by itself. */
const lacking =
  /^Decoder .* not found|^Unknown decoder|^Unknown input format|does not contain any stream|^\[av1 @/im;

/** @param text what it wrote, whose last line says why @param code it ended with */
export function failedWith(text: string, code: number | null): FfmpegFailed {
  const said = text.trim().split('\n').at(-1) || `FFmpeg ended with ${code}.`;
  return lacking.test(text) ? new FfmpegLacks(said) : new FfmpegFailed(said);
}
