/** What admins did, as lines of plain text. */
import { limitNames } from '../../domain/limits.ts';
import type { AuditLine } from '../../store/ledger/policies.ts';
import { moment, momentUtc } from '../../words/amounts.ts';
import { asItIs, type Names, some } from '../../words/names.ts';
import { limitText, limitValue, placeOf } from './limits.ts';

/** The newest first, as they come. Times are UTC. */
export const auditLines = (lines: readonly AuditLine[], names: Names = {}): string[] =>
  lines.length === 0
    ? ['No admin has done anything yet.']
    : lines.map(
        (it) => `${(names.moment ?? moment)(it.at)} · ${(names.person ?? asItIs)(it.by)} ${deed(it, names)}`,
      );

function deed(it: AuditLine, names: Names): string {
  const { person = asItIs } = names;
  if (it.what === 'set') return change(it.name ?? '', it.to ?? '', names);
  const amount = some(it.amount ?? 0);
  const who = person(it.person ?? '');
  const done = it.what === 'grant' ? `granted ${who} ${amount}` : `took ${amount} back from ${who}`;
  return `${done}: ${asItIs(it.reason ?? '')}`;
}

/** A block is kept with its end. */
const untilIn = (block: unknown, { moment: at = momentUtc }: Names): string =>
  typeof block === 'object' && block !== null && 'until' in block && typeof block.until === 'number'
    ? ` until ${at(block.until)}`
    : '';

/** @param field as `fieldFor` in domain/policy.ts names it; `to` is JSON, or empty where it was taken out. */
function change(field: string, to: string, names: Names): string {
  const { group = asItIs, person = asItIs } = names;
  const [kind, ...rest] = field.split(' ');
  const subject = rest.join(' ');
  const value: unknown = to === '' ? undefined : JSON.parse(to);
  if (kind === 'channel') return channelRule(rest, value, names);
  if (kind === 'block')
    return value === undefined
      ? `unblocked ${person(subject)}`
      : `blocked ${person(subject)}${untilIn(value, names)}`;
  if (kind === 'rule') {
    if (value === undefined) return `took back the rule for ${placeOf(subject, names)}`;
    return `switched ${value === 'allow' ? 'on' : 'off'} ${placeOf(subject, names)}`;
  }
  const [id, name] = kind === 'group' ? [rest[0], rest[1]] : [undefined, field];
  const known = limitNames.find((each) => each === name);
  const of = id === undefined ? '' : ` of ${group(id)}`;
  if (!known) return `changed ${asItIs(name ?? '')}${of}`;
  const title = `${limitText[known].title}${of}`;
  return value === undefined ? `reset ${title}` : `set ${title} to ${limitValue(known, value, names)}`;
}

/** What is done by itself in a channel. @param field its id, which rule, and the emoji of one that has one */
function channelRule(
  [id = '', rule, emoji = '']: readonly string[],
  value: unknown,
  { channel = asItIs }: Names,
): string {
  const shown = typeof value === 'object' && value !== null && 'shown' in value ? value.shown : emoji;
  const whats: Readonly<Record<string, string>> = {
    react: `what ${asItIs(String(shown))} does on pictures`,
    offer: 'what is offered under new pictures',
    run: 'what is done with each new picture',
  };
  const what = whats[rule ?? ''] ?? 'all that is done by itself';
  return `${value === undefined ? 'switched off' : 'set'} ${what} in ${channel(id)}`;
}
