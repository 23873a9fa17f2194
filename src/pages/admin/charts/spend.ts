/** A bar for each day, stacked by model, and a line over it for what the provider reported. */

import { type Chart, worded } from '../../../core/charts/svg.ts';
import { axisFor, segmentsOf } from '../../../core/credits/report/bars.ts';
import type { Overview } from '../../../core/inspect/overview.ts';
import { colourOf } from '../models.ts';
import { figure, shortDay } from '../words/numbers.ts';
import { config, type Drawn, draw, frame, type Size } from './frame.ts';

const spendSizes = {
  wide: { width: 700, height: 232, left: 44, right: 8, bottom: 26 },
  narrow: { width: 330, height: 190, left: 40, right: 4, bottom: 26 },
};

/** @returns undefined where there is nothing to draw */
export async function spendChart({ days, models: rows, now }: Overview): Promise<Drawn | undefined> {
  const tallies = days.map(({ day, models: some }) => ({
    name: day,
    jobs: 0,
    charged: some.reduce((all, { charged }) => all + charged, 0),
    cost: some.reduce((all, { cost }) => all + cost, 0),
  }));
  if (!tallies.some(({ charged, cost }) => charged > 0 || cost > 0)) return undefined;
  const series = rows.map(({ model, title }) => {
    const by = new Map(
      days.map(({ day, models: some }) => [day, some.find((it) => it.model === model)?.charged ?? 0]),
    );
    return { title, colour: colourOf(model), of: (day: string) => by.get(day) ?? 0 };
  });
  const names = days.map(({ day }) => day);
  const today = new Date(now).toISOString().slice(0, 10);

  const chart = (size: Size): Chart => {
    const at = frame(size);
    const axis = axisFor(tallies, at.height);
    const slot = at.width / names.length;
    const bar = Math.max(2, Math.round(Math.min(34, slot * 0.62)));
    const apart = Math.ceil(52 / slot);
    const labelled = names.filter((_, index) => (names.length - 1 - index) % apart === 0);
    return {
      ...at,
      config,
      encoding: {
        x: {
          field: 'day',
          type: 'ordinal',
          scale: { domain: names, padding: 0 },
          axis: {
            values: labelled,
            labelExpr: worded(labelled, (day) => (day === today ? 'today' : shortDay(day))),
            labelAngle: 0,
            labelPadding: 8,
            labelOverlap: false,
          },
        },
      },
      layer: [
        {
          data: {
            values: segmentsOf(names, series, axis).map((it) => ({ ...it, colour: series[it.part]?.colour })),
          },
          mark: { type: 'bar', width: bar },
          encoding: {
            y: {
              field: 'from',
              type: 'quantitative',
              scale: { domain: [0, axis.top], nice: false },
              axis: {
                values: axis.ticks,
                labelExpr: worded(axis.ticks, (it) => figure(it / 1000)),
                labelPadding: 8,
              },
            },
            y2: { field: 'to' },
            color: { field: 'colour', type: 'nominal', scale: null },
          },
        },
        {
          data: { values: tallies.flatMap(({ name, cost }) => (cost > 0 ? [{ day: name, cost }] : [])) },
          mark: {
            type: 'tick',
            color: 'var(--text)',
            thickness: 2,
            size: Math.min(bar + 12, slot),
            opacity: 1,
          },
          encoding: { y: { field: 'cost', type: 'quantitative' } },
        },
      ],
    };
  };
  return { wide: await draw(chart(spendSizes.wide)), narrow: await draw(chart(spendSizes.narrow)) };
}
