/** The card of several: a frame for each. */
import type { BatchLine, View } from '../../../core/view/view.ts';
import { status } from '../../../core/words/status.ts';
import { shownInBrowsers } from '../../parts/types.ts';
import { pageWords } from '../../words.ts';
import { ActionButtons } from './action-buttons.tsx';
import type { Card, PostedFile } from './messages.ts';
import { State } from './state.tsx';
import { fileUrl } from './urls.ts';

const words = pageWords.channel;
type Names = ReadonlyMap<string, string>;

/** Several on one card: a frame for each. */
export function Several({
  view,
  card,
  label,
  names,
}: {
  view: View;
  card: Card;
  label: string;
  names: Names;
}) {
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
      <span class="cut">{`${position + 1}. ${name}`}</span>
      <span class="st">{words.states[state] ?? state}</span>
    </span>
    <span class="tiny said">{said}</span>
  </li>
);
