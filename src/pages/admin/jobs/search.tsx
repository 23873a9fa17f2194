/** What narrows the list of jobs. */
import { type JobList, jobStates } from '../../../core/inspect/job-list.ts';
import { Icon } from '../../layout.tsx';
import { type Asked, spans } from '../gather.ts';
import { linkWith } from '../links.ts';
import { jobWords as words } from '../words/jobs.ts';

export function Search({ list, asked }: { list: JobList; asked: Asked }) {
  return (
    <div class="find">
      <form role="search" method="get" action="#jobs" data-live>
        <label>
          <Icon name="search" />
          <input
            class="text"
            type="search"
            name="find"
            id="find"
            value={asked.find}
            maxlength={100}
            aria-label={words.find}
            placeholder={words.findHint}
          />
        </label>
        {asked.days !== spans[0] && <input type="hidden" name="days" value={asked.days} />}
        {asked.state !== 'all' && <input type="hidden" name="state" value={asked.state} />}
        <button class="btn" type="submit">
          {words.search}
        </button>
      </form>
      <nav class="tabs" aria-label={words.state}>
        {jobStates.map((state) => (
          <a
            href={`${linkWith(asked, { state, after: undefined, open: undefined })}#jobs`}
            aria-current={asked.state === state ? 'true' : undefined}
          >
            {words.states(state)} <span class="num">{list.counts[state]}</span>
          </a>
        ))}
      </nav>
    </div>
  );
}
