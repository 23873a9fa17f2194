/** Buttons in the log, wherever they stand. */
import { confirmed } from './confirmed.ts';
import { openForm } from './dialogs.ts';
import { page } from './page-data.ts';
import { post } from './post.ts';

const words = () => JSON.parse(document.body.dataset.remove ?? '{}');

export function presses(log: HTMLElement): void {
  log.addEventListener('click', async ({ target }) => {
    const button = target instanceof Element ? target.closest('button') : null;
    if (!button) return;
    const message = button.closest<HTMLElement>('.msg')?.dataset.message ?? '';
    const { act, id, argument, confirm, enhance, emoji } = button.dataset;
    const on = button.getAttribute('aria-pressed') !== 'true';
    if (emoji !== undefined) await busy(button, () => post('/react', { message, emoji, on }));
    else if (act !== undefined) {
      if (confirm !== undefined && !(await confirmed(JSON.parse(confirm)))) return;
      button.closest('details.more')?.removeAttribute('open');
      await busy(button, () =>
        post('/press', { act, id, ...(argument !== undefined && { argument }), message }),
      );
    } else if (enhance !== undefined) {
      const [from = '', index = '0'] = enhance.split('/');
      const count = Number(button.dataset.count ?? 0);
      const media =
        count > 0
          ? Array.from({ length: count }, (_, at) => ({ message: from, index: at }))
          : [{ message: from, index: Number(index) }];
      await busy(button, () => openForm(media));
    } else if ('dismiss' in button.dataset) await post('/delete', { message });
    else if ('delete' in button.dataset && (await confirmed(words()))) await post('/delete', { message });
  });
  // A menu goes when something else is done.
  document.addEventListener('click', ({ target }) => {
    for (const open of document.querySelectorAll('details.more[open]'))
      if (!(target instanceof Node && open.contains(target))) open.removeAttribute('open');
  });
  document.body.style.setProperty('--me', page.person);
  votes(log);
  new MutationObserver(() => votes(log)).observe(log, { childList: true, subtree: true });
}

/** One's own vote is pressed, and pressed again it is taken back. */
function votes(log: HTMLElement): void {
  for (const button of log.querySelectorAll<HTMLButtonElement>('button[data-voters]')) {
    const isOwn = JSON.parse(button.dataset.voters ?? '[]').includes(page.person);
    if (button.getAttribute('aria-pressed') !== String(isOwn))
      button.setAttribute('aria-pressed', String(isOwn));
    if (isOwn) button.dataset.argument = 'back';
    else delete button.dataset.argument;
  }
}

/** Pressed twice, it is sent once. */
async function busy(button: HTMLButtonElement, work: () => Promise<unknown>): Promise<void> {
  if (button.getAttribute('aria-busy') === 'true') return;
  button.setAttribute('aria-busy', 'true');
  await work();
  button.removeAttribute('aria-busy');
}
