/** Whether something is really meant. */
import { part } from './page-data.ts';

type Confirm = { title: string; text: string; yes: string; no: string };

/** @returns whether it was meant */
export function confirmed({ title, text, yes, no }: Confirm): Promise<boolean> {
  const dialog = part('confirm', HTMLDialogElement);
  part('confirm-title', HTMLElement).textContent = title;
  part('confirm-text', HTMLElement).textContent = text;
  part('confirm-yes', HTMLButtonElement).textContent = yes;
  part('confirm-no', HTMLButtonElement).textContent = no;
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) =>
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true }),
  );
}
