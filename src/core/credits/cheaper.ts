/** Ways to run something for less. */
import type { Field } from '../../models/fields.ts';
import { findModel } from '../../models/index.ts';
import type { Model, Settings } from '../../models/model.ts';
import type { Variant } from '../domain/asked/quote.ts';
import type { MediaRecord } from '../domain/media-record.ts';
import { settingsFor } from '../media/compare/fit-request.ts';
import { shapeOf } from '../media/compare/shape.ts';
import { firstOf, firstOffered } from './first-seconds.ts';
import { type Prices, priceOf } from './prices.ts';

const mostWays = 3;

/**
 * The same with one setting changed, where that has a lower price or is less work, only the beginning of a clip, and a cheaper
 * model's defaults: those that save least first.
 * @param source left out: the price of what is usual
 */
export function cheaper(model: Model, settings: Settings, prices: Prices, source?: MediaRecord): Variant[] {
  const price = priceOf(model, settings, prices, source);
  const ownValues = (name: string) =>
    prices.flatMap(({ model: of, field, value }) =>
      of === model.name && field === name && value ? [value] : [],
    );
  const changed = model.fields.flatMap((field) =>
    [...valuesOf(field), ...ownValues(field.name)].flatMap((value): Variant[] => {
      const prepared = model.prepare({ ...settings, [field.name]: value });
      if (!prepared.ok || settings[field.name] === value) return [];
      const shape = source && shapeOf(source, model.takes);
      if (shape && model.pointless?.(prepared.settings, shape)) return [];
      const its = priceOf(model, prepared.settings, prices, source);
      return [{ model: model.name, settings: prepared.settings, price: its }];
    }),
  );
  const instead = model.instead === undefined ? undefined : findModel(model.instead);
  const all = [...changed, ...(instead ? substitute(instead, prices, source) : [])];
  const seen = new Set<string>();
  const beginning = source && ofFirst(model, settings, prices, source);
  return all
    .filter((it) => it.price < price)
    .filter((it) => !seen.has(JSON.stringify(it.settings)) && seen.add(JSON.stringify(it.settings)))
    .sort((one, other) => other.price - one.price)
    .slice(0, mostWays - (beginning ? 1 : 0))
    .concat(beginning && beginning.price < price ? [beginning] : [])
    .sort((one, other) => other.price - one.price);
}

/** What it may be set to instead, and still does something. */
function valuesOf(field: Field): readonly (string | number | boolean)[] {
  switch (field.kind) {
    case 'choice':
      return field.options.map(({ value }) => value).filter((value) => field.role !== 'times' || value !== 1);
    case 'toggle':
      return [true, false];
    case 'number':
      return field.role === 'times' ? [2, 4].filter((value) => value >= field.min && value <= field.max) : [];
    default:
      return [];
  }
}

function ofFirst(model: Model, settings: Settings, prices: Prices, source: MediaRecord): Variant | undefined {
  const first = firstOffered(source);
  if (first === undefined) return undefined;
  return {
    model: model.name,
    settings,
    price: priceOf(model, settings, prices, firstOf(source, first)),
    first,
  };
}

function substitute(model: Model, prices: Prices, source: MediaRecord | undefined): Variant[] {
  const usual = model.prepare({});
  if (!usual.ok) return [];
  const settings = source ? settingsFor(model, {}, source) : usual.settings;
  return [{ model: model.name, settings, price: priceOf(model, settings, prices, source) }];
}
