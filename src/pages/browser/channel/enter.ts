/** Coming in: a name, and with a sample at once to what can be made of it. */
import { part } from './page-data.ts';
import { toast } from './toast.ts';

/** Kept over the load that a name brings. */
const wanted = 'darkroom-sample';

async function comeIn(name: string): Promise<boolean> {
  const response = await fetch('/enter', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  const answer = await response.json();
  if (answer.toast) toast(answer.toast);
  return answer.reload === true;
}

const suggestion = (): string => {
  const letters = 'abcdefghjkmnpqrstuvwxyz';
  const random = crypto.getRandomValues(new Uint8Array(4));
  return `guest-${[...random].map((it) => letters[it % letters.length]).join('')}`;
};

export function enter(): void {
  const form = part('enter', HTMLFormElement);
  const name = part('name', HTMLInputElement);
  name.value = suggestion();
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (await comeIn(name.value)) location.reload();
  });
  document.addEventListener('click', async ({ target }) => {
    const sample =
      target instanceof Element ? target.closest<HTMLElement>('[data-sample]')?.dataset.sample : undefined;
    if (sample === undefined || !(await comeIn(name.value))) return;
    sessionStorage.setItem(wanted, sample);
    location.reload();
  });
}

/** A sample that was chosen before there was a name. */
export function takeWanted(): string | undefined {
  const sample = sessionStorage.getItem(wanted) ?? undefined;
  sessionStorage.removeItem(wanted);
  return sample;
}
