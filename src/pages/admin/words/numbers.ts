/** Numbers and days as they stand in the owner's view. */

/** `1,178`. */
export const figure = (count: number): string => count.toLocaleString('en-US');

/** Thousandths of a credit as they stand alone: `0.5`, `168.4`, `1,178.8`. */
export const sum = (thousandths: number): string => shown(thousandths, 0);

/** As they stand below one another: `101.0`, `1,178.8`. */
export const column = (thousandths: number): string => shown(thousandths, 1);

/** To a tenth from ten credits on: more is nobody's. */
const shown = (thousandths: number, minimumFractionDigits: number): string =>
  (thousandths / 1000).toLocaleString('en-US', {
    minimumFractionDigits,
    maximumFractionDigits: Math.abs(thousandths) < 10_000 ? 3 : 1,
  });

/** `14 Nov`. @param day `2026-11-14` */
export const shortDay = (day: string): string =>
  new Date(Date.parse(day)).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
