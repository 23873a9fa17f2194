/** What stands after the typed word `credits`: people, limits, models and channels. */
import { type LimitName, limitKinds, limitNames } from '../../core/domain/limits.ts';
import { nearest } from '../../core/text/nearest.ts';
import type { Traits } from '../chat.ts';
import { Refusal } from '../reply.ts';
import { type CreditsDeed, mostDays, usualDays } from './credits.ts';
import { commandWords } from './words.ts';

const rules = ['allow', 'deny', 'forget'] as const;
const deeds = ['grant', 'revoke', 'limits', ...rules, 'block', 'unblock', 'audit', 'usage'] as const;

type Reading = Pick<Traits, 'mentions' | 'legible'>;

/** @param said the words after it; what stands in brackets is one. @throws Refusal with what is wrong with it */
export function creditsDeedIn(reading: Reading, said: readonly string[]): CreditsDeed {
  const { mentions, legible } = reading;
  const [first, ...rest] = said;
  if (first === undefined) return { deed: 'show' };
  const other = mentions.person(first);
  const deed = deeds.find((each) => each === first.toLowerCase());
  if (other === undefined && !deed)
    throw new Refusal(commandWords.noDeed(legible(first), nearest(first, deeds), deeds));
  switch (deed) {
    case undefined:
      atMost(reading, rest, 0);
      return { deed: 'show', of: other };
    case 'grant':
    case 'revoke': {
      const [who, amount = '', ...why] = rest;
      return { deed, to: personFrom(reading, who), amount, reason: legible(why.join(' ')) };
    }
    case 'block': {
      const [who, length = '', ...why] = rest;
      return { deed, who: personFrom(reading, who), length, reason: legible(why.join(' ')) };
    }
    case 'unblock':
      atMost(reading, rest, 1);
      return { deed, who: personFrom(reading, rest[0]) };
    case 'audit':
      atMost(reading, rest, 0);
      return { deed };
    case 'usage':
      return { deed, days: daysIn(reading, rest) };
    case 'limits': {
      const { group, changes } = limitsFrom(reading, rest);
      return changes.size === 0 ? { deed } : { deed: 'set', changes: Object.fromEntries(changes), group };
    }
    case 'allow':
    case 'deny':
    case 'forget':
      return { deed, ...ruleFrom(reading, rest) };
  }
}

/** `30`, `30 days`; the usual ones where nothing stands. @throws Refusal */
export function daysIn(reading: Reading, said: readonly string[]): number {
  const [given = String(usualDays), more] = said.map((word) => reading.legible(word));
  const days = /^\d{1,3}$/.test(given) ? Number(given) : 0;
  if (days < 1 || days > mostDays) throw new Refusal(commandWords.daysWrong(given, mostDays));
  if (more !== undefined && !/^days?$/i.test(more)) throw new Refusal(commandWords.tooMuch(more));
  return days;
}

function atMost({ legible }: Reading, given: readonly string[], count: number): void {
  const more = given[count];
  if (more !== undefined) throw new Refusal(commandWords.tooMuch(legible(more)));
}

/** An id; core says what is missing where nothing stands. */
function personFrom({ mentions, legible }: Reading, word: string | undefined): string {
  if (word === undefined) return '';
  const id = mentions.person(word);
  if (id === undefined) throw new Refusal(commandWords.whichPerson(legible(word)));
  return id;
}

/** `monthly=50 group=@group`: by name, as core takes it. */
function limitsFrom(
  reading: Reading,
  given: readonly string[],
): { group: string | undefined; changes: ReadonlyMap<string, string> } {
  const changes = new Map<string, string>();
  let group: string | undefined;
  for (const [name, value] of pairsIn(reading, given)) {
    if (name === 'group') {
      if (group !== undefined) throw new Refusal(commandWords.twice('group'));
      group = groupFrom(reading, value);
    } else if (changes.has(name)) throw new Refusal(commandWords.twice(name));
    else changes.set(name, valueFrom(reading, name, value));
  }
  if (group !== undefined && changes.size === 0) throw new Refusal(commandWords.nothingSet);
  return { group, changes };
}

/** `a=1`, `a = 1`, and what follows a value as one more of it: `admins=@one @two`. */
function pairsIn({ legible }: Reading, given: readonly string[]): [name: string, value: string][] {
  const pairs: [string, string][] = [];
  const joined = given.join(' ').replaceAll(/\s*=\s*/g, '=');
  for (const word of joined.split(/\s+(?![^<]*>)/)) {
    if (word === '') continue;
    const [, name, value] = /^([a-z_]+)=(.*)$/is.exec(word) ?? [];
    const last = pairs.at(-1);
    if (name !== undefined && value !== undefined) pairs.push([name.toLowerCase(), value]);
    else if (last?.[0] === 'admins') last[1] += ` ${word}`;
    else throw new Refusal(commandWords.notALimit(legible(word)));
  }
  return pairs;
}

/** Names become ids; amounts and unknown limits are core's. */
function valueFrom(reading: Reading, name: string, value: string): string {
  const known: LimitName | undefined = limitNames.find((each) => each === name);
  const kind = known && limitKinds[known].kind;
  const word = reading.legible(value);
  const bare = /^(none|no|off|never|unlimited|default)?$/i.test(word);
  if (bare || (kind !== 'channel' && kind !== 'groups')) return word;
  if (kind === 'groups')
    return value
      .split(/[\s,]+(?![^<]*>)/)
      .filter(Boolean)
      .map((each) => groupFrom(reading, each))
      .join(',');
  const channel = reading.mentions.channel(value);
  if (channel === undefined) throw new Refusal(commandWords.whichChannel(word));
  return channel;
}

function groupFrom({ mentions, legible }: Reading, word: string): string {
  const id = mentions.group(word);
  if (id === undefined) throw new Refusal(commandWords.whichGroup(legible(word)));
  return id;
}

/** `svd`, `#general`, `svd #general`, `*`. */
function ruleFrom(reading: Reading, given: readonly string[]): { model?: string; channel?: string } {
  const { mentions, legible } = reading;
  atMost(reading, given, 2);
  const [first, second] = given;
  if (first === undefined) throw new Refusal(commandWords.noRule);
  const channel = mentions.channel(second ?? first);
  if (second === undefined) return channel === undefined ? { model: modelFrom(reading, first) } : { channel };
  if (channel === undefined) throw new Refusal(commandWords.whichChannel(legible(second)));
  return { model: modelFrom(reading, first), channel };
}

/** Core knows which there are; a channel that the platform did not recognise is no model. */
function modelFrom({ legible }: Reading, word: string): string {
  if (/^[#<]/.test(word)) throw new Refusal(commandWords.whichChannel(legible(word)));
  return legible(word).toLowerCase();
}
