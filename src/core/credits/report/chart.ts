/** The picture of a usage: a bar for each day, stacked by model, and the provider's cost as a mark over it. */
import sharp from 'sharp';
import { models as known } from '../../../models/index.ts';
import { chartWords as words } from '../../words/chart.ts';
import { cut, lettering, widthOf } from './svg-text.ts';

type Tally = { jobs: number; charged: number; cost: number };
/** Amounts in thousandths of a credit. */
export type ChartData = {
  /** Oldest first. */
  days: readonly (Tally & { name: string })[];
  /** What was charged most first. */
  models: readonly (Tally & { name: string; title: string })[];
  rows: readonly { day: string; model: string; charged: number }[];
  total: Tally;
};

const [width, height] = [1200, 675];
/** Where the bars stand, in pixels. */
const plot = { left: 96, right: 1160, top: 156, bottom: 520 };
const [ink, soft, line] = ['#1f2430', '#5b6372', '#e3e6eb'];
/** Told apart by people of every colour vision (Okabe and Ito, 2008), without its black and its yellow, too pale on white. */
const colours = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00'];
const grey = '#9aa1ad';

type Series = { title: string; colour: string; of: (day: string) => number };

/** @returns a PNG of 1200 × 675 pixels. */
export function chartOf(data: ChartData): Promise<Buffer> {
  const scale = scaleFor(Math.max(0, ...data.days.flatMap(({ charged, cost }) => [charged, cost])));
  const series = seriesOf(data);
  const parts = [
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    lettering(words.title(data.days.map(({ name }) => name)), {
      ...{ x: 40, y: 62, size: 30, fill: ink, bold: true },
    }),
    ...(isEmpty(data.total)
      ? [nothing()]
      : [
          lettering(words.summary(data.total), { x: 40, y: 98, size: 18, fill: soft }),
          lettering(words.amounts, { x: 40, y: 136, size: 15, fill: soft }),
          ...grid(scale),
          ...bars(data, series, scale),
        ]),
    ...axis(data.days),
    ...(isEmpty(data.total) ? [] : legend(series)),
  ];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${parts.join('')}</svg>`;
  return sharp(Buffer.from(svg)).png({ palette: true }).toBuffer();
}

const isEmpty = ({ jobs, charged, cost }: Tally) => jobs === 0 && charged === 0 && cost === 0;

const nothing = () =>
  lettering(words.nothing, {
    ...{ x: (plot.left + plot.right) / 2, y: (plot.top + plot.bottom) / 2, size: 28, fill: soft },
    align: 'middle',
  });

/** One for each model; beyond what can be told apart they are counted together. */
function seriesOf({ models, rows }: ChartData): Series[] {
  const charged = new Map<string, number>();
  for (const row of rows) {
    const key = JSON.stringify([row.day, row.model]);
    charged.set(key, (charged.get(key) ?? 0) + row.charged);
  }
  const of = (names: readonly string[]) => (day: string) =>
    names.reduce((sum, name) => sum + (charged.get(JSON.stringify([day, name])) ?? 0), 0);
  const alone = models.length > colours.length ? colours.length - 1 : colours.length;
  const rest = models.slice(alone).map(({ name }) => name);
  // A model has the same colour in every picture, as far as there are colours.
  const own = new Map(known.map(({ name }, index) => [name, colours[index]]));
  const taken = models.slice(0, alone).flatMap(({ name }) => own.get(name) ?? []);
  const free = colours.filter((colour) => !taken.includes(colour));
  const colourOf = (name: string) => own.get(name) ?? free.shift() ?? grey;
  return [
    ...models.slice(0, alone).map(({ name, title }) => ({ title, colour: colourOf(name), of: of([name]) })),
    ...(rest.length > 0 ? [{ title: words.others(rest.length), colour: grey, of: of(rest) }] : []),
  ];
}

type Scale = { ticks: number[]; y: (amount: number) => number };

/** Up to six round steps, none finer than the ledger counts. @param most thousandths of a credit */
function scaleFor(most: number): Scale {
  const rough = Math.max(1, most) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const round = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10;
  const step = Math.max(1, Math.ceil(round * power));
  const count = Math.max(1, Math.ceil(most / step));
  const top = step * count;
  return {
    ticks: Array.from({ length: count + 1 }, (_, index) => index * step),
    y: (amount) => plot.bottom - (amount / top) * (plot.bottom - plot.top),
  };
}

const grid = ({ ticks, y }: Scale) =>
  ticks.flatMap((tick) => [
    tick === 0 ? '' : rectangle(plot.left, Math.round(y(tick)), plot.right - plot.left, 1, line),
    lettering(words.amount(tick), {
      ...{ x: plot.left - 14, y: y(tick) + 5, size: 15, fill: soft, align: 'end' },
    }),
  ]);

const rectangle = (x: number, y: number, wide: number, high: number, fill: string) =>
  `<rect x="${x.toFixed(2)}" y="${y.toFixed(2)}" width="${wide.toFixed(2)}" height="${high.toFixed(2)}" fill="${fill}"/>`;

const slotOf = (count: number) => (plot.right - plot.left) / Math.max(1, count);
const middleOf = (index: number, count: number) => plot.left + (index + 0.5) * slotOf(count);

function bars({ days }: ChartData, series: readonly Series[], { y }: Scale): string[] {
  const slot = slotOf(days.length);
  const wide = Math.round(Math.min(84, slot * 0.68));
  return days.flatMap((day, index) => {
    const middle = middleOf(index, days.length);
    let [base, low] = [0, plot.bottom];
    const stack = series.flatMap(({ colour, of }) => {
      const amount = of(day.name);
      if (amount <= 0) return [];
      base += amount;
      // On whole pixels, so that edges are sharp; what was charged is seen, however little it is.
      const high = Math.min(Math.round(y(base)), low - 2);
      // A seam of white between two models.
      const seam = low - high > 5 ? 1 : 0;
      const part = rectangle(Math.round(middle - wide / 2), high, wide, low - high - seam, colour);
      low = high;
      return [part];
    });
    const total = words.amount(day.charged);
    const fits = day.charged > 0 && widthOf(total, 15) < slot - 6;
    // On the bar, unless the mark is in the way: then on the mark.
    const [over, mark] = [y(day.charged), y(day.cost) - 3];
    const above = (mark < over + 4 && mark > over - 28 ? Math.min(mark, over) : over) - 9;
    return [
      ...stack,
      ...(day.cost > 0 ? [costMark(middle, y(day.cost), wide + Math.min(16, slot * 0.24))] : []),
      ...(fits ? [lettering(total, { x: middle, y: above, size: 15, fill: ink, align: 'middle' })] : []),
    ];
  });
}

/** Dark with a white edge, so that it is seen on every colour and on none. */
const costMark = (middle: number, y: number, wide: number) =>
  rectangle(middle - wide / 2 - 1, y - 2.5, wide + 2, 5, '#ffffff') +
  rectangle(middle - wide / 2, y - 1.5, wide, 3, ink);

/** The ground line, and as many days under it as have room, the last one among them. */
function axis(days: ChartData['days']): string[] {
  const apart = Math.max(1, Math.ceil(72 / slotOf(days.length)));
  const shown = days.flatMap(({ name }, index) =>
    (days.length - 1 - index) % apart === 0
      ? [
          lettering(words.day(name), {
            ...{
              x: middleOf(index, days.length),
              y: plot.bottom + 28,
              size: 15,
              fill: soft,
              align: 'middle',
            },
          }),
        ]
      : [],
  );
  return [
    rectangle(plot.left, plot.bottom, plot.right - plot.left, 1.5, soft),
    ...shown,
    lettering(words.days, { x: plot.right, y: plot.bottom + 56, size: 15, fill: soft, align: 'end' }),
  ];
}

/** In rows from the left, what it does not have room for in a second one. */
function legend(series: readonly Series[]): string[] {
  let [x, y] = [40, 618];
  const place = (label: string, key: (x: number, y: number) => string) => {
    const text = cut(label, 14, 240);
    const wide = 24 + widthOf(text, 14) + 24;
    if (x + wide > width) [x, y] = [40, y + 30];
    const drawn = key(x, y) + lettering(text, { x: x + 24, y, size: 14, fill: ink });
    x += wide;
    return drawn;
  };
  return [
    ...series.map(({ title, colour }) =>
      place(title, (left, low) => rectangle(left, low - 12, 15, 15, colour)),
    ),
    place(words.cost, (left, low) => rectangle(left - 2, low - 6, 19, 3, ink)),
  ];
}
