/** The words of a typed request as one model's settings. */
import type { Field, Role } from '../../models/fields.ts';
import { models } from '../../models/index.ts';
import type { Model } from '../../models/model.ts';
import { fillers, negations, units } from '../words/text-arguments.ts';
import { nearest } from './nearest.ts';
import type { Token } from './tokens.ts';

export type Understood = {
  /** By field name, unchecked. What is said twice counts as it was said last. */
  settings: Record<string, string>;
  link: string | undefined;
  /** What was not understood, with the word that was probably meant. */
  unknown: { word: string; nearest: string | undefined }[];
};

/** `-`, `_` and upper case are all the same. */
export const spelled = (word: string): string => word.toLowerCase().replaceAll('_', '-');

/** `model=clarity` */
export const isModelSetting = (token: Token): boolean =>
  token.kind === 'setting' && token.name.toLowerCase() === 'model';

/** @param among the models whose settings may have been meant. */
export function unknownWord(word: string, among: readonly Model[]): Understood['unknown'][number] {
  const fields = among.flatMap((model) => model.fields.filter(({ kind }) => kind !== 'media'));
  const names = fields.map((field) => field.name);
  const choices = fields.flatMap((it) =>
    it.kind === 'choice' ? it.options.map(({ value }) => `${value}`) : [],
  );
  const known = [...models.map(({ command }) => command), ...names, ...choices];
  // A setting's name alone lacks its value.
  const alone = among.map((model) => fieldNamed(model, word)).find((field) => field && 'default' in field);
  const meant = alone && 'default' in alone ? `${alone.name}=${alone.default || '…'}` : undefined;
  return { word, nearest: meant ?? nearest(word, known) };
}

/** Takes the words one after another, each with what belongs to it. */
export function settingsOf(tokens: readonly Token[], model: Model): Understood {
  const settings: Record<string, string> = {};
  const unknown: Understood['unknown'] = [];
  let link: string | undefined;
  const withRole = (role: Role) => model.fields.find((field) => field.role === role);
  const strange = (word: string) => unknown.push(unknownWord(word, [model]));
  const set = (field: Field, value: string) => {
    if (field.kind === 'media') takeLink(value);
    else settings[field.name] = field.role === 'format' && /^jpg$/i.test(value) ? 'jpeg' : value;
  };
  const takeLink = (given: string) => {
    if (link === undefined) link = given;
    else strange(given);
  };
  const setRole = (role: Role, value: string, said: string) => {
    const field = withRole(role);
    if (field) set(field, value);
    else strange(said);
  };

  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    const next = tokens[at + 1];
    if (!token) continue;
    if (token.kind === 'link') takeLink(token.text);
    else if (token.kind === 'quoted') setRole('prompt', token.text, token.text);
    else if (token.kind === 'setting') {
      const field = fieldNamed(model, token.name);
      if (field) set(field, token.text);
      else if (/^(link|url|source)$/i.test(token.name)) takeLink(token.text);
      else strange(isModelSetting(token) ? token.text : token.name);
    } else at += takeWord(token.text, next);
  }
  return { settings, link, unknown };

  /** @returns how many of the tokens after it belong to it. */
  function takeWord(word: string, next: Token | undefined): 0 | 1 {
    const amount = amountIn(word);
    if (amount) {
      setRole(amount.role, amount.value, word);
      return 0;
    }
    const isNumber = /^[+-]?\d+(\.\d+)?$/.test(word);
    const unit = next?.kind === 'word' ? units[next.text.toLowerCase()] : undefined;
    if (isNumber && unit) {
      setRole(unit, word, `${word} ${next?.text}`);
      return 1;
    }
    // `upscale 4` can mean one thing only, unless frames per second could be meant as well.
    if (isNumber && withRole('times') && !withRole('rate')) {
      setRole('times', word, word);
      return 0;
    }
    const negated = negations.has(word.toLowerCase()) && next?.kind === 'word' ? next.text : undefined;
    const off = fieldNamed(model, negated ?? /^(?:no|without)[-_](.+)/i.exec(word)?.[1] ?? '');
    if (off?.kind === 'toggle') {
      set(off, 'no');
      return negated === undefined ? 0 : 1;
    }
    const field = fieldNamed(model, word);
    if (field?.kind === 'toggle') {
      const said = next?.kind === 'word' && /^(yes|no|on|off|true|false|1|0)$/i.test(next.text);
      set(field, said ? next.text : 'yes');
      return said ? 1 : 0;
    }
    const choice = model.fields.find(
      (it) => it.kind === 'choice' && it.options.some(({ value }) => value === word.toLowerCase()),
    );
    if (choice) set(choice, word);
    else if (/^jpg$/i.test(word) && withRole('format')) setRole('format', word, word);
    else if (field && field.kind !== 'media' && next && next.kind !== 'setting') {
      set(field, next.text);
      return 1;
    } else if (!fillers.has(word.toLowerCase()) && field?.kind !== 'media') strange(word);
    return 0;
  }
}

/** `x4`, `4x`, `60fps`. */
function amountIn(word: string): { role: 'times' | 'rate'; value: string } | undefined {
  const times = /^(?:[x×](\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)[x×])$/i.exec(word);
  const rate = /^(\d+(?:\.\d+)?)fps$/i.exec(word);
  const value = times?.[1] ?? times?.[2] ?? rate?.[1];
  return value === undefined ? undefined : { role: times ? 'times' : 'rate', value };
}

/** By its name or its title; `-`, `_` and upper case are all the same. */
function fieldNamed(model: Model, word: string): Field | undefined {
  const wanted = spelled(word);
  return model.fields.find(
    ({ name, title }) => spelled(name) === wanted || spelled(title).replaceAll(' ', '-') === wanted,
  );
}
