/** The newest jobs, by state and by what is searched for; one of them opened in its place. */
import type { Asked, Shown } from '../gather.ts';
import { linkWith } from '../links.ts';
import { jobWords as words } from '../words/jobs.ts';
import { Row } from './row.tsx';
import { Search } from './search.tsx';
import { Timeline } from './timeline.tsx';

type About = NonNullable<Shown['about']>;

export function Jobs({
  list,
  opened,
  asked,
  now,
}: Pick<About, 'list' | 'opened'> & { asked: Asked; now: number }) {
  const isNarrowed = asked.find !== '' || asked.state !== 'all' || asked.after !== undefined;
  const isElsewhere = opened && !list.rows.some(({ id }) => id === opened.id);
  return (
    <section class="panel c12" aria-labelledby="jobs">
      <header>
        <h2 id="jobs" tabindex={-1}>
          {words.jobs}
        </h2>
        <Search list={list} asked={asked} />
      </header>
      {isElsewhere && <Opened opened={opened} asked={asked} now={now} />}
      {list.rows.length === 0 ? (
        <p class="dim nothing">{isNarrowed ? words.noneFound : words.noneYet}</p>
      ) : (
        <table class="jobs">
          <thead>
            <tr>
              {[words.picture, words.for, words.state].map((name) => (
                <th scope="col">{name}</th>
              ))}
              {[words.waited, words.took, words.cost].map((name) => (
                <th scope="col" class="num">
                  {name}
                </th>
              ))}
              <th scope="col">{words.job}</th>
            </tr>
          </thead>
          <tbody>
            {list.rows.map((row) => (
              <>
                <Row row={row} asked={asked} now={now} />
                {opened?.id === row.id && (
                  <tr class="open" id={`open-${row.id}`}>
                    <td colspan={7}>
                      {opened.job ? <Timeline job={opened.job} now={now} /> : words.gone(row.id)}
                    </td>
                  </tr>
                )}
              </>
            ))}
          </tbody>
        </table>
      )}
      <p class="tiny faint foot">
        {list.looked > 0 && words.lookedAt(list.looked)}
        {asked.after !== undefined && (
          <a href={`${linkWith(asked, { after: undefined })}#jobs`}>{words.newest}</a>
        )}
        {list.next !== undefined && (
          <a href={`${linkWith(asked, { after: list.next, open: undefined })}#jobs`}>{words.older}</a>
        )}
      </p>
    </section>
  );
}

/** One that was named and does not stand in the list. */
const Opened = ({
  opened,
  asked,
  now,
}: {
  opened: NonNullable<About['opened']>;
  asked: Asked;
  now: number;
}) => (
  <div class="alone" id={`open-${opened.id}`}>
    <p>
      <b class="mono">{opened.id}</b>{' '}
      <a href={`${linkWith(asked, { open: undefined })}#jobs`}>{words.close(opened.id)}</a>
    </p>
    {opened.job ? <Timeline job={opened.job} now={now} /> : <p class="dim">{words.gone(opened.id)}</p>}
  </div>
);
