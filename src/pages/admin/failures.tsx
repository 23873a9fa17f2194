/** Jobs that ended without a result, by whose fault it was. */
import type { Overview } from '../../core/inspect/overview.ts';
import { Panel } from './panel.tsx';
import { adminWords as words } from './words/page.ts';

export function Failures({ ends }: Pick<Overview, 'ends'>) {
  const { classes, failed, done, cancelled } = ends;
  return (
    <Panel id="failures" title={words.failures} about={words.failuresOf(failed, failed + done + cancelled)}>
      {classes.length === 0 && <p class="dim small">{words.noFailures}</p>}
      <ul class="fails">
        {classes.map(({ name, count, codes }) => {
          const [title, about] = words.class(name);
          return (
            <li class={name}>
              <b>{title}</b>
              <span class="num">{count}</span>
              <small>
                {codes.length === 0
                  ? about
                  : codes
                      .slice(0, 3)
                      .map((it) => words.times(it.briefly, it.count))
                      .join(', ')}
              </small>
              <svg class="track" height="5" aria-hidden="true">
                <rect class="all" width="100%" height="5" rx="2.5" />
                <rect class="part" width={`${(100 * count) / failed}%`} height="5" rx="2.5" />
              </svg>
            </li>
          );
        })}
      </ul>
      {cancelled > 0 && <p class="tiny faint">{words.cancelledOf(cancelled)}</p>}
    </Panel>
  );
}
