/** What an admin has just done: who or what it is about, the new value, the old one, and what it means. */
import type { LimitName } from '../../domain/limits.ts';
import type { Policy } from '../../domain/policy.ts';
import { momentUtc } from '../../words/amounts.ts';
import { asItIs, type Names, some } from '../../words/names.ts';
import { limitValue, placeOf, stillReserved } from './limits.ts';

/** Before and after something was set. */
export type Changed = { before: Policy; policy: Policy };
export type LimitsChanged = Changed & {
  names: readonly LimitName[];
  /** Whose limits were set; everybody's when undefined. */
  group: string | undefined;
  /** Thousandths of a credit, by jobs that were taken under the old limits. */
  reserved: number;
};
export type RuleChanged = Changed & { pattern: string };
export type BlockChanged = Changed & { person: string };

/** A sentence for each limit that was set, and what stays as it was. */
export function limitsChanged({ before, policy, names, group, reserved }: LimitsChanged, as: Names = {}) {
  const { group: groupName = asItIs } = as;
  const who = group === undefined ? 'Everybody here' : `Every member of ${groupName(group)}`;
  const valueIn = ({ limits, groups }: Policy, name: LimitName): unknown =>
    (group === undefined ? undefined : groups.get(group)?.[name]) ?? limits[name];
  const lines = names.map((name) => {
    const [old, now] = [before, policy].map((it) => valueIn(it, name));
    const shown = limitValue(name, old, as);
    const was = limitValue(name, now, as) === shown ? 'as before' : `before: ${shown}`;
    const own = group === undefined || policy.groups.get(group)?.[name] !== undefined;
    return `${sentences[name](who, now, as)}${own ? '' : ', like everybody'} (${was}).`;
  });
  return [...lines, ...(reserved > 0 ? [stillReserved(reserved)] : [])];
}

const amount = (value: unknown) => some(Number(value));
const jobs = (value: unknown) => `${value} ${value === 1 ? 'job' : 'jobs'}`;

const comparedWhen: Readonly<Record<string, string>> = {
  off: 'never',
  button: 'when somebody presses for it',
  always: 'by themselves',
};

/** @param value as `Limits` has it under this name */
const sentences: Readonly<Record<LimitName, (who: string, value: unknown, as: Names) => string>> = {
  monthly: (who, value) =>
    value === null
      ? `${who} may now spend without a monthly limit`
      : `${who} now has ${amount(value)} a month`,
  period_day: (_who, value) => `Months here now begin on day ${value}, at 0:00 UTC`,
  per_job: (who, value) =>
    value === null
      ? `${who} may now run jobs of any price`
      : `${who} may now spend at most ${amount(value)} on one job`,
  per_day: (who, value) =>
    value === null
      ? `${who} may now spend any amount in a day`
      : `${who} may now spend at most ${amount(value)} a day`,
  budget: (_who, value) =>
    value === null
      ? 'All people here together may now spend any amount a month'
      : `All people here together may now spend at most ${amount(value)} a month`,
  cost_per_day: (_who, value) =>
    value === null
      ? 'The provider may now take any amount a day for all people here'
      : `The provider may now take at most ${amount(value)} a day for all people here`,
  cost_per_month: (_who, value) =>
    value === null
      ? 'The provider may now take any amount a month for all people here'
      : `The provider may now take at most ${amount(value)} a month for all people here`,
  jobs_per_person: (who, value) =>
    value === null
      ? `${who} may now have any number of jobs on the way`
      : `${who} may now have at most ${jobs(value)} on the way`,
  jobs_at_once: (_who, value) =>
    value === null
      ? 'All people here together may now have any number of jobs on the way'
      : `All people here together may now have at most ${jobs(value)} on the way`,
  confirm_above: (who, value) =>
    value === null
      ? `${who} is now never asked before a job runs`
      : `${who} is now asked before a job of more than ${amount(value)} runs`,
  admin_channel: (_who, value, as) =>
    value === null
      ? 'Admins are now told nowhere that the budget is near its end'
      : `Admins are now told in ${limitValue('admin_channel', value, as)} when the budget is near its end`,
  admins: (_who, value, as) =>
    Array.isArray(value) && value.length > 0
      ? `Besides those who run the place, members of ${limitValue('admins', value, as)} are now admins`
      : 'Only those who run the place are admins now',
  compare: (_who, value) => `Results here are now set beside their sources ${comparedWhen[String(value)]}`,
  motion: (_who, value) => `Comparisons here may now ${value === 'reduced' ? 'not ' : ''}move`,
};

/** What a rule switches on or off. */
export function ruleChanged({ before, policy, pattern }: RuleChanged, as: Names = {}): string {
  const place = placeOf(pattern, as);
  const what = `${place.charAt(0).toUpperCase()}${place.slice(1)}`;
  const [old, now] = [before, policy].map(({ rules }) => rules.get(pattern));
  const had = old === undefined ? 'no rule' : `switched ${old === 'allow' ? 'on' : 'off'}`;
  const was = old === now ? 'as before' : `before: ${had}`;
  switch (now) {
    case 'deny':
      return `${what} is now switched off (${was}): whoever asks for it is refused.`;
    case 'allow':
      return `${what} is now switched on (${was}), also where a wider rule switches it off.`;
    case undefined:
      return old === undefined
        ? `There was no rule for ${place}, so nothing has changed.`
        : `There is no rule for ${place} any more (${was}): wider rules count, and without any it is switched on.`;
  }
}

/** @param now ms since 1970: a block that ended before it is none. */
export function blockChanged({ before, policy, person: id }: BlockChanged, as: Names = {}, now = 0): string {
  const person = (as.person ?? asItIs)(id);
  const [old, is] = [before, policy].map(({ blocks }) => {
    const block = blocks.get(id);
    return block && block.until > now ? block : undefined;
  });
  const was = old ? `before: blocked until ${(as.moment ?? momentUtc)(old.until)}` : 'before: not blocked';
  if (is)
    return `${person} is blocked until ${(as.moment ?? momentUtc)(is.until)} (${was}) and can run nothing here until then.${is.reason ? ` Reason: ${asItIs(is.reason)}` : ''}`;
  return old
    ? `${person} is no longer blocked (${was}) and can run jobs here again.`
    : `${person} was not blocked, so nothing has changed.`;
}

/** Of lasting credits. @param it.change thousandths, below zero where they were taken back. @param it.reason as typed */
export function creditsChanged(
  it: { available: number | null; granted: number; change: number; reason: string },
  of: string,
  as: Names = {},
): string {
  const person = (as.person ?? asItIs)(of);
  const { available, granted, change } = it;
  const why = ` Reason: ${asItIs(it.reason)}`;
  const done =
    change < 0
      ? `${person} has lost ${some(-change)} of what was granted`
      : `${person} was granted ${some(change)} beside the monthly allowance`;
  if (available === null)
    return `${done}, and has no limit here all the same; granted in all: ${some(granted)} (before: ${some(granted - change)}).${why}`;
  return `${done}, and can now spend ${some(available)} (before: ${some(available - change)}).${why}`;
}
