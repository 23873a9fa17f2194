/** Under each picture of the channel stands what can be put on it, and who has: what that is may change with the channel's rules. */
import { page, said } from './page-data.ts';

const result = '.msg[data-kind="result"]:has(.result:not([data-aside]))';
/** Pictures that people have posted, and results; what is set beside a result is none. */
const pictures = `.msg[data-kind="said"]:has(.files), ${result}`;

/** What stands stays where it is, so that nobody who is at it loses their place. */
export function emojiBars(log: HTMLElement): void {
  const bar = document.querySelector<HTMLElement>('#emoji > .emoji');
  for (const message of log.querySelectorAll<HTMLElement>('.msg')) {
    const there = message.querySelector<HTMLElement>(':scope > .emoji');
    const wanted = bar && message.matches(pictures) ? bar : undefined;
    if (there && there.dataset.what !== wanted?.dataset.what) there.remove();
    if (!wanted) continue;
    const own = there?.isConnected ? there : clone(wanted, message);
    const put: Record<string, string[]> = JSON.parse(message.dataset.put ?? '{}');
    for (const button of own.querySelectorAll('button')) count(button, put[button.dataset.emoji ?? ''] ?? []);
  }
}

function clone(bar: HTMLElement, message: HTMLElement): HTMLElement {
  const own = document.importNode(bar, true);
  if (!message.matches(result)) for (const it of own.querySelectorAll('[data-on="result"]')) it.remove();
  message.append(own);
  return own;
}

/** In its name, too, for who hears it. */
function count(button: HTMLButtonElement, people: readonly string[]): void {
  const shown = people.length === 0 ? '' : String(people.length);
  const { name = button.getAttribute('aria-label') ?? '' } = button.dataset;
  const label = shown === '' ? name : `${name}${said('putBy').replace('%', shown)}`;
  const isOwn = String(people.includes(page.person));
  button.dataset.name = name;
  const number = button.querySelector('.num');
  if (number && number.textContent !== shown) number.textContent = shown;
  if (button.getAttribute('aria-label') !== label) button.setAttribute('aria-label', label);
  if (button.getAttribute('aria-pressed') !== isOwn) button.setAttribute('aria-pressed', isOwn);
}
