/** The files and links of a command line, and what their results are called. */
import { basename, extname, resolve } from 'node:path';
import { linkIn } from '../../core/text/links.ts';

/** Whether a source is fetched rather than read. */
export const isLink = (source: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(source);

/** Pasted with what a chat puts around a link, or a file's path. */
export function given(raw: string, folder: string): string {
  const it = /^[^\w./~]+https?:\/\//i.test(raw) ? linkIn(raw) : raw;
  return isLink(it) ? it : resolve(folder, it);
}

/** A link's query is no part of a name; a file's name may well hold a ? or a #. */
export function stemOf(source = ''): string {
  const place = isLink(source) ? (source.split(/[?#]/)[0] ?? '') : source;
  return shortened(basename(place, extname(place))) || 'result';
}

/** Two sources in two folders may have one name. */
export function unlike(places: Set<string>, name: string): string {
  let unique = name;
  for (let count = 2; places.has(unique); count += 1) unique = `${name}-${count}`;
  places.add(unique);
  return unique;
}

/** Bytes that a name of ours may have before what is added to it; most disks take 255 for the whole. */
const mostBytes = 200;

function shortened(stem: string): string {
  const letters = [...stem];
  while (Buffer.byteLength(letters.join('')) > mostBytes) letters.pop();
  return letters.join('');
}
