/** How files are called, for people: a source by its own name, its result after it. */
import { findModel } from '../../models/index.ts';
import { cut } from '../words/cut.ts';
import type { Job, MediaFile } from './job.ts';

/** Code units; with its ending it fits any file system, and any chat's file names. */
const longest = 80;

/** What no file system takes in a name, or what would turn the writing around. */
const odd = /[\p{Cc}\p{Cf}\\/:*?"<>|]+/gu;

/** `lake.jpg`: the name it came with, or the last part of its link; undefined where there is none. */
export function sourceNameOf(source: Job['source']): string | undefined {
  const given = source.fileName ?? (source.kind === 'link' ? lastPart(source.link) : '');
  const name = given.normalize('NFC').replace(odd, ' ').replace(/\s+/g, ' ').trim();
  return name === '' ? undefined : shortened(name);
}

/** Of a link only its path: what stands behind it may be a secret. */
export function lastPart(link: string): string {
  const path = URL.canParse(link) ? new URL(link).pathname : '';
  const part = path.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The beginning and the ending are what people know a file by. */
function shortened(name: string): string {
  if (name.length <= longest) return name;
  const ending = /\.\w{1,5}$/.exec(name)?.[0] ?? '';
  return `${cut(name.slice(0, name.length - ending.length), longest - ending.length)}${ending}`;
}

/** `lake-4x.jpg`, `lake-detail-4x.png`, `clip-60fps.mp4`. */
export function resultNameOf(
  { model: name, settings, source }: Pick<Job, 'model' | 'settings' | 'source'>,
  result: Pick<MediaFile, 'name'>,
): string {
  const model = findModel(name);
  const stem = (sourceNameOf(source) ?? '').replace(/\.\w{1,5}$/, '').trim() || (model?.command ?? name);
  const main = model?.fields.find((it) => it.name === model.main);
  const value = main && settings[main.name];
  const role = main && 'role' in main ? main.role : undefined;
  const how =
    value === undefined ? undefined : `${value}${role === 'times' ? 'x' : role === 'rate' ? 'fps' : ''}`;
  const ending = result.name.split('.').at(-1) ?? '';
  return `${[stem, model?.tag, how].filter((part) => part !== undefined).join('-')}.${ending}`;
}
