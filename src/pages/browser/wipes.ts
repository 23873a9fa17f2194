/** The slider over two pictures. */

/** Hears every slider in `root`, also those that come later. */
export function wipes(root: Document): void {
  root.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.dataset.wipe === undefined) return;
    target.parentElement?.style.setProperty('--x', target.value);
    target.setAttribute('aria-valuetext', `${target.value} % ${target.dataset.wipe}`);
  });
}
