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
