/** What the name or the type of a file claims that it is, before anybody has looked into it. */
import { endings as kept } from '../../../core/media/kinds.ts';
import type { Medium } from '../../../models/fields.ts';

/** Other names of the endings that core gives to what it keeps. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  jpg: ['jpeg'],
  png: ['apng'],
  tiff: ['tif'],
  mp4: ['m4v'],
};
const videos = new Set(['mp4', 'mov', 'webm', 'mkv']);
const media = new Map<string, Medium>(
  kept.flatMap((it) =>
    [it, ...(aliases[it] ?? [])].map((ending) => [ending, videos.has(it) ? 'video' : 'image']),
  ),
);

/** What a picker of files lets people choose. */
export const endingsOf = (medium: Medium): string[] =>
  [...media].flatMap(([ending, is]) => (is === medium ? [ending] : []));

/** By a name alone; undefined when it says nothing. */
export const mediumIn = (name: string): Medium | undefined =>
  media.get(/\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '');

/** By what Slack says of a file, and until it knows by the name; undefined when neither says anything. */
export function mediumOf(type: string | null | undefined, name: string): Medium | 'other' | undefined {
  const kind = type?.split('/')[0];
  if (kind === 'image' || kind === 'video') return kind;
  return mediumIn(name) ?? (type && type !== 'application/octet-stream' ? 'other' : undefined);
}
