/** What a run costs a person: the model's own price unless the owner has set another, by setting where it matters. */
import { findModel, models } from '../../models/index.ts';
import type { Model, Settings } from '../../models/model.ts';
import type { Variant } from '../domain/asked/quote.ts';
import type { MediaRecord } from '../domain/media-record.ts';

/** One price of the owner's, in thousandths of a credit; with `field`, for runs where it has this value. */
export type Price = { model: string; price: number; field?: string; value?: string };

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

/** The price of a run with these settings. Where several of the owner's prices fit, the highest: nobody is surprised. */
export function priceOf(model: Model, settings: Settings, prices: readonly Price[]): number {
  const own = prices.filter((each) => each.model === model.name);
  const special = own.filter(({ field, value }) => field !== undefined && String(settings[field]) === value);
  if (special.length > 0) return Math.max(...special.map(({ price }) => price));
  return own.findLast(({ field }) => field === undefined)?.price ?? model.price;
}

/** Ways to run it for less: the same with one setting lower, where that has a lower price, and a cheaper model's defaults. */
export function cheaper(model: Model, settings: Settings, prices: readonly Price[]): Variant[] {
  const price = priceOf(model, settings, prices);
  const lower = prices.flatMap(({ model: name, field, value }) => {
    if (name !== model.name || field === undefined) return [];
    const others = model.fields.find((it) => it.name === field);
    const values =
      others?.kind === 'choice'
        ? others.options.map((it) => it.value)
        : others?.kind === 'toggle'
          ? [true, false]
          : [value];
    return values.flatMap((other) => {
      const prepared = model.prepare({ ...settings, [field]: other });
      return prepared.ok ? { model: model.name, settings: prepared.settings } : [];
    });
  });
  const instead = model.instead === undefined ? undefined : findModel(model.instead);
  const simple = instead?.prepare({});
  const all = [
    ...lower,
    ...(instead && simple?.ok ? [{ model: instead.name, settings: simple.settings }] : []),
  ].flatMap((it) => {
    const other = findModel(it.model);
    return other ? { ...it, price: priceOf(other, it.settings, prices) } : [];
  });
  const seen = new Set<string>();
  return all
    .filter((it) => it.price < price)
    .filter((it) => !seen.has(JSON.stringify(it.settings)) && seen.add(JSON.stringify(it.settings)))
    .sort((a, b) => b.price - a.price)
    .slice(0, 3);
}

/** The run that takes all of a picture that moves, where this model takes only its first one. */
export function runForMoving(
  model: Model,
  source: MediaRecord,
  prices: readonly Price[],
): Variant | undefined {
  const other = model.whenMoving === undefined ? undefined : findModel(model.whenMoving);
  const usual = other?.prepare({});
  if (source.medium !== 'image' || !source.moving || !other || !usual?.ok) return undefined;
  return { model: other.name, settings: usual.settings, price: priceOf(other, usual.settings, prices) };
}
