/** How models stand in the page. */
import { findModel, models } from '../../models/index.ts';

/** Each has its place among the colours of the style, as it has in the list of models; 0 for one that is not known any more. */
const placeOf = (model: string): number => {
  const place = models.findIndex(({ name }) => name === model) + 1;
  return place > 5 ? 0 : place;
};

/** `m1` to `m5`, and `m0`, as in the style. */
export const modelClass = (model: string): string => `m${placeOf(model)}`;

export const colourOf = (model: string): string =>
  placeOf(model) === 0 ? 'var(--edge)' : `var(--m${placeOf(model)})`;

/** What it does; its maker is left to the list of jobs. */
export const nameOf = ({ model, title }: { model: string; title: string }): string =>
  findModel(model)?.does ?? title;
