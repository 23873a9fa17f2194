/** The owner's view keeps itself up to date: it fetches itself every few seconds and takes over what has changed. */
import { Idiomorph } from 'idiomorph';

/** ms */
const everyMs = 4000;

export function admin(root: Document): void {
  const main = root.querySelector('main#admin');
  const stale = root.querySelector<HTMLElement>('.stale');
  if (!main || !stale) return;
  let timer: number | undefined;
  /** What was asked for later is shown, whatever was answered first. */
  let asked = 0;

  async function show(address: string): Promise<void> {
    clearTimeout(timer);
    asked += 1;
    const own = asked;
    const text = await fetched(address);
    if (own !== asked) return;
    // Its text is said to who cannot see it; nothing is said twice.
    const said = text === undefined ? (stale?.dataset.stale ?? '') : '';
    if (stale && stale.textContent !== said) stale.textContent = said;
    if (text !== undefined && main) take(main, text);
    later();
  }

  function later(): void {
    clearTimeout(timer);
    if (!root.hidden) timer = window.setTimeout(() => void show(location.href), everyMs);
  }

  /** Moves within the page: without the script each is a page of its own. */
  function go(address: URL): void {
    history.pushState(undefined, '', address);
    const shown = show(address.href);
    void shown.then(() => root.getElementById(address.hash.slice(1))?.scrollIntoView({ block: 'nearest' }));
  }

  root.addEventListener('visibilitychange', () =>
    root.hidden ? clearTimeout(timer) : void show(location.href),
  );
  addEventListener('popstate', () => void show(location.href));
  root.addEventListener('click', (event) => {
    const link =
      event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('main a[href^="?"]') : null;
    if (
      !link ||
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey
    )
      return;
    event.preventDefault();
    go(new URL(link.href));
  });
  root.addEventListener('submit', (event) => {
    const { target } = event;
    if (!(target instanceof HTMLFormElement) || target.dataset.live === undefined) return;
    event.preventDefault();
    const address = new URL(location.href);
    const texts = [...new FormData(target)].flatMap(([name, value]) =>
      typeof value === 'string' && value !== '' ? [[name, value]] : [],
    );
    address.search = new URLSearchParams(texts).toString();
    go(address);
  });
  later();
}

/** The page as it is now, also where it says that something is away; undefined where nobody answers. */
async function fetched(address: string): Promise<string | undefined> {
  try {
    const answer = await fetch(address, {
      headers: { accept: 'text/html' },
      signal: AbortSignal.timeout(10_000),
    });
    const isOurs = answer.ok || answer.status === 503;
    return isOurs && answer.headers.get('content-type')?.startsWith('text/html')
      ? await answer.text()
      : undefined;
  } catch {
    return undefined;
  }
}

function take(main: Element, text: string): void {
  const found = new DOMParser().parseFromString(text, 'text/html').querySelector('main#admin');
  if (!found) return;
  Idiomorph.morph(main, found, {
    morphStyle: 'outerHTML',
    // What somebody is typing, and what they have unfolded, stays.
    ignoreActiveValue: true,
    callbacks: {
      beforeAttributeUpdated: (name, element) => !(name === 'open' && element.tagName === 'DETAILS'),
    },
  });
}
