/** What the owner of a scope allows: limits for everybody, other ones for groups, rules for models and channels, blocks. */
import { z } from 'zod';
import { findModel, models } from '../../models/index.ts';
import { amountFrom } from './amount.ts';
import { Failure } from './failure.ts';

/** Amounts in thousandths of a credit; null is without limit. */
export type Limits = {
  monthly: number | null;
  period_day: number;
  per_job: number | null;
  per_day: number | null;
  budget: number | null;
  jobs_per_person: number | null;
  jobs_at_once: number | null;
  confirm_above: number | null;
  admin_channel: string | null;
  /** Ids of roles or user groups whose members are admins here, besides the platform's own. */
  admins: readonly string[];
};
export type LimitName = keyof Limits;

/** Safe where nobody has set anything: one person can spend two dollars a month. */
export const defaultLimits: Limits = {
  monthly: 200_000,
  period_day: 1,
  per_job: null,
  per_day: null,
  budget: null,
  jobs_per_person: 3,
  jobs_at_once: null,
  confirm_above: 25_000,
  admin_channel: null,
  admins: [],
};

type Kind = 'credits' | 'count' | 'day' | 'channel' | 'groups';
/** Every limit, in the order people see them. `group`: a group may have its own. */
export const limitKinds: Readonly<Record<LimitName, { kind: Kind; group?: true }>> = {
  monthly: { kind: 'credits', group: true },
  period_day: { kind: 'day' },
  per_job: { kind: 'credits', group: true },
  per_day: { kind: 'credits', group: true },
  budget: { kind: 'credits' },
  jobs_per_person: { kind: 'count', group: true },
  jobs_at_once: { kind: 'count' },
  confirm_above: { kind: 'credits', group: true },
  admin_channel: { kind: 'channel' },
  admins: { kind: 'groups' },
};
export const limitNames = Object.keys(limitKinds) as LimitName[]; // The record above has exactly these keys.
/** Those that a group may have of its own. */
const groupLimitNames = limitNames.filter((name) => limitKinds[name].group);

const blockSchema = z.object({ until: z.number(), reason: z.string(), by: z.string() });
export type Block = z.infer<typeof blockSchema>;

/** All that is set in a scope. */
export type Policy = {
  limits: Limits;
  groups: ReadonlyMap<string, Partial<Limits>>;
  /** By pattern: `esrgan`, `#channel`, `esrgan#channel` or `*`. */
  rules: ReadonlyMap<string, 'allow' | 'deny'>;
  blocks: ReadonlyMap<string, Block>;
};

const parsers: Readonly<Record<Kind, z.ZodType>> = {
  credits: z.number().nullable(),
  count: z.number().nullable(),
  day: z.number(),
  channel: z.string().nullable(),
  groups: z.array(z.string()),
};

/** How a setting is kept: `monthly`, `group <id> monthly`, `rule <pattern>`, `block <person>`; each with JSON. */
export const fieldFor = {
  limit: (name: LimitName, group?: string) => (group === undefined ? name : `group ${group} ${name}`),
  rule: (pattern: string) => `rule ${pattern}`,
  block: (person: string) => `block ${person}`,
};

/** @param hash as it is kept; what this version does not know is passed over. */
export function policyFrom(hash: Readonly<Record<string, string>>, defaults: Partial<Limits> = {}): Policy {
  const limits: Partial<Limits> = {};
  const groups = new Map<string, Partial<Limits>>();
  const rules = new Map<string, 'allow' | 'deny'>();
  const blocks = new Map<string, Block>();
  const setLimit = (target: Partial<Limits>, names: readonly LimitName[], name: string, value: unknown) => {
    const known = names.find((each) => each === name);
    const parsed = known && parsers[limitKinds[known].kind].safeParse(value);
    if (known && parsed?.success) Object.assign(target, { [known]: parsed.data });
  };
  for (const [field, text] of Object.entries(hash)) {
    const value: unknown = JSON.parse(text);
    const [kind, ...rest] = field.split(' ');
    const [subject = '', name = ''] = rest;
    if (kind === 'group') {
      const group = groups.get(subject) ?? {};
      setLimit(group, groupLimitNames, name, value);
      groups.set(subject, group);
    } else if (kind === 'rule') rules.set(subject, value === 'allow' ? 'allow' : 'deny');
    else if (kind === 'block') {
      const block = blockSchema.safeParse(value);
      if (block.success) blocks.set(rest.join(' '), block.data);
    } else setLimit(limits, limitNames, field, value);
  }
  return { limits: { ...defaultLimits, ...defaults, ...limits }, groups, rules, blocks };
}

/** The limits of a person in these groups: where a group has its own, the most generous one counts instead of everybody's. */
export function limitsFor(policy: Policy, groups: readonly string[]): Limits {
  const own = groups.flatMap((group) => policy.groups.get(group) ?? []);
  const found = { ...policy.limits };
  for (const name of limitNames) {
    const values = own.flatMap((group) => (group[name] === undefined ? [] : [group[name]]));
    if (values.length === 0) continue;
    const most = values.includes(null) ? null : Math.max(...values.map(Number));
    Object.assign(found, { [name]: most });
  }
  return found;
}

/**
 * Whether the model may be run there: the closest rule counts, and a denial among equals. A thread is closer than the
 * channel above it, and that is closer than everywhere.
 */
export function isAllowed(
  policy: Policy,
  model: string,
  { channel, above }: { channel?: string; above?: string },
): boolean {
  const [last, ...closer] = [above, channel].flatMap((id) => (id === undefined ? [] : [`#${id}`]));
  const levels = [
    ...closer.flatMap((here) => [[model + here], [here]]),
    ...(last === undefined ? [[model]] : [[model + last], [model, last]]),
    ['*'],
  ];
  for (const level of levels) {
    const found = level.flatMap((pattern) => policy.rules.get(pattern) ?? []);
    if (found.length > 0) return !found.includes('deny');
  }
  return true;
}

/** @throws Failure `limit-unknown` or `unknown-model`. */
export function rulePattern(it: { model?: string | undefined; channel?: string | undefined }): string {
  const model = it.model === undefined || it.model === '*' ? undefined : findModel(it.model);
  if (it.model !== undefined && it.model !== '*' && !model)
    throw new Failure('unknown-model', { given: it.model, known: models.map(({ name }) => name) });
  const channel = it.channel?.replace(/^#/, '').replace(/\s/g, '');
  return `${model?.name ?? (channel ? '' : '*')}${channel ? `#${channel}` : ''}`;
}

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
): { name: LimitName; value: Limits[LimitName] } {
  const known = limitNameFrom(name, forGroup);
  const text = given.trim();
  const { kind } = limitKinds[known];
  const wrong = () => new Failure('limit-wrong', { name: known, kind, given: text });
  const whole = (least: number, most: number) => {
    if (!/^\d{1,6}$/.test(text) || Number(text) < least || Number(text) > most) throw wrong();
    return Number(text);
  };
  if (kind === 'credits') return { name: known, value: creditsFrom(text) };
  if (kind === 'day') return { name: known, value: whole(1, 28) };
  if (kind === 'groups')
    return { name: known, value: lifted.has(text.toLowerCase()) ? [] : text.split(/[\s,]+/).filter(Boolean) };
  if (lifted.has(text.toLowerCase())) return { name: known, value: null };
  if (kind === 'count') return { name: known, value: whole(1, 10_000) };
  if (!/^\S{1,100}$/.test(text)) throw wrong();
  return { name: known, value: text };
}
