/** One result beside what it came of. */
import { comparisonWords as compared, comparedName, percent } from '../../core/media/comparison/words.ts';
import type { View } from '../../core/view/view.ts';
import { status } from '../../core/words/status.ts';
import { Icon } from '../layout.tsx';
import { BeforeAfter, type Shot, Shown } from '../parts/wipe.tsx';
import type { Seen } from './seen.ts';
import { viewerWords as words } from './words.ts';

export const nameOf = ({ resultName, title }: View): string => resultName ?? title;

/** @param it.seen what of its files there is to be looked at */
export function Result({ seen }: { seen: Seen }) {
  const { view, source, result, facts } = seen;
  const { width, height, name = '', bytes = 0 } = view.result ?? {};
  const after: Shot = { url: 'after', alt: view.alt, type: typeOf(result) };
  const before: Shot = {
    url: 'before',
    alt: words.beforeAlt(view.sourceName ?? view.title),
    type: typeOf(source),
  };
  const isPair = isSeen(result) && isSeen(source);
  const moves = result === 'video';
  const wide = (width ?? 0) * (isPair && moves ? 2 : 1);
  // How wide it may be so that all of it is seen; two videos stand side by side.
  const shape = width && height ? `--ratio:${wide / height};--pixels:${wide}px` : '';
  return (
    <div class="one" style={shape}>
      <div class="looked">
        {isPair ? (
          <BeforeAfter before={before} after={after} width={width} height={height} words={words} />
        ) : null}
        {!isPair && isSeen(result) ? <Shown shot={after} lazy={false} /> : null}
        {isSeen(result) ? null : <Note text={words.resultHard} />}
      </div>
      <div class="said">
        <div class="grow">
          <h1>{nameOf(view)}</h1>
          <p class="dim">{words.done(view.title, view.sourceName)}</p>
          <p class="num small">
            {[
              view.sizes,
              facts && `${percent(facts.share)} ${compared.faithful}`,
              view.lab ? status.lab : undefined,
            ]
              .filter((it) => it !== undefined)
              .join(' · ')}
          </p>
          {[...view.differences, ...view.losses].map((it) => (
            <p class="small dim">{it}</p>
          ))}
        </div>
        <a class="btn" href="original" download={view.resultName}>
          <Icon name="save" />
          {words.save} <span class="price">{words.saved(name, bytes)}</span>
        </a>
      </div>
      {source === 'gone' ? <Note text={words.sourceGone} /> : null}
      {source === 'hard' ? <Note text={words.sourceHard} /> : null}
      {isCompared(seen) ? (
        <details class="beside">
          <summary>{moves ? words.oneMoment : words.sideBySide}</summary>
          <img src="preview.jpg" alt={comparedName.picture(view.sourceName ?? view.title)} loading="lazy" />
        </details>
      ) : null}
    </div>
  );
}

const isSeen = (what: Seen['source']): boolean => what === 'image' || what === 'video';

/** There is a picture of both: of videos, of one moment. */
export const isCompared = ({ source }: Pick<Seen, 'source'>): boolean => source !== 'gone';

/** What a browser takes it for. */
const typeOf = (what: Seen['source']): string => (what === 'video' ? 'video/mp4' : 'image/webp');

const Note = ({ text }: { text: string }) => (
  <p class="note" data-is="plain">
    <Icon name="warn" />
    {text}
  </p>
);
