/** The ways to enlarge a picture that a taste test tries: of all models that make a picture of one, the cheapest first. */
import { models } from '../../models/index.ts';
import type { Model, Settings } from '../../models/model.ts';
import { mostTiles, type Way } from '../domain/asked/taste.ts';
import { otherSettings, whatIsDone } from '../words/settings.ts';
import { type Prices, priceOf } from './prices.ts';

/** `New detail ×4, creativity -6`. */
function wayName(model: Model, settings: Settings): string {
  const other = otherSettings(model, settings);
  const small = `${other.charAt(0).toLowerCase()}${other.slice(1)}`;
  return [whatIsDone(model, settings, model.short), ...(small === '' ? [] : [small])].join(', ');
}

/** @param mayRun whether a model may be run there */
export function waysToTry(prices: Prices, mayRun: (model: string) => boolean): Way[] {
  return models
    .filter(({ takes, gives, name }) => takes === 'image' && gives === 'image' && mayRun(name))
    .flatMap((model) =>
      (model.tastes ?? [{}]).flatMap((settings): Way[] => {
        const prepared = model.prepare(settings);
        if (!prepared.ok) return [];
        const { settings: all } = prepared;
        return [
          { model: model.name, settings, price: priceOf(model, all, prices), name: wayName(model, all) },
        ];
      }),
    )
    .sort((one, other) => one.price - other.price)
    .slice(0, mostTiles - 1);
}
