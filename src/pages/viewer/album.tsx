/** Several results as a contact sheet, and the way between them. */
import type { View } from '../../core/view/view.ts';
import { Icon } from '../layout.tsx';
import { nameOf } from './result.tsx';
import { viewerWords as words } from './words.ts';

/** `number`: as its card counts them, from 1. */
export type Frame = { number: number; view: View };

/** @param it.whole of the one card that they have */
export function Album({ whole, frames }: { whole: View; frames: readonly Frame[] }) {
  const removed = (whole.batch ?? []).filter(({ view }) => view?.removed).length;
  return (
    <>
      <div class="said">
        <div class="grow">
          <h1>{whole.title}</h1>
          <p class="dim num small">
            {[whole.line, ...(removed > 0 ? [words.removed(removed)] : [])].join(' · ')}
          </p>
        </div>
      </div>
      <ol class="sheet">
        {frames.map(({ number, view }) => (
          <li>
            <a class="frame" data-is="done" href={`${number}/`}>
              <span class="print" data-moves={view.result?.type.startsWith('video/') ? '' : undefined}>
                <img src={`${number}/print`} alt={view.alt} loading="lazy" />
              </span>
              <span class="no">
                <span class="cut">{words.frame(number, view.sourceName ?? nameOf(view))}</span>
                <span class="st">{view.result ? `${view.result.width} × ${view.result.height}` : ''}</span>
              </span>
            </a>
          </li>
        ))}
      </ol>
    </>
  );
}

/** @param it.at which of them is looked at */
export function Between({ frames, at }: { frames: readonly Frame[]; at: number }) {
  const [earlier, later] = [frames[at - 1], frames[at + 1]];
  return (
    <nav class="row">
      <a class="btn quiet" href="../">
        {words.album(frames.length)}
      </a>
      {earlier ? (
        <a class="btn" href={`../${earlier.number}/`} rel="prev">
          <Icon name="back" />
          {words.earlier}
        </a>
      ) : null}
      {later ? (
        <a class="btn" href={`../${later.number}/`} rel="next">
          {words.later}
          <Icon name="arrow" />
        </a>
      ) : null}
    </nav>
  );
}
