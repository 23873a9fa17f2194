/** What scripts are told: amounts in credits, times as ISO 8601, nothing internal. */
import type { Quote } from '../../core/credits/quote.ts';
import type { Usage } from '../../core/credits/report/usage.ts';
import type { Statement } from '../../core/credits/statements.ts';
import type { Job } from '../../core/domain/job.ts';
import { type Limits, limitKinds, limitNames } from '../../core/domain/limits.ts';
import type { Policy } from '../../core/domain/policy.ts';
import type { Inspection, Unfinished } from '../../core/inspect/inspection.ts';
import type { AuditLine } from '../../core/store/ledger/policies.ts';
import { failureSentence } from '../../core/view/ending.ts';
import { tookMs } from '../../core/view/facts.ts';

const inCredits = (thousandths: number | null) => (thousandths === null ? null : thousandths / 1000);
const time = (at: number) => new Date(at).toISOString();

/** Those that are set, by name. */
const limitsJson = (limits: Partial<Limits>) =>
  Object.fromEntries(
    limitNames.flatMap((name) => {
      const value = limits[name];
      if (value === undefined) return [];
      return [
        [name, limitKinds[name].kind === 'credits' && typeof value === 'number' ? value / 1000 : value],
      ];
    }),
  );

export const statementJson = (person: string, it: Statement) => ({
  person,
  available: inCredits(it.available),
  allowance: {
    limit: inCredits(it.limit),
    left: inCredits(it.limit === null ? null : it.allowance),
    used: it.used / 1000,
  },
  granted: it.granted / 1000,
  reserved: it.reserved / 1000,
  today: it.today / 1000,
  period: it.period,
  refill: time(it.refill),
  limits: limitsJson(it.limits),
  entries: it.entries.map(({ at, allowance, granted, charged, ...entry }) => ({
    ...entry,
    at: time(at),
    allowance: allowance / 1000,
    granted: granted / 1000,
    ...(charged === undefined ? {} : { charged: charged / 1000 }),
  })),
});

export const policyJson = (policy: Policy) => ({
  limits: limitsJson(policy.limits),
  groups: Object.fromEntries([...policy.groups].map(([id, limits]) => [id, limitsJson(limits)])),
  rules: Object.fromEntries(policy.rules),
  blocks: Object.fromEntries(
    [...policy.blocks].map(([id, { until, ...block }]) => [id, { ...block, until: time(until) }]),
  ),
});

export const auditJson = (lines: readonly AuditLine[]) =>
  lines.map(({ at, amount, ...line }) => ({
    ...line,
    at: time(at),
    ...(amount === undefined ? {} : { amount: amount / 1000 }),
  }));

type Tally = { jobs: number; charged: number; cost: number };
const tallyJson = <Given extends Tally>({ charged, cost, ...rest }: Given) => ({
  ...rest,
  charged: charged / 1000,
  cost: cost / 1000,
});

export function usageJson({ days, previews, different, above, rows, totals, alt }: Usage, picture: string) {
  const { byPerson, byModel, byDay, ...total } = totals;
  return {
    days,
    total: tallyJson(total),
    previews,
    different,
    above,
    byPerson: byPerson.map(tallyJson),
    byModel: byModel.map((it) => ({ ...tallyJson(it), difference: (it.charged - it.cost) / 1000 })),
    byDay: byDay.map(tallyJson),
    rows: rows.map(tallyJson),
    picture,
    alt,
  };
}

const timeOrNot = (at: number | undefined) => (at === undefined ? undefined : time(at));

export const unfinishedJson = <Given extends Unfinished>({
  waits,
  createdAt,
  changedAt,
  price,
  ...rest
}: Given) => ({
  ...rest,
  price: price / 1000,
  createdAt: time(createdAt),
  changedAt: time(changedAt),
  waits: waits && { ...waits, at: timeOrNot(waits.at) },
});

/** Without what is not known yet. */
export const inspectionJson = (it: Inspection) => ({
  ...unfinishedJson(it),
  due: timeOrNot(it.due),
  notBefore: timeOrNot(it.notBefore),
  submittedAt: timeOrNot(it.submittedAt),
  processingAt: timeOrNot(it.processingAt),
  completedAt: timeOrNot(it.completedAt),
  holder: it.holder && { ...it.holder, until: time(it.holder.until) },
  lastAnswer: it.lastAnswer && { ...it.lastAnswer, at: time(it.lastAnswer.at) },
  missing: it.missing && { ...it.missing, since: time(it.missing.since) },
  charged: it.charged === undefined ? undefined : it.charged / 1000,
});

export const quoteJson = ({ title, settings, price, lines, choices }: Quote) => ({
  title,
  settings,
  credits: price / 1000,
  lines,
  variants: choices.flatMap(({ variant, label }) => (variant === undefined ? [] : [label])),
});

/** What a script wants to know: no address, no link, nothing internal. */
export function enhancedJson(job: Job, path: string | undefined) {
  const { name: _source, ...source } = job.sourceFile ?? { name: '' };
  const { name: _result, ...result } = job.result ?? { name: '' };
  return {
    id: job.id,
    state: job.state,
    model: job.model,
    settings: job.settings,
    price: {
      credits: job.price / 1000,
      charged: (job.charged ?? 0) / 1000,
      hold: job.hold,
      providerDollars: job.cost ?? null,
    },
    source: job.sourceFile ? source : null,
    result: job.result ? { path, ...result } : null,
    failure:
      job.state === 'done' ? null : { code: job.failure?.code ?? job.state, sentence: failureSentence(job) },
    ms: { total: tookMs(job) ?? job.changedAt - job.createdAt },
  };
}
