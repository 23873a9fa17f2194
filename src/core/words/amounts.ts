/**
 * The words folder holds every sentence a person reads, in English; a translation is a second folder of this shape.
 * Adapters bring no words of their own beyond what their platform's frame needs. Here: amounts and lists.
 */
import { cut } from './cut.ts';

/** `2.7 MB`, `41 MB`, `880 kB`, `12 bytes`. */
export function bytes(count: number): string {
  if (count < 1000) return `${count} ${count === 1 ? 'byte' : 'bytes'}`;
  const [value, unit] =
    count < 999_500 ? [count / 1e3, 'kB'] : count < 999_500_000 ? [count / 1e6, 'MB'] : [count / 1e9, 'GB'];
  return `${value < 10 ? value.toFixed(1).replace(/\.0$/, '') : Math.round(value)} ${unit}`;
}

/** `4 s`, `1 min 5 s`, `2 h 3 min`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (hours === 0) return `${minutes} min${rest ? ` ${rest} s` : ''}`;
  return `${hours} h${minutes ? ` ${minutes} min` : ''}`;
}

/** A time that is only estimated: `4 s`, `25 s`, `2 min`, `1 h 10 min`. */
export function about(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 10) return duration(seconds * 1000);
  if (seconds < 90) return duration(Math.round(seconds / 5) * 5_000);
  return duration(Math.round(seconds / (seconds < 3600 ? 60 : 600)) * (seconds < 3600 ? 60_000 : 600_000));
}

/** `1 December`, in UTC as the ledger counts. @param at ms since 1970. */
export const day = (at: number): string =>
  new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });

/** `21 November, 06:10`, in UTC. @param at ms since 1970 */
export const moment = (at: number): string => `${day(at)}, ${new Date(at).toISOString().slice(11, 16)}`;

/** The same where nothing around it says so: what ends within hours is not told by its day. */
export const momentUtc = (at: number): string => `${moment(at)} UTC`;

/** Thousandths of a credit as people read them: `0.5`, `168.4`. */
export const credits = (thousandths: number): string => String(thousandths / 1000);

/** `2nd`, `11th`, `23rd`. */
export const ordinal = (count: number): string => {
  const teen = Math.floor(count / 10) % 10 === 1;
  return `${count}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th')}`;
};

/** `2, 4 or 8`. */
export const list = (items: readonly unknown[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`;

/**
 * What would move a cursor, cannot be seen or turns the writing around has no place in a line. What joins signs to one
 * picture (U+200D) stays.
 */
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;

/** On one line, at most 60 characters, and nothing in it that shows the rest of the line as something else. */
export const quoted = (given: unknown) => {
  const raw = typeof given === 'object' ? JSON.stringify(given) : String(given);
  return cut(raw.replace(unseen, ' ').trim().replace(/\s+/g, ' '), 60);
};
