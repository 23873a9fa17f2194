/** The card of a job: open while it lives, one line when it is over. */
import type { BatchLine, View } from '../../core/view/view.ts';
import { status } from '../../core/words/status.ts';
import { Icon } from '../layout.tsx';
import { shownInBrowsers } from '../parts/types.ts';
import { pageWords } from '../words.ts';
import { ActionButton, ActionButtons } from './action-buttons.tsx';
import type { Card, PostedFile } from './messages.ts';
import { fileUrl } from './urls.ts';

const words = pageWords.channel;
type Names = ReadonlyMap<string, string>;

/** As the parts call it. */
const states: Readonly<Record<string, string>> = {
  QUEUED: 'queued',
  PROCESSING: 'processing',
  COMPLETED: 'done',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
};

export const State = ({ state }: { state: string }) => (
  <span class="state" data-is={states[state] ?? 'queued'}>
    {words.states[state] ?? state}
  </span>
);

export function JobCard({ card, names }: { card: Card; names: Names }) {
  const { view, title, by } = card;
  if (!view) return <Opening title={title} card={card} />;
  const label = words.jobLabel(title, names.get(by) ?? by);
  if (view.batch) return <Several view={view} card={card} label={label} names={names} />;
  return view.over ? (
    <Folded view={view} card={card} names={names} />
  ) : (
    <Live view={view} card={card} label={label} />
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

/** Develops from left to right. @param progress 0 to 1 */
function Thumb({ file, progress }: { file: PostedFile | undefined; progress: number | undefined }) {
  if (!file || !shownInBrowsers(file.type)) return <span class="print thumb none" />;
  const url = fileUrl(file);
  if (file.type.startsWith('video/'))
    return (
      <span class="print thumb" data-moves>
        <video src={url} muted preload="metadata" tabindex={-1} />
      </span>
    );
  if (progress === undefined)
    return (
      <span class="print thumb">
        <img src={url} alt={file.fileName} />
      </span>
    );
  return (
    <span class="print thumb" style={`--p:${Math.round(progress * 100)}`}>
      <img src={url} alt="" />
      <img src={url} alt={file.fileName} />
    </span>
  );
}

function Live({ view, card, label }: { view: View; card: Card; label: string }) {
  const { state, progress, title, line, price, cancelNote, cancelCost, settings, losses, lab } = view;
  const shown = state === 'PROCESSING' ? progress : undefined;
  const facts = [
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
  const { state, title, took, price, line, settings, id, sizes, sourceName } = view;
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
          {[sourceName, sizes, settings, isDone ? line : undefined].filter(Boolean).join(' · ')} ·{' '}
          <span class="mono">{words.receiptOf(id)}</span>
        </p>
      </details>
      {!isDone && <p class="words why">{line}</p>}
      <ActionButtons actions={card.actions} />
    </div>
  );
}

/** Several on one card: a frame for each. */
function Several({ view, card, label, names }: { view: View; card: Card; label: string; names: Names }) {
  const { title, state, line, progress, batch = [], price, cancelCost, settings, lab, over } = view;
  const facts = [settings, price, cancelCost, lab ? status.lab : undefined].filter(Boolean).join(' · ');
  return (
    <section class="album" data-state={state} data-job={view.id} aria-label={label}>
      <h2 class="name">
        {title} <span class="dim">{`${words.forWhom} @${names.get(card.by) ?? card.by}`}</span>
      </h2>
      {!over && progress !== undefined && (
        <progress
          value={Math.round(progress * 100)}
          max="100"
          aria-label={`${Math.round(progress * 100)} %`}
        />
      )}
      <p class="say">
        <State state={state} />
        <span class="num">{line}</span>
        <span class="faint">{facts}</span>
      </p>
      <ol class="sheet lines">
        {batch.map((it) => (
          <Frame line={it} file={card.pictures?.[it.position]} />
        ))}
      </ol>
      <ActionButtons actions={card.actions} />
    </section>
  );
}

const kindOf: Readonly<Record<string, string>> = {
  QUEUED: 'waiting',
  PROCESSING: 'processing',
  COMPLETED: 'done',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
};

const Frame = ({
  line: { position, name, state, said },
  file,
}: {
  line: BatchLine;
  file: PostedFile | null | undefined;
}) => (
  <li class="frame" data-is={kindOf[state]}>
    <span class="print">
      {file && shownInBrowsers(file.type) && !file.type.startsWith('video/') ? (
        <img src={fileUrl(file)} alt={name} loading="lazy" />
      ) : null}
    </span>
    <span class="no">
      <span class="cut">{`${position + 1} ${name}`}</span>
      <span class="st">{words.states[state] ?? state}</span>
    </span>
    <span class="tiny said">{said}</span>
  </li>
);
