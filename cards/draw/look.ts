/** What drawing needs beside a message: the time, names, and the pictures that it names. */

export type Look = {
  /** ms since 1970 */
  now: number;
  /** Of a person, a channel or a group, by its id. */
  nameOf: (id: string) => string;
  /** Where a picture is, by its address, its `attachment://` or its id at Slack. @param of the scene, where that names none */
  pictureOf: (reference: string, of?: string) => string;
};

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** `3 minutes ago`. @param seconds since 1970 */
export function ago(seconds: number, now: number): string {
  const left = seconds - now / 1000;
  const [unit, size] = units.find(([, most]) => Math.abs(left) >= most) ?? ['second', 1];
  return relative.format(Math.round(left / size), unit);
}

export const isVideo = (name: string): boolean => /\.(mp4|mov|webm|mkv)\b/i.test(name);
