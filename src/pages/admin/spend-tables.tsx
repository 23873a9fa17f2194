/** Spending in numbers: who spent most, and the same day by day. */
import type { Overview } from '../../core/inspect/overview.ts';
import { column, shortDay } from './words/numbers.ts';
import { adminWords as words } from './words/page.ts';

type Tally = { charged: number; cost: number };

/** What the owner pays of it. */
export const carry = ({ charged, cost }: Tally) => (cost > charged ? column(cost - charged) : '–');

export const daySums = (days: Overview['days']) =>
  days.map(({ day, models }) => ({
    day,
    charged: models.reduce((all, { charged }) => all + charged, 0),
    cost: models.reduce((all, { cost }) => all + cost, 0),
  }));

export const People = ({ people }: Pick<Overview, 'people'>) => (
  <details id="people" open>
    <summary>{words.byPerson}</summary>
    <table class="sums">
      <thead>
        <tr>
          <th scope="col">{words.person}</th>
          <th scope="col">{words.place}</th>
          <th scope="col" class="num">
            {words.charged}
          </th>
        </tr>
      </thead>
      <tbody>
        {people.map(({ scope, person, charged }) => (
          <tr>
            <th scope="row" class="break">
              {person}
            </th>
            <td class="break">{scope}</td>
            <td class="num">{column(charged)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </details>
);

export const ByDay = ({ overview }: { overview: Overview }) => (
  <details id="by-day">
    <summary>{words.byDay}</summary>
    <table class="sums">
      <thead>
        <tr>
          <th scope="col">{words.day}</th>
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
        {daySums(overview.days)
          .filter(({ charged, cost }) => charged > 0 || cost > 0)
          .reverse()
          .map(({ day, ...tally }) => (
            <tr>
              <th scope="row">{shortDay(day)}</th>
              <td class="num">{column(tally.charged)}</td>
              <td class="num">{column(tally.cost)}</td>
              <td class="num">{carry(tally)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  </details>
);
