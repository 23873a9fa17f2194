/** Which of several pictures and videos is meant, and what can be done with it. */
import type { Medium } from '../models/fields.ts';
import { models } from '../models/index.ts';
import type { Model } from '../models/model.ts';
import type { Found } from './request.ts';
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

/** Those that a model may take: what is not known is found out later. */
export const fittingIn = <F extends Found>(media: readonly F[], model: Model | undefined): F[] =>
  media.filter(({ medium }) => !model || medium === undefined || medium === model.takes);

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
