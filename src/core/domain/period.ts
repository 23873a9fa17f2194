/** Days and months as the ledger counts them, in UTC. Their texts sort in time, which the ledger's scripts rely on. */

/** What the provider took is kept for so many days, more than any limit is about. */
const costDays = 62;
/** The first day of which it is. @param now ms since 1970. */
export const oldestCost = (now: number): string => dayOf(now - costDays * 86_400_000);

/** `2026-11-21`. @param now ms since 1970. */
export const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);

/** The first day of the month that `now` falls in, where months begin on `startDay` (1 to 28). */
export function periodOf(now: number, startDay: number): string {
  const date = new Date(now);
  const back = date.getUTCDate() < startDay ? 1 : 0;
  return dayOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - back, startDay));
}

/** When the period that began on that day ends, in ms since 1970. */
export function periodEnd(period: string): number {
  const start = new Date(period);
  return Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, start.getUTCDate());
}
