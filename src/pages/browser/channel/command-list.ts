/** The list that a stroke opens: by arrows, Enter and Escape, or by pointing. */
import { part } from './page-data.ts';

export function commandList(
  say: HTMLTextAreaElement,
  chosen: (command: string, model: string | undefined) => Promise<void>,
) {
  const menu = part('menu', HTMLElement);
  const options = [...menu.querySelectorAll<HTMLElement>('[role="option"]')];
  let at = 0;
  const shown = () => options.filter((it) => !it.hidden);
  const mark = () => {
    const now = shown()[at];
    for (const it of options) it.setAttribute('aria-selected', String(it === now));
    say.setAttribute('aria-activedescendant', now?.id ?? '');
    now?.scrollIntoView({ block: 'nearest' });
  };
  const close = () => {
    menu.hidden = true;
    say.setAttribute('aria-expanded', 'false');
    say.removeAttribute('aria-activedescendant');
  };
  const choose = (it: HTMLElement | undefined) => {
    if (!it) return;
    close();
    void chosen(it.dataset.command ?? '', it.dataset.model);
  };
  for (const it of options) it.addEventListener('click', () => choose(it));
  // What is pressed in it comes after that; whoever is back by then has opened it anew.
  say.addEventListener('blur', () => setTimeout(() => document.activeElement !== say && close(), 150));

  return {
    close,
    filter() {
      const typed = /^\/(\S*)$/.exec(say.value)?.[1]?.toLowerCase();
      if (typed === undefined) return close();
      for (const it of options) it.hidden = !(it.dataset.command ?? '').startsWith(typed);
      at = 0;
      menu.hidden = shown().length === 0;
      say.setAttribute('aria-expanded', String(!menu.hidden));
      mark();
    },
    /** Whether the key was the list's. */
    key(event: KeyboardEvent): boolean {
      if (menu.hidden) return false;
      const count = shown().length;
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        at = (at + (event.key === 'ArrowDown' ? 1 : count - 1)) % count;
        mark();
      } else if (event.key === 'Enter' || event.key === 'Tab') choose(shown()[at]);
      else if (event.key === 'Escape') close();
      else return false;
      return true;
    },
  };
}
