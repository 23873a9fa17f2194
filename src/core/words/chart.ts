/** The words of the usage picture, and the words for whoever cannot see it. */
import { credits, day } from './amounts.ts';
import { some } from './names.ts';

type Tally = { jobs: number; charged: number; cost: number };

/** ms since 1970, of a day like `2026-11-21`. */
const at = (date: string) => Date.parse(date);
const year = (date: string) => date.slice(0, 4);

/** `1 to 30 November 2026`, `24 October to 22 November 2026`, `3 November 2026`. @param days oldest first */
export function span(days: readonly string[]): string {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return 'no days';
  const end = `${day(at(last))} ${year(last)}`;
  if (first === last) return end;
  const start = first.slice(0, 7) === last.slice(0, 7) ? String(Number(first.slice(8))) : day(at(first));
  return `${year(first) === year(last) ? start : `${day(at(first))} ${year(first)}`} to ${end}`;
}

const jobs = (count: number) => `${count} ${count === 1 ? 'job' : 'jobs'}`;

/** `3 lab previews, not counted`: what the lab does instead of a model costs nobody anything. */
export const notCounted = (previews: number) =>
  `${previews} lab ${previews === 1 ? 'preview' : 'previews'}, not counted`;
const besides = (previews: number) => (previews > 0 ? ` Besides, ${notCounted(previews)}.` : '');

/** Two sentences that say what the picture shows. `most`: the day and the model that were charged most. */
export function usageAlt(it: {
  days: readonly string[];
  total: Tally;
  previews: number;
  model: { title: string; charged: number } | undefined;
  day: { name: string; charged: number } | undefined;
}): string {
  const { total, model, days, previews } = it;
  if (total.jobs === 0 && total.charged === 0 && total.cost === 0)
    return `An empty bar chart: nothing was used yet, ${span(days)}.${besides(previews)}`;
  const peaks = [
    ...(it.day && days.length > 1 ? [`on ${day(at(it.day.name))} (${some(it.day.charged)})`] : []),
    ...(model ? [`to ${model.title} (${some(model.charged)})`] : []),
  ];
  const most = total.charged > 0 && peaks.length > 0 ? ` Most went ${peaks.join(' and ')}.` : '';
  return (
    `Bar chart of the credits charged each day, ${span(days)}: ${jobs(total.jobs)} for ${some(total.charged)}, ` +
    `which cost ${some(total.cost)} at the provider.${most}${besides(previews)}`
  );
}

export const chartWords = {
  title: (days: readonly string[]) => `Credits used, ${span(days)}`,
  /** @param total undefined: nothing was used */
  summary: (total: Tally | undefined, previews: number) =>
    [
      ...(total
        ? [jobs(total.jobs), `${some(total.charged)} charged`, `${some(total.cost)} paid to the provider`]
        : []),
      ...(previews > 0 ? [notCounted(previews)] : []),
    ].join(' · '),
  nothing: 'Nothing used yet',
  amounts: 'Credits a day',
  days: 'Day (UTC)',
  cost: 'Provider cost',
  others: (count: number) => `${count} other models`,
  /** `3 Nov`. */
  day: (date: string) =>
    new Date(at(date)).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }),
  /** An amount that has little room: whole digits as long as they fit, then `12.5K`, `3M`. */
  amount: (thousandths: number) =>
    thousandths < 10_000_000
      ? credits(Math.round(thousandths))
      : new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 2 }).format(
          thousandths / 1000,
        ),
} as const;
