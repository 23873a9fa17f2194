/** What happens in the room, drawn as it comes; after a lost connection all of it is drawn anew. */
import { Idiomorph } from 'idiomorph';
import { page, part } from './page-data.ts';

type Told = { id: string; html: string };

/** px. Nearer to the end than this one follows what comes. */
const near = 160;

const atEnd = () => window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - near;
const toEnd = () => window.scrollTo({ top: document.documentElement.scrollHeight });

/** What somebody has opened or moved there stays as it is. */
const morph = {
  callbacks: {
    beforeAttributeUpdated: (name: string, node: Element) =>
      !(name === 'open' && node instanceof HTMLDetailsElement) &&
      !(name === 'style' && node.classList.contains('wipe')),
    // It is set there by this page itself.
    beforeNodeRemoved: (node: Node) => !(node instanceof Element && node.classList.contains('emoji')),
    beforeNodeMorphed: (node: Node) =>
      !(node instanceof HTMLTimeElement) && !(node instanceof HTMLVideoElement && !node.paused),
  },
};

/** @param changed after each change; `ours`: it is about somebody's job or words, whose */
export function live(changed: (by: string | undefined) => void, here: () => void): void {
  const log = part('log', HTMLElement);
  const lost = part('lost', HTMLElement);
  const first = part('first', HTMLElement);
  const source = new EventSource(`/events?${new URLSearchParams({ room: page.room, since: page.change })}`);
  const hear = (name: string, work: (data: Told) => void) =>
    source.addEventListener(name, (event) => work(JSON.parse((event as MessageEvent<string>).data)));
  const settle = () => {
    first.hidden = log.childElementCount > 0;
  };

  source.onopen = () => {
    lost.hidden = true;
  };
  source.onerror = () => {
    lost.hidden = source.readyState === EventSource.OPEN;
    // Refused for good: whoever was here is not known any more.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 2000);
  };
  hear('all', ({ html }) => {
    Idiomorph.morph(log, html, { ...morph, morphStyle: 'innerHTML' });
    settle();
    changed(undefined);
  });
  hear('message', ({ id, html }) => {
    const follows = atEnd();
    const there = document.getElementById(`m-${id}`);
    if (there) Idiomorph.morph(there, html, { ...morph, morphStyle: 'outerHTML' });
    else log.insertAdjacentHTML('beforeend', html);
    settle();
    const { kind, by } = document.getElementById(`m-${id}`)?.dataset ?? {};
    // What is said to everybody, as of a chip-in that goes back, may be about anybody's credits.
    changed(kind === 'note' ? undefined : by);
    if (follows) toEnd();
  });
  hear('gone', ({ id }) => {
    document.getElementById(`m-${id}`)?.remove();
    settle();
    changed(undefined);
  });
  hear('here', () => here());
  toEnd();
  // Pictures come later than the words around them.
  log.addEventListener('load', () => atEnd() && toEnd(), true);
}
