/** The channel's page. */
import { composer } from './composer.ts';
import { dialogs, openForm } from './dialogs.ts';
import { takeWanted } from './enter.ts';
import { faded } from './faded.ts';
import { live } from './live.ts';
import { page, part } from './page-data.ts';
import { post } from './post.ts';
import { presses } from './presses.ts';
import { side } from './side.ts';

async function sample(name: string): Promise<void> {
  const { posted } = await post('/sample', { name });
  if (posted) await openForm([posted]);
}

/** One's own messages can be deleted: the page is drawn alike for all. */
function ownMessages(): void {
  const style = new CSSStyleSheet();
  style.replaceSync(`.msg[data-by="${CSS.escape(page.person)}"] .own { display: inline-flex; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
}

export function channel(): void {
  const beside = side();
  ownMessages();
  dialogs();
  presses(part('log', HTMLElement));
  faded(part('log', HTMLElement));
  composer();
  live(
    (by) => {
      beside.draw();
      if (by === undefined || by === page.person) beside.refresh();
    },
    () => beside.refresh(),
  );
  document.addEventListener('click', ({ target }) => {
    const name =
      target instanceof Element ? target.closest<HTMLElement>('[data-sample]')?.dataset.sample : undefined;
    if (name !== undefined) void sample(name);
  });
  const wanted = takeWanted();
  if (wanted !== undefined) void sample(wanted);
}
