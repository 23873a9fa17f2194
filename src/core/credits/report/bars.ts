/** A usage's bars: of which parts, how high, and where the words over them stand; amounts in thousandths of a credit. */
import { models as known } from '../../../models/index.ts';
import { look } from '../../charts/svg.ts';
import { chartWords as words } from '../../words/chart.ts';

type Tally = { jobs: number; charged: number; cost: number };
export type ChartData = {
  /** Oldest first. */
  days: readonly (Tally & { name: string })[];
  /** What was charged most first. */
  models: readonly (Tally & { name: string; title: string })[];
  rows: readonly { day: string; model: string; charged: number }[];
  total: Tally;
  previews: number;
};

export type Series = { title: string; colour: string; of: (day: string) => number };
type Day = ChartData['days'][number];

/** `pixel`: the amount that is as high as a pixel. */
export type Axis = { ticks: number[]; top: number; pixel: number };

/** Up to six round steps, none finer than the ledger counts. @param high of the axis, in pixels */
export function axisFor(days: readonly Day[], high: number): Axis {
  const most = Math.max(1, ...days.flatMap(({ charged, cost }) => [charged, cost]));
  const rough = most / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const round = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10;
  const step = Math.max(1, Math.ceil(round * power));
  const count = Math.max(1, Math.ceil(most / step));
  const top = step * count;
  return { top, pixel: top / high, ticks: Array.from({ length: count + 1 }, (_, index) => index * step) };
}

/** One for each model; beyond what can be told apart they are counted together. */
export function seriesOf({ models, rows }: ChartData): Series[] {
  const charged = new Map<string, number>();
  for (const row of rows) {
    const key = JSON.stringify([row.day, row.model]);
    charged.set(key, (charged.get(key) ?? 0) + row.charged);
  }
  const of = (names: readonly string[]) => (day: string) =>
    names.reduce((sum, name) => sum + (charged.get(JSON.stringify([day, name])) ?? 0), 0);
  const alone = models.length > look.parts.length ? look.parts.length - 1 : look.parts.length;
  const rest = models.slice(alone).map(({ name }) => name);
  // A model has the same colour in every picture, as far as there are colours.
  const own = new Map(known.map(({ name }, index) => [name, look.parts[index]]));
  const taken = models.slice(0, alone).flatMap(({ name }) => own.get(name) ?? []);
  const free = look.parts.filter((colour) => !taken.includes(colour));
  const colourOf = (name: string) => own.get(name) ?? free.shift() ?? look.rest;
  return [
    ...models.slice(0, alone).map(({ name, title }) => ({ title, colour: colourOf(name), of: of([name]) })),
    ...(rest.length > 0 ? [{ title: words.others(rest.length), colour: look.rest, of: of(rest) }] : []),
  ];
}

/** What is drawn of each model on each day, one upon the other; `part`: the number of the series. */
export const segmentsOf = (days: readonly string[], series: readonly Series[], { pixel }: Axis) =>
  days.flatMap((day) => {
    let [sum, low] = [0, 0];
    return series.flatMap(({ of }, part) => {
      const amount = of(day);
      if (amount <= 0) return [];
      sum += amount;
      // On whole pixels, so that edges are sharp; what was charged is seen, however little it is.
      const high = Math.max(Math.round(sum / pixel), low + 2);
      // A seam of white between two models.
      const seam = high - low > 5 ? 1 : 0;
      const segment = { day, part, from: low * pixel, to: (high - seam) * pixel };
      low = high;
      return [segment];
    });
  });

/** The day's sum, over its bar; over the mark of the cost where that would be in the way. */
export const markersOf = (days: readonly Day[], { pixel }: Axis, fits: (label: string) => boolean) =>
  days.flatMap(({ name, charged, cost }) => {
    const label = words.amount(charged);
    if (charged <= 0 || !fits(label)) return [];
    const [bar, mark] = [charged / pixel, cost / pixel + 3];
    const isInTheWay = mark > bar - 4 && mark < bar + 28;
    return [{ day: name, label, over: (isInTheWay ? Math.max(mark, bar) : bar) * pixel }];
  });
