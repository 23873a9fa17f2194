/** The books of the samples: what Redis would hold of credits, for core's own service to read. */

import { type CreditsService, createCreditsService } from '../../src/core/credits/service.ts';
import type { Policy } from '../../src/core/domain/policy.ts';
import { policyFrom } from '../../src/core/domain/policy.ts';
import type { Account } from '../../src/core/store/ledger/account.ts';
import type { Ledger } from '../../src/core/store/ledger/ledger.ts';
import type { UsageRow } from '../../src/core/store/ledger/usage.ts';
import { day, minute, type Names, now } from './people.ts';
import { standIn } from './stand-in.ts';

/** Thousandths of a credit. */
const account: Account = {
  allowance: 143_500,
  granted: 50_000,
  reserved: 168_400,
  used: 56_500,
  period: '2026-11',
  today: 17_090,
  limit: 200_000,
};

const usageOf = ({ people }: Names): UsageRow[] =>
  (
    [
      [0, people.ann, 'esrgan', 14, 7_000, 6_900],
      [0, people.ben, 'clarityai-flux-upscaler', 1, 168_400, 168_400],
      [1, people.cleo, 'video-frame-interpolation', 3, 30_000, 27_500],
      [1, people.ann, 'svd', 2, 33_180, 33_180],
      [3, people.ben, 'flashvsr', 1, 117_620, 117_620],
      [5, people.cleo, 'esrgan', 9, 4_500, 4_400],
    ] as const
  ).map(([ago, person, model, jobs, charged, cost]) => ({
    day: new Date(now - ago * day).toISOString().slice(0, 10),
    person,
    model,
    jobs,
    charged,
    cost,
  }));

const hour = 60 * minute;
const ledgerOf = (names: Names, { empty }: { empty: boolean }): Ledger => {
  const { ann, ben } = names.people;
  return standIn<Ledger>({
    account: async () => account,
    entries: async () => [
      { kind: 'settle', at: now - 8 * minute, allowance: 0, granted: 0, job: 'r2n6p0s', charged: 500 },
      { kind: 'reserve', at: now - 9 * minute, allowance: -168_400, granted: 0, job: 'k7f3mq2' },
      { kind: 'release', at: now - hour, allowance: 10_000, granted: 0, job: 'w9d4c1z' },
      {
        kind: 'grant',
        at: now - 2 * day,
        allowance: 0,
        granted: 50_000,
        by: ben,
        reason: 'for the exhibition',
      },
      { kind: 'revoke', at: now - 3 * day, allowance: 0, granted: -5_000, by: ben, reason: 'given twice' },
      { kind: 'refill', at: now - 26 * day, allowance: 200_000, granted: 0 },
    ],
    give: async () => 'made',
    setPolicy: async () => undefined,
    holds: async () => [{ id: 'k7f3mq2', scope: names.scope, requester: ann, price: 168_400 }],
    above: async () => new Map(),
    usage: async (_scope, days) => (empty ? [] : usageOf(names).filter((row) => days.includes(row.day))),
    audit: async () => [
      { what: 'set', at: now - hour, by: ben, name: 'budget', to: '500000' },
      { what: 'set', at: now - 2 * hour, by: ben, name: `rule svd#${names.channel}`, to: '"deny"' },
      {
        what: 'grant',
        at: now - 2 * day,
        by: ben,
        person: ann,
        amount: 50_000,
        reason: 'for the exhibition',
      },
    ],
  });
};

/** What an owner who has thought about it has set. */
export const settled = (names: Names): Policy => {
  const set = {
    budget: 500_000,
    per_job: 200_000,
    admin_channel: names.otherChannel,
    [`group ${names.group} monthly`]: 800_000,
    [`rule svd#${names.channel}`]: 'deny',
    [`block ${names.people.cleo}`]: {
      until: now + 2 * hour,
      reason: 'a little too quick',
      by: names.people.ben,
    },
  };
  return policyFrom(
    Object.fromEntries(Object.entries(set).map(([name, value]) => [name, JSON.stringify(value)])),
  );
};
/** What one has set who has forgotten something. */
export const forgetful = (): Policy => policyFrom({ budget: '500000', monthly: '0' });

/** Core's own service, over books that hold only this. */
export const creditsOn = (names: Names, policy: Policy, options: { empty: boolean }): CreditsService =>
  createCreditsService({
    ledger: ledgerOf(names, options),
    clock: () => now,
    policyOf: async () => policy,
  });
