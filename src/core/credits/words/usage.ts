/** What was used, as a table of plain text in letters of one width. */

import { credits } from '../../words/amounts.ts';
import { notCounted, span } from '../../words/chart.ts';
import { cut } from '../../words/cut.ts';
import { resultWords } from '../../words/losses.ts';
import { asItIs } from '../../words/names.ts';
import type { Usage } from '../report/usage.ts';

/** At most this wide, so that a table of 15 rows fits into a chat message of 2,000 characters. */
const widest = { person: 16, model: 24 };

/**
 * Who used which model on which day, the newest first, and the sum of everything below.
 * @param nameOf a person's name for their id.
 * @param most rows; how many more there are is said.
 */
export function usageLines(usage: Usage, nameOf: (person: string) => string = asItIs, most = 15): string[] {
  const { rows, totals, days, previews, different } = usage;
  const about = `Used, ${span(days)}`;
  const apart = [
    ...(previews > 0 ? [`(${notCounted(previews)})`] : []),
    ...(different.length > 0 ? [`(${resultWords.counted(different)})`] : []),
  ];
  if (rows.length === 0) return [[`${about}: nothing yet`, ...apart].join(' ')];
  const cells = rows
    .slice(0, most)
    .map((row) => [
      row.day,
      cut(asItIs(nameOf(row.person)), widest.person),
      cut(row.title, widest.model),
      ...numbers(row),
    ]);
  const table = [
    ['Day', 'Person', 'Model', 'Jobs', 'Credits', 'Cost'],
    ...cells,
    ['Total', '', '', ...numbers(totals)],
  ];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => lengthOf(row[column] ?? '')))) ?? [];
  const lines = table.map((row) =>
    row
      .map((cell, column) => {
        const space = ' '.repeat(Math.max(0, (widths[column] ?? 0) - lengthOf(cell)));
        return column < 3 ? cell + space : space + cell;
      })
      .join('  ')
      .trimEnd(),
  );
  const left = rows.length - cells.length;
  return [
    `${about}, in credits:`,
    ...lines,
    ...(left > 0 ? [`(${left} more ${left === 1 ? 'row is' : 'rows are'} only in the total)`] : []),
    ...apart,
  ];
}

const lengthOf = (text: string) => [...text].length;

const numbers = (it: { jobs: number; charged: number; cost: number }) => [
  String(it.jobs),
  credits(it.charged),
  credits(it.cost),
];

/** What people were charged against what the provider took, by model; and where a price has long been too low. */
export function byModelLines({ totals, above }: Pick<Usage, 'totals' | 'above'>): string[] {
  const models = totals.byModel.map(({ title, charged, cost }) => {
    const more = charged - cost;
    const difference =
      more === 0 ? 'nothing left' : `${credits(Math.abs(more))} ${more > 0 ? 'left' : 'short'}`;
    return `${title}: ${credits(charged)} charged, ${credits(cost)} taken by the provider, ${difference}`;
  });
  return [
    ...models,
    ...above.map(
      ({ title, runs }) =>
        `${title} has cost more than its price in each of its last ${runs} runs; whoever runs this bot can raise it in PRICES, or take it out there so that it is learned.`,
    ),
  ];
}
