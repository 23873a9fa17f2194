/** A line that is said and goes. */
import { part } from './page-data.ts';

/** ms */
const stays = 6_000;
let going: ReturnType<typeof setTimeout> | undefined;

export function toast(text: string): void {
  const line = part('toast', HTMLElement);
  line.textContent = text;
  line.classList.add('shown');
  clearTimeout(going);
  going = setTimeout(() => line.classList.remove('shown'), stays);
}
