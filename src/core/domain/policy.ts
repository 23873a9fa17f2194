/** All that the owner of a scope has set: limits for everybody, other ones for groups, rules for models and channels, blocks. */
import { z } from 'zod';
import { findModel, models } from '../../models/index.ts';
import { Failure } from './failure.ts';
import {
  defaultLimits,
  groupLimitNames,
  type LimitKind,
  type LimitName,
  type Limits,
  limitKinds,
  limitNames,
} from './limits.ts';
import { type PotRules, potRulesFrom } from './pots/pot.ts';

const blockSchema = z.object({ until: z.number(), reason: z.string(), by: z.string() });
export type Block = z.infer<typeof blockSchema>;

/** All that is set in a scope. */
export type Policy = {
  limits: Limits;
  groups: ReadonlyMap<string, Partial<Limits>>;
  /** By pattern: `esrgan`, `#channel`, `esrgan#channel` or `*`. */
  rules: ReadonlyMap<string, 'allow' | 'deny'>;
  blocks: ReadonlyMap<string, Block>;
  pot: PotRules;
};

const parsers: Readonly<Record<LimitKind, z.ZodType>> = {
  credits: z.number().nullable(),
  count: z.number().nullable(),
  day: z.number(),
  channel: z.string().nullable(),
  groups: z.array(z.string()),
  choice: z.string(),
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
    if (known === undefined) return;
    const { kind, choices } = limitKinds[known];
    const parsed = parsers[kind].safeParse(value);
    if (parsed.success && (choices?.includes(String(parsed.data)) ?? true))
      Object.assign(target, { [known]: parsed.data });
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
  const pot = potRulesFrom(hash);
  return { limits: { ...defaultLimits, ...defaults, ...limits }, groups, rules, blocks, pot };
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
  { channel, above }: { channel?: string | undefined; above?: string | undefined },
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
