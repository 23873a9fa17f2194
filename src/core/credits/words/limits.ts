/** What the owner of a place allows, as titles, values and lines of plain text. */
import { type LimitName, limitKinds, limitNames } from '../../domain/limits.ts';
import type { Policy } from '../../domain/policy.ts';
import { momentUtc } from '../../words/amounts.ts';
import { asItIs, type Names, some } from '../../words/names.ts';

/** Titles of at most 45 characters, descriptions of at most 100: a chat's own forms show them. */
export const limitText: Readonly<Record<LimitName, { title: string; description: string }>> = {
  monthly: {
    title: 'Monthly allowance',
    description: 'Credits each person may spend in a month; what is left of it does not last.',
  },
  period_day: {
    title: 'First day of the month',
    description: 'The day on which allowances and the budget begin anew, from 1 to 28, at 0:00 UTC.',
  },
  per_job: {
    title: 'Most for one job',
    description: 'A job that costs more credits than this is refused.',
  },
  per_day: {
    title: 'Most for one person a day',
    description: 'Credits one person may spend in a day, which begins at 0:00 UTC.',
  },
  budget: {
    title: 'Budget of everybody',
    description: 'Credits all people here may spend in a month together; admins are told near its end.',
  },
  cost_per_day: {
    title: 'Most the provider may take a day',
    description: 'Credits the provider may take for all people here in a day, whatever they are charged.',
  },
  cost_per_month: {
    title: 'Most the provider may take a month',
    description: 'Credits the provider may take for all people here in a month, whatever they are charged.',
  },
  jobs_per_person: {
    title: 'Jobs of one person at once',
    description: 'How many jobs one person may have on the way.',
  },
  jobs_at_once: {
    title: 'Jobs of everybody at once',
    description: 'How many jobs all people here may have on the way together.',
  },
  confirm_above: {
    title: 'Ask before a job above',
    description: 'A job that costs more credits than this shows its price and waits for a yes.',
  },
  admin_channel: {
    title: 'Channel for admins',
    description: 'Where admins are told that the budget is near its end or used up.',
  },
  admins: {
    title: 'Groups of admins',
    description: 'Their members may do what admins do, besides those who run the place.',
  },
  compare: {
    title: 'Results beside their sources',
    description: 'Never (off), for whoever presses Compare (button), or below each by itself (always).',
  },
  motion: {
    title: 'Motion in comparisons',
    description: 'As clips, too (full), or only as pictures (reduced).',
  },
};

/** A limit's value: `50 credits`, `3`, `no limit`. @param value as `Limits` has it under this name */
export function limitValue(name: LimitName, value: unknown, names: Names = {}): string {
  const { group = asItIs, channel = (id) => `#${asItIs(id)}` } = names;
  const { kind } = limitKinds[name];
  if (Array.isArray(value))
    return value.length === 0 ? 'none' : value.map((it) => group(String(it))).join(', ');
  if (value === null) return kind === 'channel' ? 'none' : name === 'confirm_above' ? 'never' : 'no limit';
  if (kind === 'credits') return some(Number(value));
  return kind === 'channel' ? channel(String(value)) : String(value);
}

/**
 * All that is set in a scope: limits, those of groups, what is switched on or off, who is blocked.
 * @param now ms since 1970; blocks that ended before it are left out.
 */
export function limitLines(policy: Policy, names: Names = {}, now = 0): string[] {
  const { group = asItIs, person = asItIs, moment = momentUtc } = names;
  const line = (name: LimitName, value: unknown, of = '') =>
    `${limitText[name].title}${of} (${name}): ${limitValue(name, value, names)}`;
  return [
    ...limitNames.map((name) => line(name, policy.limits[name])),
    ...[...policy.groups].flatMap(([id, limits]) =>
      limitNames.flatMap((name) => {
        const value = limits[name];
        return value === undefined ? [] : [line(name, value, ` for ${group(id)}`)];
      }),
    ),
    ...[...policy.rules].map(
      ([pattern, rule]) => `Switched ${rule === 'allow' ? 'on' : 'off'}: ${placeOf(pattern, names)}`,
    ),
    ...[...policy.blocks]
      .filter(([, { until }]) => until > now)
      .map(
        ([id, { until, by, reason }]) =>
          `Blocked: ${person(id)} until ${moment(until)} by ${person(by)}${reason ? `: ${asItIs(reason)}` : ''}`,
      ),
  ];
}

/** What a rule is about. @param pattern as rules are kept: `esrgan`, `#channel`, `esrgan#channel` or `*`. */
export function placeOf(pattern: string, names: Names = {}): string {
  const { channel = (id) => `#${asItIs(id)}` } = names;
  const [model = '', place] = pattern.split(/#(.*)/s);
  const what = model === '' || model === '*' ? 'every model' : model;
  return `${what}${place ? ` in ${channel(place)}` : ''}`;
}

/** After a change of limits. @param reserved thousandths of a credit, by jobs that were taken under the old ones. */
export const stillReserved = (reserved: number): string =>
  `${some(reserved)} ${reserved === 1000 ? 'stays' : 'stay'} reserved by jobs on their way; the new limits count from the next job on.`;
