/** Whether an interaction came too late to be answered in time. */
import type { Interaction } from 'discord.js';

/** ms. */
const tooOldMs = 2_500;

/** Discord's clock and ours differ by the least lag that was seen. */
export function createLateness(clock: () => number): (interaction: Interaction) => boolean {
  let leastLag = Number.POSITIVE_INFINITY;
  return ({ createdTimestamp }) => {
    const lag = clock() - createdTimestamp;
    leastLag = Math.min(leastLag, lag);
    return lag - leastLag > tooOldMs;
  };
}
