/** What a run costs a person: the model's own price unless the owner has set another, by setting where it matters. */
import { findModel, models } from '../../models/index.ts';
import type { Model, Settings } from '../../models/model.ts';
import type { Variant } from '../domain/asked/quote.ts';
import type { MediaRecord } from '../domain/media-record.ts';
import type { Learned } from '../learned/learned.ts';
import { settingsFor } from '../media/compare/fit-request.ts';
import { shapeOf } from '../media/compare/shape.ts';
import { boundOf } from './bound.ts';

/** One price of the owner's, in thousandths of a credit; with `field`, for runs where it has this value. */
export type Price = { model: string; price: number; field?: string; value?: string };

/** Those of the owner's; and what is learned of each model's own, as it was last read: left out, nothing is. */
export type Prices = readonly Price[] & {
  readonly learned?: ((model: string) => Learned | undefined) | undefined;
};

export const pricesWith = (own: readonly Price[], learned: Prices['learned']): Prices =>
  Object.assign([...own], { learned });

/**
 * Prices as `PRICES` holds them: `esrgan=0.5, flashvsr=117, flashvsr.scale:4=200`, in credits.
 * @throws Error whose message says which part is wrong and why, to stand behind the setting's name.
 */
export function pricesFrom(text: string): Price[] {
  const parts = text.split(',').filter((part) => part.trim() !== '');
  return parts.map((part, index) => {
    // Parts are named by number: no setting's value is ever repeated, since a wrong line may hold a secret.
    const wrong = (why: string) =>
      new Error(`must be a list such as esrgan=0.5, flashvsr.scale:4=200; its part ${index + 1} ${why}`);
    const [, name = '', field, value, credits = ''] =
      /^([a-z0-9-]+)(?:\.([a-z0-9_]+):([^=\s]+))?\s*=\s*(\d{1,6}(?:\.\d{1,3})?)$/.exec(part.trim()) ?? [];
    const model = findModel(name);
    if (credits === '') throw wrong('is none of these');
    if (!model) throw wrong(`names no model; there are ${models.map((it) => it.name).join(', ')}`);
    const price = Math.round(Number(credits) * 1000);
    if (field === undefined || value === undefined) return { model: model.name, price };
    if (!model.prepare({ [field]: value }).ok)
      throw wrong(`names a setting or a value that ${model.name} does not take`);
    return { model: model.name, price, field, value };
  });
}

/** How much work a run is; of a source that nobody knows yet, as if it were what is usual. */
export const workOf = (model: Model, settings: Settings, source?: MediaRecord): number =>
  model.work(settings, source ? shapeOf(source, model.takes) : model.usualSource);

/** Whether a run's price may depend on this setting. */
export function dependsOn(model: Model, name: string, prices: readonly Price[]): boolean {
  const own = prices.filter((each) => each.model === model.name);
  if (own.length > 0) return own.some((each) => each.field === name);
  const field = model.fields.find((it) => it.name === name);
  const values = field?.kind === 'choice' ? field.options.map(({ value }) => value) : [];
  const ends = field?.kind === 'number' ? [field.min, field.max] : values;
  const works = ends.flatMap((value) => {
    const prepared = model.prepare({ [name]: value });
    return prepared.ok ? [workOf(model, prepared.settings)] : [];
  });
  return new Set(works).size > 1;
}

/** Who says it: the owner, earlier runs, or the provider's published average, which is no more than an estimate. */
export type Pricing = { price: number; by: 'owner' | 'runs' | 'average' };

/** @param source left out, or of which nothing was read yet: the price of what is usual */
export function pricingOf(model: Model, settings: Settings, prices: Prices, source?: MediaRecord): Pricing {
  const price = ownPrice(model, settings, prices);
  if (price !== undefined) return { price, by: 'owner' };
  return boundOf(model, workOf(model, settings, source), prices.learned?.(model.name));
}

/** The price of a run with these settings, of this source: what it costs at most. */
export const priceOf = (model: Model, settings: Settings, prices: Prices, source?: MediaRecord): number =>
  pricingOf(model, settings, prices, source).price;

/** Of several steps together, each of what is usual; undefined where one is not what its model takes. */
export function priceOfSteps(
  steps: readonly { model: string; settings: Readonly<Record<string, unknown>> }[],
  prices: Prices,
): number | undefined {
  let sum = 0;
  for (const { model: name, settings } of steps) {
    const model = findModel(name);
    const prepared = model?.prepare(settings);
    if (!model || !prepared?.ok) return undefined;
    sum += priceOf(model, prepared.settings, prices);
  }
  return sum;
}

/** What no source costs less than: before one is known, nobody is refused for more. */
export const leastOf = (model: Model, settings: Settings, prices: Prices): number =>
  ownPrice(model, settings, prices) ?? boundOf(model, 0, prices.learned?.(model.name)).price;

/** Where several of the owner's prices fit, the highest: nobody is surprised. */
export function ownPrice(model: Model, settings: Settings, prices: readonly Price[]): number | undefined {
  const own = prices.filter((each) => each.model === model.name);
  const special = own.filter(({ field, value }) => field !== undefined && String(settings[field]) === value);
  if (special.length > 0) return Math.max(...special.map(({ price }) => price));
  return own.findLast(({ field }) => field === undefined)?.price;
}

/** The run that takes all of a picture that moves, where this model takes only its first one. */
export function runForMoving(model: Model, source: MediaRecord, prices: Prices): Variant | undefined {
  const other = model.whenMoving === undefined ? undefined : findModel(model.whenMoving);
  if (source.medium !== 'image' || !source.moving || !other) return undefined;
  const settings = settingsFor(other, {}, source);
  return { model: other.name, settings, price: priceOf(other, settings, prices, source) };
}
