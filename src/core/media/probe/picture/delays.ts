/** For how long a frame is shown, where its file says something else. */

/** ms. A delay of at most ten was never meant, since old files say 0: every browser shows it as a hundred. */
const [leastSaid, shownInstead] = [10, 100];

/** @param delay ms, as the file says */
export const shownFor = (delay: number): number => (delay <= leastSaid ? shownInstead : delay);
