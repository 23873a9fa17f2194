/** The limits that the owner of a scope can set, and how people type them. */
import { amountFrom } from './amount.ts';
import { type Comparing, compareWays, motions } from './comparing.ts';
import { Failure } from './failure.ts';

/** Amounts in thousandths of a credit; null is without limit. */
export type Limits = {
  monthly: number | null;
  period_day: number;
  per_job: number | null;
  per_day: number | null;
  budget: number | null;
  /** Of what the provider takes of the owner, whoever is charged what. */
  cost_per_day: number | null;
  cost_per_month: number | null;
  jobs_per_person: number | null;
  jobs_at_once: number | null;
  confirm_above: number | null;
  admin_channel: string | null;
  /** Ids of roles or user groups whose members are admins here, besides the platform's own. */
  admins: readonly string[];
} & Comparing;
export type LimitName = keyof Limits;

/** Limits of the owner's money: of a scope's, and of all together, which only whoever runs the program can set. */
export const costLimitNames = ['cost_per_day', 'cost_per_month', 'COST_PER_MONTH'] as const;
export type CostLimitName = (typeof costLimitNames)[number];

/** Safe where nobody has set anything: one person can spend two dollars a month. */
export const defaultLimits: Limits = {
  monthly: 200_000,
  period_day: 1,
  per_job: null,
  per_day: null,
  budget: null,
  cost_per_day: null,
  cost_per_month: null,
  jobs_per_person: 3,
  jobs_at_once: null,
  confirm_above: 25_000,
  admin_channel: null,
  admins: [],
  compare: 'button',
  motion: 'full',
};

export type LimitKind = 'credits' | 'count' | 'day' | 'channel' | 'groups' | 'choice';
type Kind = { kind: LimitKind; group?: true; choices?: readonly string[] };
/** Every limit, in the order people see them. `group`: a group may have its own; `choices`: of a choice, what there is. */
export const limitKinds: Readonly<Record<LimitName, Kind>> = {
  monthly: { kind: 'credits', group: true },
  period_day: { kind: 'day' },
  per_job: { kind: 'credits', group: true },
  per_day: { kind: 'credits', group: true },
  budget: { kind: 'credits' },
  cost_per_day: { kind: 'credits' },
  cost_per_month: { kind: 'credits' },
  jobs_per_person: { kind: 'count', group: true },
  jobs_at_once: { kind: 'count' },
  confirm_above: { kind: 'credits', group: true },
  admin_channel: { kind: 'channel' },
  admins: { kind: 'groups' },
  compare: { kind: 'choice', choices: compareWays },
  motion: { kind: 'choice', choices: motions },
};
export const limitNames = Object.keys(limitKinds) as LimitName[]; // The record above has exactly these keys.
/** Those that a group may have of its own. */
export const groupLimitNames = limitNames.filter((name) => limitKinds[name].group);

const lifted = new Set(['none', 'unlimited', 'never', 'off', 'no']);

/** @throws Failure `limit-unknown`. */
export function limitNameFrom(given: string, forGroup: boolean): LimitName {
  const names = forGroup ? groupLimitNames : limitNames;
  const name = names.find((each) => each === given);
  if (name === undefined) throw new Failure('limit-unknown', { given, known: [...names] });
  return name;
}

/** A limit in credits as people type it: an amount, nothing at all, or null for `none`. @throws Failure `amount-wrong`. */
export function creditsFrom(given: string): number | null {
  const text = given.trim();
  if (lifted.has(text.toLowerCase())) return null;
  // Nothing at all is a sensible allowance: then only grants are spent.
  return /^0+(\.0+)?$/.test(text) ? 0 : amountFrom(text);
}

/**
 * The value of a limit as people type it. `none` lifts it.
 * @throws Failure `limit-unknown`, `limit-wrong` or `amount-wrong`.
 */
export function limitFrom(
  name: string,
  given: string,
  forGroup: boolean,
): { name: LimitName; value: Limits[LimitName] | string } {
  const known = limitNameFrom(name, forGroup);
  const text = given.trim();
  const { kind, choices = [] } = limitKinds[known];
  const wrong = () => new Failure('limit-wrong', { name: known, kind, given: text, choices: [...choices] });
  const whole = (least: number, most: number) => {
    if (!/^\d{1,6}$/.test(text) || Number(text) < least || Number(text) > most) throw wrong();
    return Number(text);
  };
  if (kind === 'credits') return { name: known, value: creditsFrom(text) };
  if (kind === 'choice') {
    if (!choices.includes(text.toLowerCase())) throw wrong();
    return { name: known, value: text.toLowerCase() };
  }
  if (kind === 'day') return { name: known, value: whole(1, 28) };
  if (kind === 'groups')
    return { name: known, value: lifted.has(text.toLowerCase()) ? [] : text.split(/[\s,]+/).filter(Boolean) };
  if (lifted.has(text.toLowerCase())) return { name: known, value: null };
  if (kind === 'count') return { name: known, value: whole(1, 10_000) };
  if (!/^\S{1,100}$/.test(text)) throw wrong();
  return { name: known, value: text };
}
