/** Pictures and videos: which of the two something is by what is said of it, and which of several is meant. */
import { Failure } from '../core/domain/failure.ts';
import { lastPart } from '../core/domain/file-names.ts';
import { checkLink } from '../core/media/link.ts';
import { endings as kept } from '../core/media/probe/kinds.ts';
import type { Medium } from '../models/fields.ts';
import { findModel, models } from '../models/index.ts';
import type { Model } from '../models/model.ts';
import type { ChatRequest, Found } from './request.ts';
import { words } from './words.ts';

/** The choices of several at once: all of one kind, since a model takes one kind. */
export function groupsOf<F extends Found>(media: readonly F[]): F[][] {
  const kinds = [...new Set(media.map(({ medium }) => medium))];
  return kinds
    .map((kind) => media.filter(({ medium }) => medium === kind))
    .filter(({ length }) => length > 1);
}

/** The models for what is taken; all where nobody knows what it is. */
export const modelsFor = (medium: Medium | undefined): Model[] =>
  models.filter(({ takes }) => medium === undefined || takes === medium);

/** Types of pictures that can move, which their bytes say; the first two nearly always do. */
const moving = { mostly: ['gif', 'apng'], can: ['gif', 'apng', 'webp', 'avif', 'png'] } as const;

/**
 * What models for it must take; undefined where either will do: a picture that moves is a clip to whoever posts it.
 * @param model that is meant already
 */
export function mustTake({ medium, name }: Found, model?: Model): Medium | undefined {
  const types: readonly string[] = model?.takes === 'video' ? moving.can : moving.mostly;
  return medium === 'image' && types.includes(endingOf(name)) ? undefined : medium;
}

const suits = (it: Found, model: Model): boolean => {
  const needed = mustTake(it, model);
  return needed === undefined || needed === model.takes;
};

/** Those that a model may take: what is not known is found out later. */
export const fittingIn = <F extends Found>(media: readonly F[], model: Model | undefined): F[] =>
  media.filter((it) => !model || suits(it, model));

/** What a choice stands for: `m3` is the fourth, `g0` the first group. */
export function takenBy<F extends Found>(media: readonly F[], choice: string): readonly F[] {
  const at = Number(choice.slice(1));
  const one = media[at];
  return (choice.startsWith('g') ? groupsOf(media)[at] : one && [one]) ?? [];
}

export type Choice = { value: string; label: string; about: string };

/** Each of them, and all of a kind. */
export const choicesOf = (media: readonly Found[]): Choice[] => [
  ...media.map((it, index) => ({
    value: `m${index}`,
    label: words.one(index + 1, it.name),
    about: words.about(it),
  })),
  ...groupsOf(media).map((group, index) => ({
    value: `g${index}`,
    label: words.all(group.length, group[0]?.medium),
    about: '',
  })),
];

/** What people's files are called, also those that core refuses with a sentence of its own. */
const endings: Readonly<Record<Medium, readonly string[]>> = {
  image: 'apng avif bmp gif heic heif ico j2k jp2 jpeg jpg jxl png svg tif tiff webp'.split(' '),
  video: '3gp asf avi flv m2ts m4v mkv mov mp4 mpeg mpg mts ogv ts vob webm wmv'.split(' '),
};
/** Other names of the endings that core gives to what it keeps. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  jpg: ['jpeg'],
  png: ['apng'],
  tiff: ['tif'],
  heic: ['heif'],
  mp4: ['m4v'],
  mpg: ['mpeg', 'vob'],
  ts: ['mts', 'm2ts'],
  wmv: ['asf'],
};
const taken = new Set(kept.flatMap((it) => [it, ...(aliases[it] ?? [])]));

/** Of files that can be worked on: what a picker of files lets people choose. */
export const endingsOf = (medium: Medium): string[] => [
  ...endings[medium].filter((it) => taken.has(it)),
  ...(medium === 'video' ? moving.can : []),
];

/** @param type a MIME type; undefined for any other */
export function mediumOfType(type: string): Medium | undefined {
  const [kind] = type.split('/');
  return kind === 'image' || kind === 'video' ? kind : undefined;
}

/** By the ending of a file's name. */
export function mediumOfName(name: string): Medium | undefined {
  const ending = endingOf(name);
  if (endings.image.includes(ending)) return 'image';
  // What people post under this name is mostly a program in TypeScript.
  return endings.video.includes(ending) && ending !== 'ts' ? 'video' : undefined;
}

const endingOf = (name: string): string => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** By what a chat declares, which as a rule follows the name; `other`: neither a picture nor a video. */
export function declaredMedium(type: string | null | undefined, name: string): Medium | 'other' | undefined {
  const declared = mediumOfType(type ?? '') ?? mediumOfName(name);
  return declared ?? (type && type !== 'application/octet-stream' ? 'other' : undefined);
}

/** The last part of a link's path, as people read it. */
export const nameIn = (url: string): string => lastPart(url) || 'file';

/**
 * By what is claimed of the file, before any of it is fetched.
 * @throws Failure file-wrong-medium, file-too-large
 */
export function checkDeclared(
  { maxFileBytes: limit }: { maxFileBytes: number },
  { model, source }: Pick<ChatRequest, 'model' | 'source'>,
): void {
  if (!source) return;
  const asked = findModel(model);
  const { medium, bytes = 0 } = source;
  if (asked && medium !== undefined && !suits(source, asked))
    throw new Failure('file-wrong-medium', { needed: asked.takes, medium });
  if (bytes > limit) throw new Failure('file-too-large', { limit });
}

/**
 * By what is written in a person's link; asked once it is known whether the link is to a file that the platform hosts.
 * @throws Failure link-invalid, link-private
 */
export function checkWritten(source: ChatRequest['source']): void {
  if (source?.link) checkLink(source.url);
}
