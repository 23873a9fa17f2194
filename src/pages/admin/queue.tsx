/** Who waits, who is with the provider, and since when. */

import type { InQueue, Overview } from '../../core/inspect/overview.ts';
import type { Asked } from './gather.ts';
import { linkWith } from './links.ts';
import { modelClass, nameOf } from './models.ts';
import { Panel } from './panel.tsx';
import { figure } from './words/numbers.ts';
import { adminWords as words } from './words/page.ts';

/** Of one model; the rest is a number. */
const mostBeads = 12;
const mostNamed = 5;

export function Queue({ overview, asked }: { overview: Overview; asked: Asked }) {
  const { queue, now } = overview;
  const { waiting, running, atMost, onTheWay } = queue;
  const models = [...new Map([...running, ...waiting].map(({ model, title }) => [model, title]))];
  return (
    <Panel id="queue" title={words.queue}>
      <p class="big num">
        {figure(onTheWay)} <small>{words.queueDepth(waiting.length, running.length, atMost)}</small>
      </p>
      <ul class="q">
        {models.map(([model, title]) => {
          const own = (some: readonly InQueue[]) => some.filter((it) => it.model === model);
          const [runs, waits] = [own(running), own(waiting)];
          const oldest = Math.min(...[...runs, ...waits].map(({ at }) => at));
          return (
            <li>
              <b>{nameOf({ model, title })}</b>
              <span class="dim num">{words.oldestOf(now - oldest)}</span>
              <span
                class={`beads ${modelClass(model)}`}
                role="img"
                aria-label={words.beads(runs.length, waits.length)}
              >
                {runs.slice(0, mostBeads).map(() => (
                  <i />
                ))}
                {waits.slice(0, Math.max(0, mostBeads - runs.length)).map(() => (
                  <i class="w" />
                ))}
              </span>
            </li>
          );
        })}
      </ul>
      {running.length > 0 && (
        <>
          <h3>{words.withProvider}</h3>
          <ul class="who-runs">
            {running.slice(0, mostNamed).map(({ id, model, title, person, at }) => (
              <li>
                <a href={`${linkWith(asked, { open: id })}#open-${id}`} class="mono">
                  {id}
                </a>
                <span class="cut">
                  {nameOf({ model, title })} <span class="faint">{person}</span>
                </span>
                <span class="dim num">{words.since(now - at)}</span>
              </li>
            ))}
            {running.length > mostNamed && <li class="faint">{words.further(running.length - mostNamed)}</li>}
          </ul>
        </>
      )}
    </Panel>
  );
}
