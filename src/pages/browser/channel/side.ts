/** What stands beside the channel follows what is in it: who is busy, what one has, and the film of results. */
import { Idiomorph } from 'idiomorph';
import { emojiBars } from './emoji.ts';
import { page, part, said } from './page-data.ts';
import { post } from './post.ts';

/** ms. Asked for less often than things change. */
const pause = 900;

export function side(): { refresh: () => void; draw: () => void } {
  const box = part('side', HTMLElement);
  let _waiting: ReturnType<typeof setTimeout> | undefined;

  async function load(): Promise<void> {
    _waiting = undefined;
    const response = await fetch(`/side?${new URLSearchParams({ room: page.room })}`).catch(() => undefined);
    if (!response?.ok) return;
    Idiomorph.morph(box, await response.text(), { morphStyle: 'innerHTML' });
    draw();
  }

  /** From what stands in the log. */
  function draw(): void {
    emojiBars(part('log', HTMLElement));
    showPicked();
    part('chip', HTMLElement).textContent =
      box.querySelector('.have')?.parentElement?.textContent?.trim() ?? '';
    for (const it of box.querySelectorAll<HTMLElement>('[data-busy]')) {
      const own = `.msg[data-by="${CSS.escape(it.dataset.busy ?? '')}"]`;
      const count = (state: string) =>
        document.querySelectorAll(`${own} [data-state="${state}"]:is(.job, .album)`).length;
      const [running, waits] = [count('PROCESSING'), count('QUEUED')];
      it.textContent = [
        ...(running ? [`${running} ${said('running')}`] : []),
        ...(waits ? [`${waits} ${said('waiting')}`] : []),
      ].join(', ');
    }
    frames();
  }

  box.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement && 'role' in target.dataset)
      void post('/role', { admin: target.checked });
  });
  box.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('[data-leave]')) void post('/leave', {});
  });
  draw();
  return {
    refresh: () => {
      _waiting ??= setTimeout(load, pause);
    },
    draw,
  };
}

/** What was picked last stands at the head of the channel, with the way to it. */
function showPicked(): void {
  const last = [...document.querySelectorAll<HTMLElement>('.log .result[data-picked]')].at(-1);
  const link = part('picked', HTMLAnchorElement);
  const message = last?.closest<HTMLElement>('.msg');
  link.hidden = !message;
  if (!last || !message) return;
  link.href = `#${message.id}`;
  link.textContent = `${said('picked')}: ${last.dataset.picked}`;
}

/** The newest on top, numbered as they came. */
function frames(): void {
  const results = [...document.querySelectorAll<HTMLElement>('.log .result:not([data-aside])')];
  const drawn = results.map((result, index) => {
    const message = result.closest<HTMLElement>('.msg');
    const shown = result.querySelector<HTMLImageElement | HTMLVideoElement>(
      '.wipe img + img, .pair figure + figure video, .print img, .print video',
    );
    const name = result.querySelector('strong')?.textContent ?? '';
    const frame = document.createElement('li');
    const link = document.createElement('a');
    link.className = 'frame';
    link.href = `#${message?.id}`;
    const print = document.createElement('span');
    print.className = 'print';
    if (shown instanceof HTMLVideoElement) {
      print.dataset.moves = '';
      const clip = document.createElement('video');
      Object.assign(clip, { src: shown.src, muted: true, preload: 'metadata', tabIndex: -1 });
      clip.setAttribute('aria-label', name);
      print.append(clip);
    } else if (shown) {
      const image = document.createElement('img');
      Object.assign(image, { src: shown.src, alt: name, loading: 'lazy' });
      print.append(image);
    }
    const number = document.createElement('span');
    number.className = 'no';
    const [count, what] = [document.createElement('span'), document.createElement('span')];
    count.textContent = String(index + 1);
    what.textContent = /(×\d+|\d+fps|\d+ fps)/.exec(name.replace(/-(\d+)x\./, ' ×$1 '))?.[1] ?? '';
    number.append(count, what);
    link.append(print, number);
    frame.append(link);
    return frame;
  });
  const list = document.createElement('ol');
  list.append(...drawn.reverse().slice(0, 40));
  Idiomorph.morph(part('frames', HTMLElement), list.innerHTML, { morphStyle: 'innerHTML' });
  document.body.toggleAttribute('data-strip', drawn.length > 0);
}
