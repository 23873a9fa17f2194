/** Finds the largest picture that fits with few encodes: each one of a large picture takes seconds. */

type Sized = { bytes: number };

export type Search<Made> = {
  /** The best that fits; undefined when not even the least does. */
  best: { at: number; made: Made } | undefined;
  /** The first try, fitting or not: what the next search can begin from. */
  first: { at: number; made: Made };
};

/** A try that uses so much of the room is good enough. */
const wellFilled = 0.92;

/**
 * Tries values between `low` and `high`, of which a larger one means more bytes, and takes the largest that fits.
 * `slope`: how the logarithm of the bytes grows with the value, as a guess for the second try; from then on it is
 * measured. `finest`: values closer than this are one. After a first try of more than `hopeless` times the room
 * none follows.
 */
export async function largestThatFits<Made extends Sized>(
  make: (value: number) => Promise<Made>,
  options: {
    low: number;
    high: number;
    first: number;
    target: number;
    slope: number;
    finest: number;
    tries: number;
    hopeless?: number;
  },
): Promise<Search<Made>> {
  const { target, finest, hopeless = Number.POSITIVE_INFINITY } = options;
  const within = (value: number) => Math.min(options.high, Math.max(options.low, value));
  const attempt = async (at: number) => ({ at, made: await make(at) });

  const first = await attempt(within(options.first));
  let [fits, over] = first.made.bytes <= target ? [first, undefined] : [undefined, first];
  if (first.made.bytes > target * hopeless) return { best: undefined, first };
  let [last, slope] = [first, options.slope];
  for (let tries = 1; tries < options.tries; tries += 1) {
    if (fits && (fits.at >= options.high || fits.made.bytes >= target * wellFilled)) break;
    if (over && over.at <= options.low) break;
    // Aims a little below: over by a byte is a try lost, under by some percent is a result.
    let next = within(last.at + (Math.log(target * 0.96) - Math.log(last.made.bytes)) / slope);
    const [from, to] = [fits?.at ?? options.low, over?.at ?? options.high];
    // The last try settles it: without anything that fits yet, only the least is sure to be worth it.
    if (!fits && tries === options.tries - 1) next = options.low;
    else if (fits && over) {
      if (to - from <= finest) break;
      // A curve that bends may point out of what is left; then it is halved.
      if (next <= from || next >= to) next = (from + to) / 2;
    } else if (next === last.at) break;
    const tried = await attempt(next);
    const measured = Math.log(tried.made.bytes / last.made.bytes) / (tried.at - last.at);
    if (measured > 0 && Number.isFinite(measured)) slope = measured;
    last = tried;
    if (tried.made.bytes > target) over = tried;
    else fits = tried;
  }
  return { best: fits, first };
}
