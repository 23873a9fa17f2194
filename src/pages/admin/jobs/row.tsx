/** One job in a line. */

import type { JobRow } from '../../../core/inspect/job-list.ts';
import { inspectWords } from '../../../core/inspect/words.ts';
import { Icon } from '../../layout.tsx';
import type { Asked } from '../gather.ts';
import { linkWith } from '../links.ts';
import { modelClass } from '../models.ts';
import { jobWords as words } from '../words/jobs.ts';
import { sum } from '../words/numbers.ts';

export function Row({ row, asked, now }: { row: JobRow; asked: Asked; now: number }) {
  const { id, title, model, sourceName, requester, platform, scope, createdAt, submittedAt, resultAt } = row;
  const isOpen = asked.open === id;
  const isOver = row.is !== 'way';
  const waited = submittedAt ?? (isOver ? undefined : now);
  const came = resultAt ?? (isOver ? undefined : now);
  const span = (at: number | undefined) => (at === undefined ? '–' : inspectWords.span(at - createdAt));
  return (
    <tr id={`job-${id}`} data-open={isOpen}>
      <td class="what">
        <b>
          <i class={`sw ${modelClass(model)}`} />
          {title}
        </b>
        <span class="faint tiny break">{sourceName}</span>
      </td>
      <td class="for break">
        {requester} <span class="faint tiny">{`${platform}, ${scope}`}</span>
      </td>
      <td class="is">
        <span class="state" data-is={shapeOf(row)}>
          {stateOf(row)}
        </span>
      </td>
      <td class="num" data-label={words.waited}>
        {span(waited)}
      </td>
      <td class="num" data-label={words.took}>
        {span(came)}
      </td>
      <td class="num" data-label={words.cost}>
        {row.hold === 'reserved' ? words.atMost(sum(row.price)) : sum(row.charged ?? 0)}
      </td>
      <td class="id">
        <a
          class="mono"
          href={`${linkWith(asked, { open: isOpen ? undefined : id })}#job-${id}`}
          aria-expanded={isOpen ? 'true' : 'false'}
          aria-label={isOpen ? words.close(id) : words.open(id)}
        >
          {id} <Icon name="down" />
        </a>
      </td>
    </tr>
  );
}

const shapeOf = ({ is, phase }: JobRow) =>
  is === 'way' ? (phase === 'processing' ? 'processing' : 'queued') : is;

function stateOf({ is, state, phase, reason, cancelRequested }: JobRow): string {
  if (is === 'way') return words.standing(state, phase, cancelRequested);
  if (is === 'failed') return reason ? reason.charAt(0).toUpperCase() + reason.slice(1) : words.failed;
  return is === 'done' ? words.done : words.cancelled;
}
