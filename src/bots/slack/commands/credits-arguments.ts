/** What stands after `/darkroom credits …`: people, limits, models and channels. */
import { type LimitName, limitKinds, limitNames } from '../../../core/domain/limits.ts';
import { Refused } from '../context.ts';
import { channelIn, groupIn, legible, personIn } from '../requests/incoming-text.ts';
import { textWords as words } from '../words/commands.ts';

/** @throws Refused when there are more than `count` */
export function atMost(given: readonly string[], count: number): void {
  const more = given[count];
  if (more !== undefined) throw new Refused(words.tooMuch(legible(more)));
}

/** An id; core says what is missing where nothing stands. @throws Refused */
export function personFrom(word: string | undefined): string {
  if (word === undefined) return '';
  const id = personIn(word);
  if (id === undefined) throw new Refused(words.whichPerson(legible(word)));
  return id;
}

/** `monthly=50 group=@group`: by name, as core takes it. @throws Refused */
export function limitsFrom(given: readonly string[]): {
  group: string | undefined;
  changes: ReadonlyMap<string, string>;
} {
  const changes = new Map<string, string>();
  let group: string | undefined;
  for (const [name, value] of pairsIn(given)) {
    if (name === 'group') {
      if (group !== undefined) throw new Refused(words.twice('group'));
      group = groupFrom(value);
    } else if (changes.has(name)) throw new Refused(words.twice(name));
    else changes.set(name, valueFrom(name, value));
  }
  if (group !== undefined && changes.size === 0) throw new Refused(words.nothingSet);
  return { group, changes };
}

/** `a=1`, `a = 1`, and what follows a value as one more of it: `admins=@one @two`. */
function pairsIn(given: readonly string[]): [name: string, value: string][] {
  const pairs: [string, string][] = [];
  for (const word of given
    .join(' ')
    .replaceAll(/\s*=\s*/g, '=')
    .split(/\s+(?![^<]*>)/)) {
    if (word === '') continue;
    const [, name, value] = /^([a-z_]+)=(.*)$/is.exec(word) ?? [];
    const last = pairs.at(-1);
    if (name !== undefined && value !== undefined) pairs.push([name.toLowerCase(), value]);
    else if (last?.[0] === 'admins') last[1] += ` ${word}`;
    else throw new Refused(words.notALimit(legible(word)));
  }
  return pairs;
}

/** Names become ids; amounts and unknown limits are core's. */
function valueFrom(name: string, value: string): string {
  const known: LimitName | undefined = limitNames.find((each) => each === name);
  const kind = known && limitKinds[known].kind;
  const word = legible(value);
  const bare = /^(none|no|off|never|unlimited|default)?$/i.test(word);
  if (bare || (kind !== 'channel' && kind !== 'groups')) return word;
  if (kind === 'groups')
    return value
      .split(/[\s,]+(?![^<]*>)/)
      .filter(Boolean)
      .map(groupFrom)
      .join(',');
  const channel = channelIn(value);
  if (channel === undefined) throw new Refused(words.whichChannel(word));
  return channel;
}

function groupFrom(word: string): string {
  const id = groupIn(word);
  if (id === undefined) throw new Refused(words.whichGroup(legible(word)));
  return id;
}

/** `svd`, `#general`, `svd #general`, `*`. @throws Refused */
export function ruleTargetFrom(given: readonly string[]): { model?: string; channel?: string } {
  atMost(given, 2);
  const [first, second] = given;
  if (first === undefined) throw new Refused(words.noRule);
  const channel = channelIn(second ?? first);
  if (second === undefined) return channel === undefined ? { model: modelFrom(first) } : { channel };
  if (channel === undefined) throw new Refused(words.whichChannel(legible(second)));
  return { model: modelFrom(first), channel };
}

/** Core knows which there are; a channel that Slack did not recognise is no model. */
function modelFrom(word: string): string {
  if (/^[#<]/.test(word)) throw new Refused(words.whichChannel(legible(word)));
  return legible(word).toLowerCase();
}
