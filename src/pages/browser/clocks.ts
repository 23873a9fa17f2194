/** Times as the reader's own clock has them, also of what comes later. */

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export function clocks(root: Document): void {
  const show = (within: ParentNode) => {
    for (const it of within.querySelectorAll<HTMLTimeElement>('time[data-clock], time[data-moment]')) {
      const at = new Date(it.dateTime);
      it.textContent = ('clock' in it.dataset ? clock : moment).format(at);
      it.title = moment.format(at);
    }
  };
  show(root);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes) if (node instanceof Element) show(node);
  }).observe(root.body, { childList: true, subtree: true });
}
