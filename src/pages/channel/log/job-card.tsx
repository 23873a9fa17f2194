/** The card of a job: open while it lives, one line when it is over. */

import { ownerWords } from '../../../chat/owner/words.ts';
import type { View } from '../../../core/view/view.ts';
import { status } from '../../../core/words/status.ts';
import { Icon } from '../../layout.tsx';
import { pageWords } from '../../words.ts';
import { ActionButton, ActionButtons } from './action-buttons.tsx';
import type { Card } from './messages.ts';
import { Several } from './several.tsx';
import { State } from './state.tsx';
import { Thumb } from './thumb.tsx';

const words = pageWords.channel;
type Names = ReadonlyMap<string, string>;

export function JobCard({ card, names }: { card: Card; names: Names }) {
  const { view, title, by } = card;
  if (!view) return <Opening title={title} card={card} />;
  const label = words.jobLabel(title, names.get(by) ?? by);
  if (view.batch) return <Several view={view} card={card} label={label} names={names} />;
  return view.over ? (
    <Folded view={view} card={card} names={names} />
  ) : (
    <Live view={view} card={card} label={label} names={names} />
  );
}

const Opening = ({ title, card }: { title: string; card: Card }) => (
  <section class="job" data-state="QUEUED" aria-label={title}>
    <Thumb file={card.picture} progress={0} />
    <h2 class="name">{title}</h2>
    <p class="say body">
      <State state="QUEUED" />
      <span>{status.accepted}</span>
    </p>
  </section>
);

/** Its name, with whoever posted it where that is somebody else. */
const sourceOf = ({ sourceName }: View, { author }: Card, names: Names): string | undefined =>
  sourceName === undefined || author === undefined
    ? sourceName
    : ownerWords.by(sourceName, `@${names.get(author) ?? author}`);

function Live({ view, card, label, names }: { view: View; card: Card; label: string; names: Names }) {
  const { state, progress, title, line, price, cancelNote, cancelCost, settings, losses, lab } = view;
  const shown = state === 'PROCESSING' ? progress : undefined;
  const facts = [
    sourceOf(view, card, names),
    settings,
    cancelNote === undefined ? price : undefined,
    cancelCost,
    lab ? status.lab : undefined,
  ];
  return (
    <section class="job" data-state={state} data-job={view.id} aria-label={label}>
      <Thumb file={card.picture} progress={shown ?? (state === 'PROCESSING' ? 0 : undefined)} />
      <h2 class="name">{title}</h2>
      <div class="acts row">
        {card.actions.map((action) => (
          <ActionButton action={action} />
        ))}
      </div>
      <div class="body">
        {shown !== undefined && (
          <progress value={Math.round(shown * 100)} max="100" aria-label={`${Math.round(shown * 100)} %`} />
        )}
        <p class="say">
          <State state={state} />
          <span class="num">{line}</span>
          <span class="faint">{facts.filter(Boolean).join(' · ')}</span>
        </p>
        {losses.length > 0 && <p class="say losses">{losses.join(' ')}</p>}
      </div>
    </section>
  );
}

/** One line, which unfolds to a receipt. */
function Folded({ view, card, names }: { view: View; card: Card; names: Names }) {
  const { state, title, took, price, line, settings, id, sizes } = view;
  const isDone = state === 'COMPLETED';
  const whom = `@${names.get(card.by) ?? card.by}`;
  const said = [`${title} ${words.forWhom} ${whom}`, took, price].filter(Boolean).join(' · ');
  return (
    <div class="over" data-state={state} data-job={id}>
      <details class="fold">
        <summary>
          <Icon name={isDone ? 'check' : state === 'FAILED' ? 'warn' : 'x'} />
          <span class="cut">
            {!isDone && <strong>{words.states[state]} </strong>}
            {isDone && <span class="hide">{words.states[state]} </span>}
            {said}
          </span>
          <Icon name="down" />
          <span class="hide">{words.receipt}</span>
        </summary>
        <p class="small faint">
          {[sourceOf(view, card, names), sizes, settings, isDone ? line : undefined]
            .filter(Boolean)
            .join(' · ')}{' '}
          · <span class="mono">{words.receiptOf(id)}</span>
        </p>
      </details>
      {!isDone && <p class="words why">{line}</p>}
      <ActionButtons actions={card.actions} />
    </div>
  );
}
