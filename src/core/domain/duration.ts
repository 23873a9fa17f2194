/** A length of time as people type it: `30m`, `12h`, `7d`. */
import { Failure } from './failure.ts';

const longestMs = 365 * 86_400_000;
const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** In ms. @throws Failure `time-wrong` */
export function durationFrom(given: string): number {
  const [, count = '', unit = ''] = /^(\d{1,6})\s*([mhd])$/i.exec(given.trim()) ?? [];
  const ms = Number(count) * (units[unit.toLowerCase()] ?? 0);
  if (!(ms > 0 && ms <= longestMs)) throw new Failure('time-wrong', { given });
  return ms;
}
