/** Numbers and days as they stand in the owner's view. */

/** `1,178`. */
export const figure = (count: number): string => count.toLocaleString('en-US');

/** Thousandths of a credit as a sum among others: `1,178.8`, `0.5`; to a tenth from ten credits on. */
export const sum = (thousandths: number): string =>
  (thousandths / 1000).toLocaleString('en-US', {
    maximumFractionDigits: Math.abs(thousandths) < 10_000 ? 3 : 1,
  });

/** `12:03:04`, in UTC. @param at ms since 1970 */
export const clockTime = (at: number): string => new Date(at).toISOString().slice(11, 19);

/** `14 Nov`. @param day `2026-11-14` */
export const shortDay = (day: string): string =>
  new Date(Date.parse(day)).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
