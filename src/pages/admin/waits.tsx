/** How long people wait, and how much of it is the line's and the provider's. */

import type { ModelWaits } from '../../core/inspect/overview.ts';
import type { Spread } from '../../core/inspect/totals.ts';
import { inspectWords } from '../../core/inspect/words.ts';
import type { Drawn } from './charts/frame.ts';
import { modelClass, nameOf } from './models.ts';
import { Chart, Panel } from './panel.tsx';
import { adminWords as words } from './words/page.ts';

export function Waits({ waits, chart }: { waits: readonly ModelWaits[]; chart: Drawn | undefined }) {
  const rows = waits.filter(({ people, line, provider }) => people ?? line ?? provider);
  return (
    <Panel id="waits" title={words.waits} about={words.waitsAbout} wide>
      {chart && <Chart chart={chart} alt={altOf(rows)} />}
      {rows.length === 0 ? (
        <p class="dim small">{words.noWaits}</p>
      ) : (
        <table class="sums">
          <thead>
            <tr>
              <th scope="col">{words.model}</th>
              <th scope="col" class="num">
                {words.half}
              </th>
              <th scope="col" class="num">
                {words.most}
              </th>
              <th scope="col" class="num">
                {words.inLine}
              </th>
              <th scope="col" class="num">
                {words.atProvider}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ model, title, people, line, provider }) => (
              <tr>
                <th scope="row">
                  <i class={`sw ${modelClass(model)}`} />
                  {nameOf({ model, title })}
                </th>
                <td class="num">{people ? inspectWords.span(people.halfMs) : '–'}</td>
                <td class="num">{people ? inspectWords.span(people.mostMs) : '–'}</td>
                <td class="num">{pair(line)}</td>
                <td class="num">{pair(provider)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rows.length > 0 && <p class="tiny faint">{words.waitsFrom}</p>}
    </Panel>
  );
}

const pair = (spread: Spread | undefined) => (spread ? words.pair(spread.halfMs, spread.mostMs) : '–');

const altOf = (rows: readonly ModelWaits[]) =>
  words.waitsAlt(
    rows.flatMap(({ model, title, people }) =>
      people
        ? [
            words.waitOf(
              nameOf({ model, title }),
              inspectWords.span(people.halfMs),
              inspectWords.span(people.mostMs),
            ),
          ]
        : [],
    ),
  );
