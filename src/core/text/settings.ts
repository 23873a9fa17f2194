/** The words of a typed request as one model's settings. */
import type { Field, Role } from '../../models/fields.ts';
import type { Model } from '../../models/model.ts';
import { multiples, negations, units } from '../words/text-arguments.ts';
import { fieldNamed, isModelSetting, isPassed, spelled, type Unknown, unknownWord } from './known-words.ts';
import { linkIn } from './links.ts';
import { amountIn, isNumber, meantBy, plainly, typedFor } from './numbers.ts';
import { type Token, tokensOf } from './tokens.ts';

export type Understood = {
  /** By field name, unchecked. What is said twice counts as it was said last. */
  settings: Record<string, string>;
  link: string | undefined;
  /** What was not understood. */
  unknown: Unknown[];
  /** What may mean several things, with how each is written. */
  unclear: { word: string; ways: { typed: string; title: string }[] }[];
};

/** What may follow a setting's name as its value. */
const isValue = (token: Token): boolean =>
  token.kind !== 'setting' && (token.kind !== 'word' || !isPassed(token.text));

/** Takes the words one after another, each with what belongs to it. */
export function settingsOf(tokens: readonly Token[], model: Model): Understood {
  const settings: Record<string, string> = {};
  const unknown: Understood['unknown'] = [];
  const unclear: Understood['unclear'] = [];
  let link: string | undefined;
  const withRole = (role: Role) => model.fields.find((field) => field.role === role);
  const strange = (word: string) => unknown.push(unknownWord(word, [model]));
  const set = (field: Field, value: string) => {
    if (field.kind === 'media') takeLink(linkIn(value));
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
    else if (token.kind === 'quoted') takeQuoted(token.text);
    else if (token.kind === 'setting') {
      const field = fieldNamed(model, token.name);
      if (field) set(field, token.text);
      else if (/^(link|url|source)$/i.test(token.name)) takeLink(linkIn(token.text));
      else strange(isModelSetting(token) ? token.text : token.name);
    } else at += takeWord(token.text, next);
  }
  return { settings, link, unknown, unclear };

  /** A prompt; an amount, or for a model without a prompt any words, that were only put in quotes. */
  function takeQuoted(words: string): void {
    const amount = amountIn(words.trim());
    if (amount || withRole('prompt')) {
      setRole(amount?.role ?? 'prompt', amount?.value ?? words, words);
      return;
    }
    const inside = settingsOf(tokensOf(words), model);
    if (words.trim() === '' || inside.unknown.length > 0 || inside.link !== undefined) {
      strange(words);
      return;
    }
    Object.assign(settings, inside.settings);
    unclear.push(...inside.unclear);
  }

  /** @returns how many of the tokens after it belong to it. */
  function takeWord(word: string, next: Token | undefined): 0 | 1 {
    const amount = amountIn(word);
    if (amount) {
      setRole(amount.role, amount.value, word);
      return 0;
    }
    const unit = next?.kind === 'word' ? units.get(spelled(next.text)) : undefined;
    // `x 4`
    if (next?.kind === 'word' && units.get(spelled(word)) === 'times' && isNumber(next.text)) {
      setRole('times', next.text, `${word} ${next.text}`);
      return 1;
    }
    if (isNumber(word)) return takeNumber(word, next, unit);
    const times = multiples.get(spelled(word));
    if (times !== undefined && withRole('times')) {
      setRole('times', times, word);
      return 0;
    }
    const negated = negations.has(spelled(word)) && next?.kind === 'word' ? next.text : undefined;
    const off = fieldNamed(model, negated ?? /^(?:no|without)[-_](.+)/i.exec(plainly(word))?.[1] ?? '');
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
      (it) => it.kind === 'choice' && it.options.some(({ value }) => value === plainly(word).toLowerCase()),
    );
    if (choice) set(choice, word);
    else if (/^jpg$/i.test(word) && withRole('format')) setRole('format', word, word);
    else if (field && field.kind !== 'media' && next && isValue(next)) {
      set(field, next.text);
      return 1;
    } else if (field ? field.kind !== 'media' : !isPassed(word)) strange(word);
    return 0;
  }

  /** `60 fps`, `25 frames`, `4`: with the field that it names, or what it can be for. */
  function takeNumber(word: string, next: Token | undefined, unit: Role | undefined): 0 | 1 {
    const named = next?.kind === 'word' ? fieldNamed(model, next.text) : undefined;
    if (
      named?.kind === 'number' ||
      (named?.kind === 'choice' && typeof named.options[0]?.value === 'number')
    ) {
      set(named, word);
      return 1;
    }
    if (unit) {
      setRole(unit, word, `${word} ${next?.kind === 'word' ? next.text : ''}`);
      return 1;
    }
    const [first, ...others] = meantBy(word, model);
    if (!first) strange(word);
    else if (others.length === 0) set(first, word);
    else {
      const ways = [first, ...others].map((field) => ({ typed: typedFor(field, word), title: field.title }));
      unclear.push({ word, ways });
    }
    return 0;
  }
}
