/** What several days come to, and how times are spread; pure. */
import { findModel, models } from '../../models/index.ts';
import type { DayTally, ModelTally, Spender } from '../store/overview/days.ts';

/** Half of them, and nine in ten, took no longer, in ms. */
export type Spread = { count: number; halfMs: number; mostMs: number };

const mostPeople = 10;

export const titleOf = (name: string) => findModel(name)?.title ?? name;
/** The model's own place among them; behind all for one that is not known any more. */
const placeOf = (name: string) => (models.findIndex((model) => model.name === name) + 99) % 99;

export function spreadOf(times: readonly number[]): Spread | undefined {
  if (times.length === 0) return undefined;
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => Math.max(0, sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
  return { count: sorted.length, halfMs: at(0.5), mostMs: at(0.9) };
}

export const add = (one: Omit<ModelTally, 'model'>, other: Omit<ModelTally, 'model'>) => ({
  jobs: one.jobs + other.jobs,
  charged: one.charged + other.charged,
  cost: one.cost + other.cost,
  lab: one.lab + other.lab,
});

export function modelsOf(days: readonly DayTally[]): (ModelTally & { title: string })[] {
  const sums = new Map<string, ModelTally>();
  for (const row of days.flatMap(({ models }) => models)) {
    const before = sums.get(row.model);
    sums.set(row.model, before ? { model: row.model, ...add(before, row) } : row);
  }
  return [...sums.values()]
    .map((row) => ({ ...row, title: titleOf(row.model) }))
    .sort((a, b) => placeOf(a.model) - placeOf(b.model) || (a.model < b.model ? -1 : 1));
}

export function peopleOf(days: readonly DayTally[]): Spender[] {
  const sums = new Map<string, Spender>();
  for (const it of days.flatMap(({ spenders }) => spenders)) {
    const key = JSON.stringify([it.scope, it.person]);
    sums.set(key, { ...it, charged: it.charged + (sums.get(key)?.charged ?? 0) });
  }
  return [...sums.values()].sort((a, b) => b.charged - a.charged).slice(0, mostPeople);
}
