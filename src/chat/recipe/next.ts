/** What follows, as a form offers it: nothing, one more model as it does it by itself, or what stood there before. */
import type { Step } from '../../core/domain/asked/recipe.ts';
import { recipeWords } from '../../core/words/asked/recipe.ts';
import { whatIsDone } from '../../core/words/settings.ts';
import { findModel } from '../../models/index.ts';
import type { Model } from '../../models/model.ts';
import { followersOf } from './steps.ts';
import { chainWords as words } from './words.ts';

/** Values that name no model. */
const none = 'none';
const before = 'before';

export type NextChoice = {
  label: string;
  options: readonly { value: string; label: string }[];
  chosen: string;
};

const titleOf = ({ model: name, settings }: Step): string => {
  const model = findModel(name);
  const prepared = model?.prepare(settings);
  return model ? whatIsDone(model, prepared?.ok ? prepared.settings : {}) : name;
};

/** What was there before still follows this model. */
const fits = (model: Model, next: readonly Step[]): boolean =>
  findModel(next[0]?.model ?? '')?.takes === model.gives;

/** @param was what stood there before it was opened. @param chosen what is chosen since */
export function nextChoice(model: Model, was: readonly Step[] = [], chosen?: string): NextChoice {
  const kept = was.length > 0 && fits(model, was);
  const options = [
    { value: none, label: words.none },
    ...(kept ? [{ value: before, label: recipeWords.title(was.map(titleOf)) }] : []),
    ...followersOf(model).map((it) => ({ value: it.name, label: titleOf({ model: it.name, settings: {} }) })),
  ];
  const meant = chosen ?? (kept ? before : none);
  return {
    label: words.moreLabel,
    options,
    chosen: options.some(({ value }) => value === meant) ? meant : none,
  };
}

/** The steps that a choice stands for. */
export function nextOf(
  model: Model,
  was: readonly Step[] = [],
  chosen?: string,
): readonly Step[] | undefined {
  const { chosen: meant } = nextChoice(model, was, chosen);
  if (meant === none) return undefined;
  return meant === before ? was : [{ model: meant, settings: {} }];
}
