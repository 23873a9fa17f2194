/** What was used in a scope: who, which model, which day, the provider's cost beside the credits; as a table and as a picture. */
import type { UsageRow } from '../../store/ledger/usage.ts';
import { usageAlt } from '../../words/chart.ts';
import { chartOf } from './chart.ts';

/** `charged` and `cost` in thousandths of a credit; a credit is a US cent, so the two can be compared. */
export type Tally = { jobs: number; charged: number; cost: number };
export type NamedTally = Tally & { name: string };

export type Usage = {
  /** All that were asked for, used or not, the oldest first: `2026-11-21`, in UTC. */
  days: readonly string[];
  /** Jobs for which the lab stood in. They are no part of anything below: nobody was paid for them. */
  previews: number;
  /** Results that were not as expected, the lab's among them, by model; the most first. */
  different: { title: string; count: number }[];
  /** Models that took more than their price, in each of so many of their last runs; the most first. */
  above: { title: string; runs: number }[];
  /** The newest day first, and in a day what was charged most. */
  rows: (UsageRow & { title: string })[];
  totals: Tally & {
    /** What was charged most first; the days as in `days`. */
    byPerson: NamedTally[];
    byModel: (NamedTally & { title: string })[];
    byDay: NamedTally[];
  };
  /** What the picture shows, in words. */
  alt: string;
  /** A PNG of 1200 × 675 pixels; it is drawn anew each time. */
  picture(): Promise<Buffer>;
};

/** Fewer runs than that may be chance. */
const oftenAbove = 20;

const none: Tally = { jobs: 0, charged: 0, cost: 0 };
const sum = (rows: readonly Tally[]): Tally =>
  rows.reduce(
    (total, { jobs, charged, cost }) => ({
      jobs: total.jobs + jobs,
      charged: total.charged + charged,
      cost: total.cost + cost,
    }),
    none,
  );

function grouped(rows: readonly UsageRow[], by: 'person' | 'model'): NamedTally[] {
  const groups = new Map<string, UsageRow[]>();
  for (const row of rows) groups.set(row[by], [...(groups.get(row[by]) ?? []), row]);
  return [...groups].map(([name, each]) => ({ name, ...sum(each) })).sort(mostFirst);
}

/** Names decide between equals, so that the same rows always give the same table and the same picture. */
const mostFirst = (a: NamedTally, b: NamedTally) =>
  b.charged - a.charged || b.cost - a.cost || compare(a.name, b.name);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * @param days all days it is about, the oldest first; rows of other days are left out.
 * @param titleOf a model's title, for people.
 * @param above how many of a model's last runs all took more than their price.
 */
export function usageFrom(
  rows: readonly UsageRow[],
  days: readonly string[],
  titleOf: (model: string) => string,
  above: ReadonlyMap<string, number> = new Map(),
): Usage {
  const wanted = new Set(days);
  const all = rows.filter(({ day }) => wanted.has(day));
  const previews = all.reduce((total, { lab = 0 }) => total + lab, 0);
  const counts = new Map<string, number>();
  for (const { model, different = 0 } of all)
    if (different > 0) counts.set(model, (counts.get(model) ?? 0) + different);
  const different = [...counts]
    .map(([model, count]) => ({ title: titleOf(model), count }))
    .sort((a, b) => b.count - a.count || compare(a.title, b.title));
  const inside = all.filter(({ jobs, charged, cost }) => jobs > 0 || charged > 0 || cost > 0);
  const byModel = grouped(inside, 'model').map((it) => ({ ...it, title: titleOf(it.name) }));
  const byDay = days.map((name) => ({ name, ...sum(inside.filter(({ day }) => day === name)) }));
  const total = sum(inside);
  const alt = usageAlt({ days, total, previews, model: byModel[0], day: byDay.toSorted(mostFirst)[0] });
  return {
    days,
    previews,
    different,
    above: [...above]
      .filter(([, runs]) => runs >= oftenAbove)
      .map(([model, runs]) => ({ title: titleOf(model), runs }))
      .sort((a, b) => b.runs - a.runs || compare(a.title, b.title)),
    rows: inside
      .map(({ lab: _, different: __, ...row }) => ({ ...row, title: titleOf(row.model) }))
      .sort(
        (a, b) =>
          compare(b.day, a.day) ||
          b.charged - a.charged ||
          compare(a.person, b.person) ||
          compare(a.model, b.model),
      ),
    totals: { ...total, byPerson: grouped(inside, 'person'), byModel, byDay },
    alt,
    picture: () => chartOf({ days: byDay, models: byModel, rows: inside, total, previews }),
  };
}
