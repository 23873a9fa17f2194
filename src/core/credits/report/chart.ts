/** The picture of a usage: a bar for each day, stacked by model, and the provider's cost as a mark over it. */
import { legible, letters } from '../../charts/letters.ts';
import { pngOf } from '../../charts/png.ts';
import { type Chart, look, svgOf, worded } from '../../charts/svg.ts';
import { chartWords as words } from '../../words/chart.ts';
import { type Axis, axisFor, type ChartData, markersOf, type Series, segmentsOf, seriesOf } from './bars.ts';

const [width, height] = [1200, 675];
/** Where the bars stand, in pixels. */
const plot = { left: 96, right: 1160, top: 156, bottom: 520 };
const [wide, high] = [plot.right - plot.left, plot.bottom - plot.top];

/** @returns a PNG of 1200 × 675 pixels. */
export async function chartOf(data: ChartData): Promise<Buffer> {
  const { widthOf } = await letters();
  return pngOf(await svgOf(usageChart(data, (label) => widthOf(label, 15))));
}

function usageChart(data: ChartData, widthOf: (label: string) => number): Chart {
  const isEmpty = data.total.jobs === 0 && data.total.charged === 0 && data.total.cost === 0;
  const below = words.summary(isEmpty ? undefined : data.total, data.previews);
  const days = data.days.map(({ name }) => name);
  const slot = wide / Math.max(1, days.length);
  const axis = axisFor(data.days, high);
  const series = seriesOf(data);
  const bar = Math.round(Math.min(84, slot * 0.68));
  const mark = bar + Math.min(16, slot * 0.24);
  const markers = markersOf(data.days, axis, (label) => widthOf(label) < slot - 6);
  return {
    width: wide,
    height: high,
    padding: { left: plot.left, right: width - plot.right, top: plot.top, bottom: height - plot.bottom },
    autosize: 'none',
    title: {
      text: words.title(days),
      ...(below === '' ? {} : { subtitle: below }),
      frame: 'group',
      dx: 40 - plot.left,
      offset: isEmpty ? (below === '' ? 83 : 51) : 19,
    },
    encoding: { x: { field: 'day', ...daysAxis(days, slot) } },
    layer: isEmpty
      ? [{ data: { values: [] }, mark: 'bar' }, nothing()]
      : [
          {
            data: { values: segmentsOf(days, series, axis) },
            mark: { type: 'bar', width: bar },
            encoding: {
              y: { field: 'from', type: 'quantitative', ...amountAxis(axis) },
              y2: { field: 'to' },
              color: { field: 'part', type: 'nominal', ...legendOf(series) },
            },
          },
          // Dark with a white edge, so that it is seen on every colour and on none.
          ...[
            { size: mark + 2, thickness: 5, color: look.paper },
            { size: mark, thickness: 3, color: look.ink },
          ].map((drawn) => ({
            data: { values: data.days.flatMap(({ name, cost }) => (cost > 0 ? [{ day: name, cost }] : [])) },
            mark: { type: 'tick' as const, opacity: 1, ...drawn },
            encoding: { y: { field: 'cost', type: 'quantitative' as const } },
          })),
          {
            data: { values: markers },
            mark: { type: 'text', baseline: 'alphabetic', dy: -9 },
            encoding: { y: { field: 'over', type: 'quantitative' }, text: { field: 'label' } },
          },
        ],
  };
}

/** As many days as have room, the last one among them. */
function daysAxis(days: readonly string[], slot: number) {
  const apart = Math.max(1, Math.ceil(72 / slot));
  const values = days.filter((_, index) => (days.length - 1 - index) % apart === 0);
  return {
    type: 'ordinal' as const,
    scale: { domain: [...days], padding: 0 },
    axis: {
      values,
      labelExpr: worded(values, words.day),
      domain: true,
      labelAngle: 0,
      labelPadding: 14,
      labelOverlap: false,
      title: words.days,
      titleAnchor: 'end' as const,
      titleAlign: 'right' as const,
      titlePadding: 12,
    },
  };
}

const amountAxis = ({ ticks, top }: Axis) => ({
  scale: { domain: [0, top], nice: false },
  axis: {
    values: ticks,
    labelExpr: worded(ticks, words.amount),
    labelPadding: 14,
    labelLimit: 0,
    title: words.amounts,
    titleAngle: 0,
    titleX: 40 - plot.left,
    titleY: -20,
    titleBaseline: 'alphabetic' as const,
  },
});

const nothing = () => ({
  data: { values: [{}] },
  mark: { type: 'text' as const, text: words.nothing, fontSize: 28, color: look.soft },
  encoding: { x: { value: wide / 2 }, y: { value: high / 2 } },
});

function legendOf(series: readonly Series[]) {
  const parts = [...series.keys(), cost];
  return {
    scale: { domain: parts, range: [...series.map(({ colour }) => colour), look.ink] },
    legend: {
      orient: 'none' as const,
      legendX: 40 - plot.left,
      legendY: 606 - plot.top,
      direction: 'horizontal' as const,
      // Rows of the same length, of four at most.
      columns: Math.ceil(parts.length / Math.ceil(parts.length / 4)),
      columnPadding: 24,
      rowPadding: 12,
      labelLimit: 230,
      labelOffset: 9,
      symbolSize: 225,
      labelExpr: worded(parts, (part) => (part === cost ? words.cost : legible(series[part]?.title ?? ''))),
      encoding: {
        symbols: {
          shape: {
            condition: { test: `datum.value === ${cost}`, value: 'M-1,-.2h2v.4h-2z' },
            value: 'square',
          },
        },
      },
    },
  };
}
/** Its place in the legend, beside the numbers of the series. */
const cost = -1;
