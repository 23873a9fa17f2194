/** What was picked last stands at the head of the channel, with the way to it. */
import { part, said } from './page-data.ts';

export function showPicked(log: HTMLElement): void {
  const last = [...log.querySelectorAll<HTMLElement>('.result[data-picked]')].at(-1);
  const link = part('picked', HTMLAnchorElement);
  link.hidden = last === undefined;
  const message = last?.closest<HTMLElement>('.msg');
  if (!last || !message) return;
  link.href = `#${message.id}`;
  link.textContent = `${said('picked')}: ${last.dataset.picked}`;
}
