/** What people were charged, and what the provider reported. */

import type { Overview } from '../../core/inspect/overview.ts';
import { notCounted } from '../../core/words/chart.ts';
import type { Drawn } from './charts/frame.ts';
import { modelClass, nameOf } from './models.ts';
import { Chart, Panel } from './panel.tsx';
import { ByDay, carry, daySums, People } from './spend-tables.tsx';
import { column, figure, shortDay, sum } from './words/numbers.ts';
import { adminWords as words } from './words/page.ts';

export function Spend({ overview, chart }: { overview: Overview; chart: Drawn | undefined }) {
  const { days, models, total, people } = overview;
  const hasLab = total.lab > 0;
  return (
    <Panel
      id="spend"
      title={words.spend}
      about={words.spendAbout}
      wide
      beside={
        chart && (
          <span class="tiny faint">
            <i class="sw line" />
            {words.providerCost}
          </span>
        )
      }
    >
      {chart ? (
        <Chart chart={chart} alt={altOf(overview)} />
      ) : (
        <p class="dim nothing">{words.nothingSpent(days.length)}</p>
      )}
      {models.length > 0 && (
        <table class="sums">
          <thead>
            <tr>
              <th scope="col">{words.model}</th>
              <th scope="col" class="num">
                {words.runs}
              </th>
              {hasLab && (
                <th scope="col" class="num">
                  {words.previews}
                </th>
              )}
              <th scope="col" class="num">
                {words.charged}
              </th>
              <th scope="col" class="num">
                {words.provider}
              </th>
              <th scope="col" class="num">
                {words.carry}
              </th>
            </tr>
          </thead>
          <tbody>
            {models.map((row) => (
              <tr>
                <th scope="row">
                  <i class={`sw ${modelClass(row.model)}`} />
                  {nameOf(row)}
                </th>
                <Numbers row={row} hasLab={hasLab} />
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{words.all}</th>
              <Numbers row={total} hasLab={hasLab} />
            </tr>
          </tfoot>
        </table>
      )}
      {hasLab && <p class="tiny faint">{notCounted(total.lab)}</p>}
      <div class="folds">
        {people.length > 0 && <People people={people} />}
        {chart && <ByDay overview={overview} />}
      </div>
    </Panel>
  );
}

const Numbers = ({ row, hasLab }: { row: Overview['total']; hasLab: boolean }) => (
  <>
    <td class="num">{figure(row.jobs)}</td>
    {hasLab && <td class="num">{figure(row.lab)}</td>}
    <td class="num">{column(row.charged)}</td>
    <td class="num">{column(row.cost)}</td>
    <td class="num">{carry(row)}</td>
  </>
);

function altOf({ days, total }: Overview): string {
  const sums = daySums(days);
  const most = sums.reduce((one, other) => (other.charged > one.charged ? other : one), {
    day: '',
    charged: 0,
    cost: 0,
  });
  return words.spendAlt({
    days: days.length,
    charged: sum(total.charged),
    cost: sum(total.cost),
    most: most.charged > 0 ? `${shortDay(most.day)} (${sum(most.charged)})` : undefined,
  });
}
