/** From the time that half of the people waited to what nine in ten did, a line for each model. */

import { type Chart, worded } from '../../../core/charts/svg.ts';
import type { ModelWaits } from '../../../core/inspect/overview.ts';
import { colourOf, nameOf } from '../models.ts';
import { adminWords as words } from '../words/page.ts';
import { config, type Drawn, draw, frame, type Size } from './frame.ts';

/** A row's height. */
const waitSizes = {
  wide: { width: 740, height: 40, left: 152, right: 36, bottom: 30 },
  narrow: { width: 330, height: 38, left: 150, right: 16, bottom: 30 },
};

/** Steps that people know, in ms. */
const marks = [1, 2, 10, 60, 300, 1200, 3600, 21_600, 86_400].map((seconds) => seconds * 1000);
const markWords = ['1 s', '2 s', '10 s', '1 min', '5 min', '20 min', '1 h', '6 h', '1 day'];

/** @returns undefined where there is nothing to draw */
export async function waitsChart(waits: readonly ModelWaits[]): Promise<Drawn | undefined> {
  const rows = waits.flatMap(({ model, title, people }) => {
    if (!people) return [];
    const [from, to] = [Math.max(1000, people.halfMs), Math.max(1000, people.mostMs)];
    return [
      {
        title: nameOf({ model, title }),
        from,
        to,
        colour: colourOf(model),
        label: words.pair(people.halfMs, people.mostMs),
      },
    ];
  });
  if (rows.length === 0) return undefined;
  const most = Math.max(...rows.map(({ to }) => to));
  const end = marks.find((mark) => mark >= Math.max(10_000, most * 1.4)) ?? 86_400_000;
  const shown = marks.filter((mark) => mark <= end && mark !== 1000);

  const chart = (size: Size, isWide: boolean): Chart => ({
    ...frame({ ...size, height: rows.length * size.height + size.bottom + 8 }),
    config,
    data: { values: rows },
    encoding: {
      y: {
        field: 'title',
        type: 'nominal',
        sort: null,
        axis: {
          labelAlign: 'left',
          labelPadding: size.left - 4,
          labelColor: 'var(--text)',
          labelFontSize: 12.5,
          labelLimit: size.left - 12,
        },
      },
      x: {
        field: 'from',
        type: 'quantitative',
        scale: { type: 'log', domain: [1000, end], nice: false },
        axis: {
          values: isWide ? shown : shown.filter((_, index) => index % 2 === 1 || shown.length < 4),
          labelExpr: worded(marks, (mark) => markWords[marks.indexOf(mark)] ?? ''),
          labelPadding: 8,
          labelOverlap: false,
        },
      },
    },
    layer: [
      {
        mark: { type: 'rule', strokeWidth: isWide ? 12 : 10, strokeCap: 'round' },
        encoding: { x2: { field: 'to' }, color: { field: 'colour', type: 'nominal', scale: null } },
      },
      ...(isWide
        ? [
            {
              mark: {
                type: 'text' as const,
                align: 'left' as const,
                dx: 14,
                fontSize: 11,
                color: 'var(--text-3)',
              },
              encoding: {
                x: { field: 'to', type: 'quantitative' as const },
                text: { field: 'label', type: 'nominal' as const },
              },
            },
          ]
        : []),
    ],
  });
  return {
    wide: await draw(chart(waitSizes.wide, true)),
    narrow: await draw(chart(waitSizes.narrow, false)),
  };
}
