/** Which words are known: as names of settings, as small words, or nearly. */
import type { Field } from '../../models/fields.ts';
import { models } from '../../models/index.ts';
import type { Model } from '../../models/model.ts';
import { asides, fillers, helpWords, vagueWords } from '../words/text-arguments.ts';
import { nearest } from './nearest.ts';
import { plainly } from './numbers.ts';
import type { Token } from './tokens.ts';

/** With the word that was probably meant. */
export type Unknown = { word: string; nearest: string | undefined };

/** `-`, `_`, upper case and full width are all the same. */
export const spelled = (word: string): string => plainly(word).toLowerCase().replaceAll('_', '-');

/** Means nothing to a request. */
export const isPassed = (word: string): boolean =>
  [fillers, asides, vagueWords].some((each) => each.has(spelled(word)));

/** `model=clarity` */
export const isModelSetting = (token: Token): boolean =>
  token.kind === 'setting' && token.name.toLowerCase() === 'model';

/** @param among the models whose settings may have been meant. */
export function unknownWord(word: string, among: readonly Model[]): Unknown {
  const fields = among.flatMap((model) => model.fields.filter(({ kind }) => kind !== 'media'));
  const names = fields.map((field) => field.name);
  const choices = fields.flatMap((it) =>
    it.kind === 'choice' ? it.options.map(({ value }) => `${value}`) : [],
  );
  const common = among.flatMap(({ words = [] }) => words.filter((it) => it.length > 4 && !it.includes(' ')));
  const commands = models.flatMap(({ command, name }) => [command, name]);
  const help = [...helpWords].filter((it) => it.length > 3);
  const known = [...commands, ...names, ...choices, ...help, ...common];
  // A setting's name alone lacks its value.
  const alone = among.map((model) => fieldNamed(model, word)).find((field) => field && 'default' in field);
  const meant = alone && 'default' in alone ? `${alone.name}=${alone.default || '…'}` : undefined;
  return { word, nearest: meant ?? nearest(word, known) };
}

/** By its name or its title. */
export function fieldNamed(model: Model, word: string): Field | undefined {
  const wanted = spelled(word);
  return model.fields.find(
    ({ name, title }) => spelled(name) === wanted || spelled(title).replaceAll(' ', '-') === wanted,
  );
}
